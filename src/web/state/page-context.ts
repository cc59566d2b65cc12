import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { DatasetsQuery } from '../generated/documents.ts'
import type { Place } from './place.ts'

export type Dataset = DatasetsQuery['datasets'][number]
export type Feature = Dataset['features'][number]

/** What every part of the page knows: what is shown, and how to show something else. */
export type PageState = {
  place: Place & { dataset: string }
  dataset: Dataset
  /** How often the dataset has changed: each time all queries are sent again. */
  refreshes: number
  /** The address of this place with a change. */
  href(change: Partial<Place>): string
  go(change: Partial<Place>): void
}

export const PageContext = createContext<PageState | null>(null)

export const usePage = (): PageState => useContext(PageContext)!
