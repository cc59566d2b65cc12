import { InvalidInput } from '../domain/errors.ts'
import type { Pairs, Sample } from '../pairs/pairs.ts'
import { alignedBy, type Condition, type Index, scoredBy } from '../pairs/terms.ts'
import type { ClusteredSample } from '../stats/clustered-sample.ts'
import { assertLevel } from '../stats/interval.ts'
import { adjustPValues } from '../stats/p-adjust.ts'
import { type Alignment, alignedShare, alignmentOf, unscored } from './alignment.ts'
import { type Extent, extentOf, lacking, rewardsOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'
import { type ComparisonOptions, comparisonOf, type ModelComparison, sampleOf } from './model-comparison.ts'

export type LeaderboardRow = {
  model: Index
  /** Pairs that it has scored, whatever others have. */
  scored: number
  alignment: Alignment
  /** 1 is best. */
  tier: number
  /** Of the parts that were asked about (their places), that with the least score. */
  worst: { part: number; alignment: Alignment } | null
  /** Mean of its scores on the parts. */
  partMean: number | null
}

/** Models on the pairs that all of them have scored, the best first. `reason`: why there is no row, or no score. */
export type Leaderboard = {
  pairs: number
  prompts: number
  rows: LeaderboardRow[]
  comparisons: (ModelComparison & { adjustedPValue: number | null })[]
  reason: string | null
}

/** Of more, comparisons two by two are more than anyone reads. */
export const MOST_MODELS = 300

/** On fewer pairs a score is too rough to be called the worst. */
export const FEWEST_PAIRS = 30

/** So many are asked for at once: a statement has room for so many columns. */
const AT_ONCE = 40

const EVERY: Condition = { all: [] }

/** Of each model 1 where it is aligned, else 0. */
const alignedIn = async (pairs: Pairs, models: readonly Model[]): Promise<ClusteredSample[]> => {
  const found: ClusteredSample[] = []
  for (let start = 0; start < models.length; start += AT_ONCE) {
    const some = models.slice(start, start + AT_ONCE)
    found.push(
      ...(await pairs.byPrompt(some.map((model): Sample => ({ term: alignedShare(model) })))).samples,
    )
  }
  return found
}

const alignmentIn = (sample: ClusteredSample, ties: number, none: string): Alignment => {
  const { count, mean } = sample
  return alignmentOf({ aligned: Math.round(count * (mean ?? 0)), pairs: count, ties }, none, sample)
}

/** By model: of the parts that have a pair, its worst and its mean. */
const onParts = async (pairs: Pairs, models: readonly Model[], parts: readonly Condition[]) => {
  const found: { part: number; samples: ClusteredSample[] }[] = []
  for (const [part, where] of parts.entries()) {
    const samples = await alignedIn(await pairs.matching(where), models)
    if (samples.some(({ count }) => count > 0)) found.push({ part, samples })
  }
  return models.map((_, model): Pick<LeaderboardRow, 'worst' | 'partMean'> => {
    const scored = found.map(({ part, samples }) => ({ part, alignment: alignmentIn(samples[model], 0, '') }))
    const scoreOf = ({ alignment }: { alignment: Alignment }) => alignment.score as number
    const large = scored.filter(({ alignment }) => alignment.pairs >= FEWEST_PAIRS)
    return {
      worst:
        large.length > 0 ? large.reduce((least, one) => (scoreOf(one) < scoreOf(least) ? one : least)) : null,
      partMean: scored.length > 0 ? scored.reduce((sum, one) => sum + scoreOf(one), 0) / scored.length : null,
    }
  })
}

const withoutModels = (extent: Extent): string =>
  (extent.models === 0 ? lacking(extent, rewardsOf({ index: -1, called: '' })) : null) ?? 'no model is named'

/** Why no pair is scored by all of some models. */
const withoutPairs = (extent: Extent, models: readonly Model[], scored: readonly number[]): string => {
  const least = scored.indexOf(Math.min(...scored))
  if (scored[least] === 0) return unscored(extent, models[least])
  const all = `no pair of the slice has both rewards of all ${models.length} models`
  return `${all}; the ${models[least].called} model has scored the fewest, ${scored[least]}`
}

/**
 * Corrects p-values over all comparisons that have one, and gives tiers: from the best model on, a tier ends before the first
 * that is significantly worse than the tier's best. R: `p.adjust(p, correction)`
 */
export const ranked = (board: Leaderboard, { level, correction }: ComparisonOptions): Leaderboard => {
  const adjusted = adjustPValues(
    board.comparisons.flatMap(({ pValue }) => pValue ?? []),
    correction,
  ).values()
  const comparisons = board.comparisons.map((one) => ({
    ...one,
    adjustedPValue: one.pValue === null ? null : (adjusted.next().value as number),
  }))
  const keyOf = (first: Index, second: Index) => `${first} ${second}`
  const significant = new Set(
    comparisons.flatMap(({ first, second, adjustedPValue }) =>
      adjustedPValue !== null && adjustedPValue < 1 - level ? keyOf(first, second) : [],
    ),
  )
  let [tier, best] = [1, board.rows[0]?.model]
  const rows = board.rows.map((row) => {
    if (significant.has(keyOf(best, row.model))) {
      tier++
      best = row.model
    }
    return { ...row, tier }
  })
  return { ...board, rows, comparisons }
}

/**
 * Models against each other on the pairs that all of them have scored, and each on parts of these. Of equal scores the order
 * is that of names.
 *
 * @throws InvalidInput for more than 300 models, or a level that isn't strictly between 0 and 1
 */
export const leaderboard: Metric<
  { models: readonly Model[]; parts: readonly Condition[]; options: ComparisonOptions },
  Leaderboard
> = async ({ pairs, ties }, { models, parts, options }) => {
  assertLevel(options.level)
  if (models.length > MOST_MODELS)
    throw new InvalidInput(`models: ${models.length} are compared two by two; name ${MOST_MODELS} at most`)
  const extent = await extentOf(pairs)
  if (models.length === 0)
    return { pairs: 0, prompts: 0, rows: [], comparisons: [], reason: withoutModels(extent) }
  const scored = (await alignedIn(pairs, models)).map(({ count }) => count)
  const common = await pairs.matching({ all: models.map(({ index }) => scoredBy(index)) })
  const alignments = await common.coincidences([
    EVERY,
    ...models.map(({ index }) => ({ code: alignedBy(index), isOneOf: [1] })),
  ])
  const [count] = alignments.byPair[0]
  const reason = count > 0 ? null : withoutPairs(extent, models, scored)
  const partly = await onParts(common, models, parts)
  // From 1 on: the first condition is that of every pair.
  const order = models
    .map(({ called }, index) => ({ called, at: index + 1, aligned: alignments.byPair[0][index + 1] }))
    .sort((a, b) => b.aligned - a.aligned || (a.called < b.called ? -1 : 1))
    .map(({ at }) => at)
  const indexAt = (at: number) => models[at - 1].index
  const board = {
    pairs: count,
    prompts: alignments.prompts,
    rows: order.map((at) => ({
      model: indexAt(at),
      scored: scored[at - 1],
      alignment: alignmentIn(sampleOf(alignments, at), ties, reason ?? ''),
      tier: 1,
      ...partly[at - 1],
    })),
    comparisons: order.flatMap((first, place) =>
      order.slice(place + 1).map((second) => ({
        first: indexAt(first),
        second: indexAt(second),
        ...comparisonOf(alignments, [first, second], options),
        adjustedPValue: null,
      })),
    ),
    reason,
  }
  return ranked(board, options)
}
