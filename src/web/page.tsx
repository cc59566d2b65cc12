import type { FunctionComponent } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Choices } from './choices.tsx'
import { Figures } from './figures.tsx'
import { type DatasetsQuery, datasets } from './generated/documents.ts'
import { Overview } from './overview.tsx'
import { Pairs } from './pairs.tsx'
import { HereContext, hrefOf, moved, type Place, parsePlace, type View } from './place.ts'
import { Problem } from './problem.tsx'
import { SignIn } from './sign-in.tsx'
import { SliceBar } from './slice-bar.tsx'
import { Terms } from './terms.tsx'
import { onRefusal } from './token.ts'
import { useAnswer } from './use-answer.ts'
import { useRevisions } from './use-revisions.ts'
import { useSearch } from './use-search.ts'

export type DatasetChoice = DatasetsQuery['datasets'][number]

const VIEW_TITLES: Record<View, string> = {
  overview: 'Overview',
  terms: 'Features',
  figures: 'Figures',
  pairs: 'Pairs',
}

const VIEW_PARTS: Record<View, FunctionComponent<{ of: DatasetChoice }>> = {
  overview: Overview,
  terms: Terms,
  figures: Figures,
  pairs: Pairs,
}

const Empty = () => (
  <main>
    <h1>No dataset yet</h1>
    <p>
      Bring your own with <code>npm run ingest</code>, or start the server with <code>npm start</code> on an
      empty database for a demo.
    </p>
  </main>
)

const Footer = ({ dataset: { description, revision } }: { dataset: DatasetChoice }) => {
  const first = useRef(revision)
  return (
    <footer>
      <p>{description}</p>
      <p role="status">
        Revision {revision}
        {revision !== first.current && ': the dataset has changed, these are its numbers now'}
      </p>
    </footer>
  )
}

const readPlace = (search: string): Place | string => {
  try {
    return parsePlace(search)
  } catch (error) {
    return `The slice in this address can't be read: ${(error as Error).message}`
  }
}

export const Page = () => {
  const [search, go] = useSearch()
  const [heard, setHeard] = useState(0)
  const [session, setSession] = useState(0)
  const [refusal, setRefusal] = useState<string | null>(null)
  useEffect(() => onRefusal(setRefusal), [])
  const { answer, problem } = useAnswer(datasets, {}, heard)
  const place = useMemo(() => readPlace(search), [search])
  // The server may be away for a moment.
  const last = useRef<DatasetChoice[] | null>(null)
  last.current = answer?.datasets ?? last.current
  const known = last.current
  const name = typeof place === 'string' ? null : (place.dataset ?? known?.[0]?.name)
  const dataset = known?.find((one) => one.name === name)
  const hear = () => setHeard((times) => times + 1)
  useRevisions(dataset?.name, session, hear)
  const begin = () => {
    setRefusal(null)
    setSession((before) => before + 1)
    hear()
  }
  if (refusal !== null) return <SignIn why={refusal} onToken={begin} />
  if (!known) return problem ? <Problem what={problem} /> : <p class="waiting">Loading…</p>
  if (known.length === 0) return <Empty />
  if (typeof place === 'string') return <Problem what={place} way={<a href="?">Begin anew</a>} />
  if (!dataset) {
    return <Problem what={`There is no dataset “${name}”.`} way={<a href="?">Show another</a>} />
  }
  const here = {
    place: { ...place, dataset: dataset.name },
    heard,
    href: (change: Partial<Place>) => hrefOf(moved(place, change)),
    go: (change: Partial<Place>) => go(hrefOf(moved(place, change))),
  }
  const View = VIEW_PARTS[place.view]
  return (
    <HereContext.Provider value={here}>
      <header class="top">
        <h1>
          <a href="?">seal</a>
          <span class="tagline">what is wrong with a reward model</span>
        </h1>
        <Choices datasets={known} dataset={dataset} />
      </header>
      <nav aria-label="Views">
        {Object.entries(VIEW_TITLES).map(([view, title]) => (
          <a
            key={view}
            href={here.href({ view: view as View })}
            aria-current={view === place.view ? 'page' : undefined}
          >
            {title}
          </a>
        ))}
        <a class="aside" href="/graphql">
          GraphiQL
        </a>
      </nav>
      <SliceBar features={dataset.features} />
      <main>
        {problem && <Problem what={problem} />}
        <View of={dataset} />
      </main>
      <Footer key={dataset.name} dataset={dataset} />
    </HereContext.Provider>
  )
}
