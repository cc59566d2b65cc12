import { InvalidInput } from '../domain/errors.ts'
import { allFeatures } from '../domain/measure.ts'
import { findFeature } from '../domain/taxonomy.ts'
import type { Outline } from '../frame/frame.ts'
import type { ListedPairs, Patterns } from '../pairs/patterns.ts'
import { type Index, marginOf } from '../pairs/terms.ts'
import { clusterTotals } from '../stats/clustered-sample.ts'
import { total } from '../stats/sum.ts'
import { summarize } from '../stats/summary.ts'
import { type Adjusting, type Adjustment, EXPLAIN, observedPairs } from './adjustment.ts'
import { type Alignment, alignmentOf } from './alignment.ts'
import { extentOf, lacking, rewardsOf } from './lacking.ts'
import { type Mean, meanOf, withoutTest } from './mean.ts'
import type { Metric, Model } from './metric.ts'

/**
 * Alignment of rewards without what features explain of them. `change`: of the score, less that of the rewards as they are on
 * the same pairs; `turned`: pairs whose alignment changed.
 */
export type Adjusted = {
  alignment: Alignment
  change: Mean & { reason: string | null }
  turned: number
}

/** Indices into all features, ascending. @throws InvalidInput, NotFound for features that can't be adjusted for */
const featuresToAdjust = (outline: Outline, names: readonly string[], method: Adjustment): number[] => {
  if (names.length === 0)
    throw new InvalidInput('features: name at least one feature that rewards are to be adjusted for')
  const features = allFeatures(outline)
  const found = [...new Set(names.map((name) => findFeature({ features }, name)))].sort((a, b) => a - b)
  if (method === 'LINEAR') return found
  if (found.length > 1)
    throw new InvalidInput(
      `method: LOWESS is a local regression on one feature, and features names ${found.length}; name one, or take LINEAR`,
    )
  const [{ name, kind }] = found.map((feature) => features[feature])
  if (kind !== 'NUMERIC')
    throw new InvalidInput(
      `method: LOWESS needs a NUMERIC feature, and "${name}" is ${kind}; name one that counts or measures, such as length_words, or take LINEAR`,
    )
  return found
}

/** Why no pair can be adjusted; null where some can. */
const lackOf = async (
  { pairs, model, labeler, features }: Adjusting,
  observed: Patterns,
): Promise<string | null> => {
  const { taxonomy } = pairs.outline
  const missing = features.filter((feature) => !observed.features.includes(feature))
  if (missing.length === 0 && observed.pairs > 0) return null
  const extent = await extentOf(pairs)
  const areLabels = features.some((feature) => feature < taxonomy.features.length)
  const lack = lacking(extent, [...rewardsOf(model), ...(areLabels ? [{ labels: labeler }] : [])])
  if (lack) return lack
  const titles = missing.map((feature) => allFeatures(pairs.outline)[feature].title)
  if (titles.length > 0) return `no pair of the slice has ${titles.join(', ')} on both entries`
  return `no pair of the slice has both rewards of the ${model.called} model and the features on both entries`
}

/** Prompts by pair, as codes from 0: those of one prompt are side by side. */
const promptCodes = ({ prompt }: ListedPairs): Int32Array => {
  let code = -1
  return prompt.map((one, pair) => (one === prompt[pair - 1] ? code : ++code))
}

/** Margins that are explained to the last digits are 0: what is left of them is rounding. */
const ROUNDING = 1e-12
const isAbove = (margin: number, explained: number): boolean =>
  margin - explained > ROUNDING * Math.max(Math.abs(margin), Math.abs(explained))

/** By pair: whether it is aligned (1) or not (0), what adjusting changed of that (1, 0 or −1), and its prompt's code. */
type Counted = { aligned: Float64Array; changes: Float64Array; prompts: Int32Array; ties: number }

const adjustedOf = ({ aligned, changes, prompts, ties }: Counted, none: string): Adjusted => {
  const size = prompts.length
  const [shares, sample] = [aligned, changes].map((values) => clusterTotals(values, prompts, size).sample)
  const summary = summarize(changes)
  const change = meanOf(summary, sample)
  const without = size === 0 ? none : withoutTest('changes of alignment', summary, sample)
  return {
    alignment: alignmentOf({ aligned: total(aligned), pairs: size, ties }, none, shares),
    change: { ...change, reason: change.test ? null : without },
    turned: changes.reduce((sum, one) => sum + Math.abs(one), 0),
  }
}

/**
 * How aligned a model would be if some features counted for nothing. The adjustment is taken as given: its own error is in no
 * number.
 *
 * @throws InvalidInput, NotFound for features or a method that can't be used
 */
export const adjusted: Metric<
  { model: Model; labeler: Index; features: readonly string[]; method: Adjustment },
  Adjusted
> = async ({ pairs, ties }, { model, labeler, features, method }) => {
  const adjusting = { pairs, model, labeler, features: featuresToAdjust(pairs.outline, features, method) }
  const observed = await observedPairs(adjusting, marginOf(model.index))
  const lack = await lackOf(adjusting, observed)
  const explained = lack === null ? await EXPLAIN[method](adjusting, observed) : { reason: lack }
  if ('reason' in explained) {
    const none = new Float64Array()
    return adjustedOf({ aligned: none, changes: none, prompts: new Int32Array(), ties }, explained.reason)
  }
  const [{ mean: margins }] = observed.outcomes
  const aligned = margins.map((margin, pair) => (isAbove(margin, explained[pair]) ? 1 : 0))
  const changes = aligned.map((is, pair) => is - (margins[pair] > 0 ? 1 : 0))
  const prompts = promptCodes(await observed.listed('ALL'))
  return adjustedOf({ aligned, changes, prompts, ties }, '')
}
