import { allFeatures } from '../domain/measure.ts'
import { SIDES } from '../domain/side.ts'
import type { Pairs } from '../pairs/pairs.ts'
import type { Patterns } from '../pairs/patterns.ts'
import { type Index, marginOf, type NumberTerm, rewardOf } from '../pairs/terms.ts'
import { lowess } from '../stats/lowess.ts'
import { regress } from '../stats/regression.ts'
import { imprintOf } from './imprint.ts'
import type { Model } from './metric.ts'
import { controlColumns, labelersOf, modelOf } from './regression-model.ts'
import { DEFAULT_OPTIONS, wantedFeatures } from './regression-options.ts'
import { namedResult } from './regression-result.ts'

/** How what features explain is taken out of rewards. */
export const ADJUSTMENTS = ['LINEAR', 'LOWESS'] as const
export type Adjustment = (typeof ADJUSTMENTS)[number]

/** Of which pairs, of whose rewards, for which features (indices into all), some of them a labeler's. */
export type Adjusting = { pairs: Pairs; model: Model; labeler: Index; features: readonly number[] }

/** A number of the pairs that have a margin and all of the features, one by one, those of one prompt side by side. */
export const observedPairs = (
  { pairs, model, labeler, features }: Adjusting,
  outcome: NumberTerm,
): Promise<Patterns> =>
  pairs.patterns({
    labels: SIDES.map((side) => ({ labeler, side, version: 'ORIGINAL' })),
    features,
    outcomes: [outcome],
    where: { known: marginOf(model.index) },
    told: 'BOTH',
    pairwise: true,
  })

/** What features explain of margins, in their unit and by pair; or why that can't be said. */
type Explain = (adjusting: Adjusting, margins: Patterns) => Promise<Float64Array | { reason: string }>

/** Slopes of equation 1 with pair effects, on the features beside those that it is on anyway; or why one of them has none. */
const slopesOf = async (adjusting: Adjusting): Promise<number[] | { reason: string }> => {
  const { pairs, model, labeler, features } = adjusting
  const equation = imprintOf(model, labeler, 'PAIR')
  const { terms } = wantedFeatures(pairs.outline, { features: null, controls: [] }, labelersOf(equation))
  const regression = await modelOf(pairs, equation, {
    terms: [...features],
    controls: { features: terms.filter((term) => !features.includes(term)), attributes: [] },
    ungrouped: false,
    errors: 'CLUSTER',
    scale: 'RAW',
  })
  const controls = controlColumns(regression)
  const columns = Array.from({ length: regression.observed.design.width }, (_, column) => column)
  const { correction, level, maxVif, penalty } = DEFAULT_OPTIONS
  const result = regress(regression.observed, {
    family: 'LEAST_SQUARES',
    errors: 'CLUSTER',
    ...{ correction, level, maxVif, penalty },
    // What resembles the features does not take their place.
    spared: new Set(columns.filter((column) => !controls.has(column))),
  })
  const named = namedResult(regression, result, null, DEFAULT_OPTIONS)
  const own = named.terms.filter((_, index) => !regression.terms[index].isControl)
  const without = own.find(({ estimate }) => estimate === null)
  if (without) return { reason: `${without.title}: ${without.reason}` }
  return own.map(({ estimate }) => estimate as number)
}

/** Δz·β of equation 1. R: `dz %*% coef(lm(dr ~ 0 + dX))[z]` */
const linear: Explain = async (adjusting, { pairs, combinations, outcomes: [{ unit }] }) => {
  const slopes = await slopesOf(adjusting)
  if ('reason' in slopes) return slopes
  const explained = new Float64Array(pairs)
  adjusting.features.forEach((feature, index) => {
    const values = combinations.differences.values(feature)
    for (let pair = 0; pair < pairs; pair++) explained[pair] += (values[pair] * slopes[index]) / unit
  })
  return explained
}

/** Differences of rewards' local regression on a feature, over both entries of all pairs. R: `lowess(z, r)` */
const local: Explain = async (adjusting, { pairs: count, combinations, outcomes: [{ unit }] }) => {
  const { pairs, model, features } = adjusting
  const [feature] = features
  const values = combinations.entries.values(feature)
  if (values.every((value) => value === values[0]))
    return { reason: `${allFeatures(pairs.outline)[feature].title}: all entries have the same value` }
  const sides = await Promise.all(SIDES.map((side) => observedPairs(adjusting, rewardOf(model.index, side))))
  const largest = Math.max(...sides.map(({ outcomes }) => outcomes[0].unit))
  const rewards = new Float64Array(2 * count)
  sides.forEach(({ outcomes: [{ mean, unit }] }, side) => {
    for (let pair = 0; pair < count; pair++) rewards[side * count + pair] = mean[pair] * (unit / largest)
  })
  const smooth = lowess(values, rewards)
  return smooth.subarray(0, count).map((chosen, pair) => (chosen - smooth[count + pair]) * (largest / unit))
}

export const EXPLAIN: Record<Adjustment, Explain> = { LINEAR: linear, LOWESS: local }
