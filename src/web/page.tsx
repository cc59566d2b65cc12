import type { FunctionComponent } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { onRejection } from './client/token.ts'
import { useQuery } from './client/use-query.ts'
import { useRevisions } from './client/use-revisions.ts'
import { datasets } from './generated/documents.ts'
import { Choices } from './header/choices.tsx'
import { SliceBar } from './header/slice-bar.tsx'
import { ViewLinks } from './header/view-links.tsx'
import { ErrorBox } from './parts/error-box.tsx'
import { SignIn } from './sign-in.tsx'
import { type Dataset, PageContext, type PageState } from './state/page-context.ts'
import { changePlace, hrefOf, type Place, parsePlace, type View } from './state/place.ts'
import { useAddress } from './state/use-address.ts'
import { Figures } from './views/figures/figures.tsx'
import { Overview } from './views/overview/overview.tsx'
import { Pairs } from './views/pairs/pairs.tsx'
import { Terms } from './views/terms/terms.tsx'

const VIEWS: Record<View, FunctionComponent> = {
  overview: Overview,
  terms: Terms,
  figures: Figures,
  pairs: Pairs,
}

const NoDataset = () => (
  <main>
    <h1>No dataset yet</h1>
    <p>
      Bring your own with <code>npm run ingest</code>, or start the server with <code>npm start</code> on an
      empty database for a demo.
    </p>
  </main>
)

const Footer = ({ dataset: { description, revision } }: { dataset: Dataset }) => {
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
    return `This address can't be read: ${(error as Error).message}`
  }
}

export const Page = () => {
  const [search, go] = useAddress()
  const [refreshes, setRefreshes] = useState(0)
  const [session, setSession] = useState(0)
  const [rejection, setRejection] = useState<string | null>(null)
  useEffect(() => onRejection(setRejection), [])
  const { data, error } = useQuery(datasets, {}, refreshes)
  const place = useMemo(() => readPlace(search), [search])
  // The server may be away for a moment: until it is back, the datasets are those of its last answer.
  const last = useRef<Dataset[] | null>(null)
  last.current = data?.datasets ?? last.current
  const all = last.current
  const name = typeof place === 'string' ? null : (place.dataset ?? all?.[0]?.name)
  const dataset = all?.find((one) => one.name === name)
  const refresh = () => setRefreshes((times) => times + 1)
  useRevisions(dataset?.name, session, refresh)
  const startSession = () => {
    setRejection(null)
    setSession((before) => before + 1)
    refresh()
  }
  if (rejection !== null) return <SignIn reason={rejection} onToken={startSession} />
  if (!all) return error ? <ErrorBox message={error} /> : <p class="waiting">Loading…</p>
  if (all.length === 0) return <NoDataset />
  if (typeof place === 'string')
    return (
      <ErrorBox message={place}>
        <a href="?">Begin anew</a>
      </ErrorBox>
    )
  if (!dataset)
    return (
      <ErrorBox message={`There is no dataset “${name}”.`}>
        <a href="?">Show another</a>
      </ErrorBox>
    )
  const state: PageState = {
    place: { ...place, dataset: dataset.name },
    dataset,
    refreshes,
    href: (change) => hrefOf(changePlace(place, change)),
    go: (change) => go(hrefOf(changePlace(place, change))),
  }
  const View = VIEWS[place.view]
  return (
    <PageContext.Provider value={state}>
      <header class="top">
        <h1>
          <a href="?">seal</a>
          <span class="tagline">what is wrong with a reward model</span>
        </h1>
        <Choices datasets={all} />
      </header>
      <ViewLinks />
      <SliceBar />
      <main>
        {error && <ErrorBox message={error} />}
        <View />
      </main>
      <Footer key={dataset.name} dataset={dataset} />
    </PageContext.Provider>
  )
}
