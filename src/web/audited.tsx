import type { FunctionComponent } from 'preact'
import { useRef } from 'preact/hooks'
import { Choices } from './header/choices.tsx'
import { SliceBar } from './header/slice-bar.tsx'
import { ViewLinks } from './header/view-links.tsx'
import { ErrorBox } from './parts/error-box.tsx'
import { type Dataset, PageContext, type PageState } from './state/page-context.ts'
import { changePlace, hrefOf, type Place, type View } from './state/place.ts'
import { usePinnedPlace } from './use-pinned-place.ts'
import { Figures } from './views/figures/figures.tsx'
import { Models } from './views/models/models.tsx'
import { Objectives } from './views/objectives/objectives.tsx'
import { Overview } from './views/overview/overview.tsx'
import { Pairs } from './views/pairs/pairs.tsx'
import { Terms } from './views/terms/terms.tsx'

const VIEWS: Record<View, FunctionComponent> = {
  overview: Overview,
  terms: Terms,
  models: Models,
  objectives: Objectives,
  figures: Figures,
  pairs: Pairs,
}

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

type Shown = {
  place: Place
  datasets: Dataset[]
  dataset: Dataset
  refreshes: number
  error: string | null
  go(href: string): void
  replace(href: string): void
}

/** A dataset that there is, in one of the views. */
export const Audited = ({ place, datasets, dataset, refreshes, error, go, replace }: Shown) => {
  const named = { ...place, dataset: dataset.name }
  const pinned = usePinnedPlace(named, refreshes, replace)
  const current = pinned ?? named
  const state: PageState = {
    place: current,
    dataset,
    refreshes,
    href: (change) => hrefOf(changePlace(current, change)),
    go: (change) => go(hrefOf(changePlace(current, change))),
  }
  const View = VIEWS[current.view]
  return (
    <PageContext.Provider value={state}>
      <header class="top">
        <h1>
          <a href="?">seal</a>
          <span class="tagline">what is wrong with a reward model</span>
        </h1>
        <Choices datasets={datasets} />
      </header>
      <ViewLinks />
      <SliceBar />
      <main>
        {error && <ErrorBox message={error} />}
        {pinned ? <View /> : <p class="waiting">Loading…</p>}
      </main>
      <Footer key={dataset.name} dataset={dataset} />
    </PageContext.Provider>
  )
}
