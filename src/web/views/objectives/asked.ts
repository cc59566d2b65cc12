import type { ObjectivesQuery, PairFilter } from '../../generated/documents.ts'
import type { Place } from '../../state/place.ts'

export type Verdict = NonNullable<ObjectivesQuery['dataset']>['objectives'][number]

/** What the page knows of an ObjectiveInput. */
export type Objective = {
  metric: string
  pre?: string | null
  post?: string | null
  labeler?: string | null
  where?: PairFilter | null
  feature?: string | null
  atLeast?: number | null
  atMost?: number | null
  within?: { lower: number; upper: number } | null
  noWorseThan?: { margin: number } | null
}

/** An objective as it is kept. */
export const objectiveOf = ({ objective }: Verdict): Objective => JSON.parse(objective)

/** The ends that what is judged is asked to lie above, below or between. */
export const boundsOf = ({ atLeast, atMost, within, noWorseThan }: Objective): number[] =>
  [atLeast, atMost, within?.lower, within?.upper, noWorseThan ? -noWorseThan.margin : null].filter(
    (bound) => bound != null,
  )

const SHARES: readonly string[] = ['ALIGNMENT', 'RESISTANCE', 'LABELER_AGREEMENT', 'WORST_SLICE']

export const isShare = ({ metric }: Objective): boolean => SHARES.includes(metric)

const REGRESSIONS: Record<string, string> = {
  IMPRINT: 'imprints',
  SHIFT_IMPRINT: 'shifts',
  MISALIGNMENT: 'misalignment',
  ROBUSTNESS: 'robustness',
  CHOICE: 'choices',
  AMPLIFICATION: 'choices',
}

/** Where the page shows what an objective is about. */
export const placeOf = ({ metric, pre, post, labeler, where, feature }: Objective): Partial<Place> => {
  const regression = REGRESSIONS[metric]
  return {
    ...(pre ? { pre } : {}),
    ...(post ? { post } : {}),
    ...(labeler ? { labeler } : {}),
    where: where ?? null,
    ...(regression ? { view: 'terms', regression, feature: feature ?? null } : { view: 'overview' }),
  }
}
