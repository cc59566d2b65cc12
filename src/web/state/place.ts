import type {
  FeatureScope,
  FigureName,
  PairFilter,
  Scale,
  TrajectoryBaseline,
} from '../generated/documents.ts'
import { parseFilter } from '../slice/parse-filter.ts'

export const VIEWS = ['overview', 'terms', 'models', 'objectives', 'figures', 'pairs'] as const
export type View = (typeof VIEWS)[number]

/** What the page shows: all of it is in the address. */
export type Place = {
  dataset: string | null
  pre: string | null
  post: string | null
  labeler: string | null
  where: PairFilter | null
  view: View
  /** What pairs are broken down by: a dimension, `feature:NAME` or `attribute:NAME`; null: what the dataset has. */
  by: string | null
  /** On which entries, of what entries have. */
  of: FeatureScope
  /** One of the regressions of the view of terms. */
  regression: string
  /** Whose features they are about; null: what the dataset has. */
  features: string | null
  /** In which units imprints are. */
  scale: Scale
  /** The feature that the view of terms points out. */
  feature: string | null
  figure: FigureName
  /** Two models that are compared with each other; null: the best two. */
  first: string | null
  second: string | null
  /** Models that are left out of the leaderboard. */
  without: readonly string[]
  /** The training run whose checkpoints are shown; null: that of the model after training. */
  series: string | null
  /** What each of them is compared with. */
  against: TrajectoryBaseline
  /** The figure over their steps, and the features in it; none: all. */
  steps: FigureName
  drawn: readonly string[]
  /** One of the lists of the view of pairs. */
  pairs: string
  /** How they are sorted; null: as the list is. */
  sort: string | null
  /** What is shown of each of them besides rewards: `feature:NAME` or `attribute:NAME`. */
  columns: readonly string[]
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
  by: null,
  of: 'CHOSEN',
  regression: 'choices',
  features: null,
  scale: 'STANDARDIZED',
  feature: null,
  figure: 'REWARD_DISTRIBUTION',
  first: null,
  second: null,
  without: [],
  series: null,
  against: 'PREVIOUS',
  steps: 'ALIGNMENT_OVER_STEPS',
  drawn: [],
  pairs: 'all',
  sort: null,
  columns: [],
  after: null,
} satisfies Place

/** What is a list of names. */
const LISTS = ['columns', 'without', 'drawn'] as const

const parseNames = (key: string, text: string | undefined): readonly string[] => {
  if (!text) return []
  const names: unknown = JSON.parse(text)
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names
  throw new SyntaxError(`${key} is not a JSON list of names`)
}

/**
 * The place that an address means. Names that the page does not know go to the server, which says what is wrong with them.
 *
 * @throws SyntaxError when its `where` is not a JSON object, or one of its lists of names is not a JSON list.
 */
export const parsePlace = (search: string): Place => {
  const given = Object.fromEntries(new URLSearchParams(search))
  const view = VIEWS.find((one) => one === given.view) ?? DEFAULTS.view
  const where = given.where ? parseFilter(given.where) : null
  const lists = Object.fromEntries(LISTS.map((key) => [key, parseNames(key, given[key])]))
  return { ...DEFAULTS, ...given, view, where, ...lists } as Place
}

/** The address of a place, without what is the default. */
export const hrefOf = (place: Place): string => {
  const search = new URLSearchParams()
  for (const [key, fallback] of Object.entries(DEFAULTS)) {
    const value = place[key as keyof Place]
    if (value === fallback || value === null || (Array.isArray(value) && value.length === 0)) continue
    search.set(key, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return `?${search}`
}

/** A changed place: another slice or list begins with its first page, and nothing is pointed out any more. */
export const changePlace = (place: Place, change: Partial<Place>): Place => ({
  ...place,
  after: null,
  feature: null,
  ...change,
})

/** The variables that queries about an audit have in common. */
export type AuditVariables = Pick<Place, 'pre' | 'post' | 'labeler' | 'where'> & { dataset: string }

export const auditVariables = ({ dataset, pre, post, labeler, where }: AuditVariables): AuditVariables => ({
  dataset,
  pre,
  post,
  labeler,
  where,
})
