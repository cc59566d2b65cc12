import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Dimension, FigureName, PairFilter } from './generated/documents.ts'
import type { PairList } from './pair-lists.ts'
import type { RegressionName } from './regressions.ts'

export const VIEWS = ['overview', 'terms', 'figures', 'pairs'] as const
export type View = (typeof VIEWS)[number]

/** What the page shows: all of it is in the address. */
export type Place = {
  dataset: string | null
  pre: string | null
  post: string | null
  labeler: string | null
  where: PairFilter | null
  view: View
  by: Dimension
  regression: RegressionName
  figure: FigureName
  pairs: PairList
  /** Cursor behind which the page of pairs begins. */
  after: string | null
}

const DEFAULTS = {
  dataset: null,
  pre: null,
  post: null,
  labeler: null,
  where: null,
  view: 'overview',
  by: 'TOPIC',
  regression: 'imprints',
  figure: 'REWARD_DISTRIBUTION',
  pairs: 'all',
  after: null,
} satisfies Place

/** @throws SyntaxError when `where` is not a JSON object. */
export const parseFilter = (text: string): PairFilter | null => {
  const value: unknown = JSON.parse(text)
  if (value === null) return null
  if (typeof value !== 'object' || Array.isArray(value)) throw new SyntaxError('not a JSON object')
  return Object.keys(value).length === 0 ? null : (value as PairFilter)
}

/**
 * The place that an address means. Words that the page doesn't know go to the server, which says what is wrong with them.
 *
 * @throws SyntaxError when its `where` is not a JSON object.
 */
export const parsePlace = (search: string): Place => {
  const given = Object.fromEntries(new URLSearchParams(search))
  const view = VIEWS.find((one) => one === given.view) ?? DEFAULTS.view
  const where = given.where ? parseFilter(given.where) : null
  return { ...DEFAULTS, ...given, view, where } as Place
}

/** The address of a place: only what is not as it is left out. */
export const hrefOf = (place: Place): string => {
  const search = new URLSearchParams()
  for (const [key, fallback] of Object.entries(DEFAULTS)) {
    const value = place[key as keyof Place]
    if (value === fallback || value === null) continue
    search.set(key, key === 'where' ? JSON.stringify(value) : String(value))
  }
  return `?${search}`
}

/** What most questions to the server take. */
export type AuditVariables = Pick<Place, 'pre' | 'post' | 'labeler' | 'where'> & { dataset: string }

export const auditVariables = ({ dataset, pre, post, labeler, where }: AuditVariables): AuditVariables => ({
  dataset,
  pre,
  post,
  labeler,
  where,
})

/** Where a change leads: another slice or list begins with its first page. */
export const moved = (place: Place, change: Partial<Place>): Place => ({ ...place, after: null, ...change })

export type Here = {
  place: Place & { dataset: string }
  /** How often the dataset was heard of: whatever is shown is asked for anew. */
  heard: number
  href(change: Partial<Place>): string
  go(change: Partial<Place>): void
}

export const HereContext = createContext<Here | null>(null)

export const useHere = (): Here => useContext(HereContext)!
