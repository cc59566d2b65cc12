import { STAGES, type Stage } from '../domain/stage.ts'
import { findFeature, type Taxonomy } from '../domain/taxonomy.ts'
import type { Adjusted } from '../metrics/adjusted.ts'
import type { AlignmentChange } from '../metrics/alignment-change.ts'
import type { Leaderboard } from '../metrics/leaderboard.ts'
import type { MarginChange } from '../metrics/margin-change.ts'
import type { MeanOf } from '../metrics/mean-difference.ts'
import type { AlignmentContrast } from '../metrics/preference.ts'
import type { Prevalence } from '../metrics/prevalence.ts'
import { estimateOf } from '../metrics/regression-result.ts'
import type { TestResult } from '../metrics/result-types.ts'
import type { ShiftSummary } from '../metrics/reward-shift.ts'
import type { Ruler } from '../metrics/rulers.ts'
import type { Selection } from './conditions/filter-condition.ts'
import { allGivenIn, type PairFilter } from './pair-filter.ts'
import type { Slice } from './scope.ts'
import { modelAt } from './subject.ts'

/** What a slice selects by, of what `decides` something; null: nothing. */
const selecting = (where: PairFilter | null, decides: (selection: Selection) => boolean): string | null => {
  const selections = (where ? allGivenIn(where) : []).flatMap(
    ({ value, condition }) => condition.selects?.(value) ?? [],
  )
  const words = new Set(selections.filter(decides).map(({ by }) => by))
  return words.size === 0 ? null : [...words].join(' and ')
}

const decided = (by: string) => `not tested: the slice selects by ${by}, which decides the result`

/** A result without its test where what the slice selects by decides that. */
const untested = <T extends { test: TestResult | null; reason: string | null }>(
  result: T,
  by: string | null,
): T => (result.test && by ? { ...result, test: null, reason: decided(by) } : result)

/** What a slice selects by of what the rewards of some stages decide: an outcome that it has a hand in. Null: nothing. */
export const selectsOutcome = (where: PairFilter | null, stages: readonly Stage[]): string | null =>
  selecting(where, (selection) => stages.some((stage) => selection.stages?.includes(stage)))

/** McNemar's test counts pairs by their rewards: it says nothing of pairs that were selected by them. */
export const decidedChange = (change: AlignmentChange, where: PairFilter | null): AlignmentChange => {
  const by = change.changed > 0 && selectsOutcome(where, STAGES)
  return by ? { ...change, test: null, reason: decided(by) } : change
}

/** A comparison of models one of which has a hand in which pairs these are. Their p-values are corrected without it. */
export const decidedLeaderboard = (board: Leaderboard, { where, subject }: Slice): Leaderboard => {
  const selecting = (model: number) =>
    selectsOutcome(
      where,
      STAGES.filter((stage) => modelAt(subject, stage).index === model),
    )
  const comparisons = board.comparisons.map((comparison) => {
    const by = selecting(comparison.first) ?? selecting(comparison.second)
    if (!by) return comparison
    const { estimate } = comparison.difference
    return { ...comparison, difference: { ...estimateOf(null), estimate }, pValue: null, reason: decided(by) }
  })
  return { ...board, comparisons }
}

/** So has their change of margin a mean. */
export const decidedMarginChange = (change: MarginChange, where: PairFilter | null): MarginChange => {
  const by = change.test && selectsOutcome(where, STAGES)
  return by ? { ...change, test: null, standardError: null, reason: decided(by) } : change
}

/** So are pairs whose alignment adjusting changes. */
export const decidedAdjusted = (adjusted: Adjusted, where: PairFilter | null, stage: Stage): Adjusted => {
  const by = adjusted.change.test && selectsOutcome(where, [stage])
  if (!by) return adjusted
  return { ...adjusted, change: { ...adjusted.change, test: null, standardError: null, reason: decided(by) } }
}

/** How often a model is aligned was selected, too. */
export const decidedContrast = (
  contrast: AlignmentContrast,
  where: PairFilter | null,
  stage: Stage,
): AlignmentContrast => untested(contrast, selectsOutcome(where, [stage]))

/** Terms are still of use where the slice selects by the outcome, but only as long as that is known. */
export const warnedOfOutcome = <T extends { warnings: readonly string[] }>(
  result: T,
  slices: readonly { where: PairFilter | null; stages: readonly Stage[]; name?: string }[],
): T => {
  const warnings = slices.flatMap(({ where, stages, name }) => {
    const by = selectsOutcome(where, stages)
    const warning = `the slice selects by ${by}, which bears on the outcome: estimates and p-values hold for pairs that are selected so`
    return by ? [name ? `${name}: ${warning}` : warning] : []
  })
  return { ...result, warnings: [...result.warnings, ...warnings] }
}

/** Angles that were selected by their size have a mean and a sign by that alone. */
export const decidedShift = (shift: ShiftSummary, where: PairFilter | null): ShiftSummary => {
  const by = shift.tTest || shift.signTest ? selecting(where, ({ shift }) => shift === true) : null
  return by ? { ...shift, standardError: null, tTest: null, signTest: null, reason: decided(by) } : shift
}

/** Why a mean is not tested: its slice selects by what decides whether a pair is aligned, agreed upon, or turned how far; else null. */
export const decidedMean = (
  where: PairFilter | null,
  of: MeanOf['number'],
  stage: Stage,
  taxonomy: Taxonomy,
): string | null => {
  const targets = taxonomy.priority.map((name) => findFeature(taxonomy, name))
  const by = selecting(where, ({ stages, shift, differsBy }) => {
    if (of === 'ALIGNED') return stages?.includes(stage) === true
    if (of === 'SHIFT') return shift === true
    return targets.some((feature) => differsBy?.(feature, taxonomy))
  })
  return by && decided(by)
}

/** So does a measure differ, and is it right or wrong, by that alone which pairs were selected by. */
export const decidedMeasure = <T extends Ruler | Prevalence>(
  row: T,
  where: PairFilter | null,
  measure: string,
): T => {
  const by = row.test && selecting(where, (selection) => selection.measure === measure)
  const nothing = 'standardError' in row ? { test: null, standardError: null } : { test: null }
  return by ? { ...row, ...nothing, reason: decided(by) } : row
}

/** A feature that one entry was selected by, or a target feature under a preference, differs by that alone. */
export const decidedPrevalence = (
  row: Prevalence,
  where: PairFilter | null,
  taxonomy: Taxonomy,
): Prevalence => {
  if (!row.test || !where) return row
  const by = selecting(where, ({ differsBy }) => differsBy?.(row.feature, taxonomy) === true)
  return by ? { ...row, test: null, standardError: null, reason: decided(by) } : row
}
