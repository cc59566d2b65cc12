import type { PairFilter, Range } from '../domain/pair-filter.ts'
import { PREFERENCES } from '../domain/preference.ts'
import { REGIMES } from '../domain/regime.ts'
import { STAGES, type Stage } from '../domain/stage.ts'
import { findFeature, type Taxonomy } from '../domain/taxonomy.ts'
import type { AlignmentChange } from './alignment-change.ts'
import type { AlignmentContrast } from './preference.ts'
import type { Prevalence } from './prevalence.ts'
import type { ShiftSummary } from './reward-shift.ts'

/** A condition of a filter, wherever in it: what it selects by, in words. */
type Selecting = { by: PairFilter; words: string }

const wordsOf = (condition: PairFilter): string => {
  const { margin, reward } = condition
  if (margin) return `${margin.stage} margin`
  if (reward) return `${reward.stage} reward`
  if (condition.regime) return 'alignment regime'
  if (condition.rewardShift) return 'reward shift'
  if (condition.preference) return "the labeler's preference"
  return 'this feature of one entry'
}

/** Every condition of a filter by itself, those of its parts included. */
const conditionsIn = (filter: PairFilter): Selecting[] => {
  const { and, or, not, ...own } = filter
  const parts = [...(and ?? []), ...(or ?? []), ...(not ? [not] : [])]
  const single = Object.entries(own).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [{ [name]: value } as PairFilter],
  )
  return [...single.map((by) => ({ by, words: wordsOf(by) })), ...parts.flatMap(conditionsIn)]
}

/** What a slice selects by, of what `tells` something; null: nothing. */
const selecting = (where: PairFilter | null, tells: (by: PairFilter) => boolean): string | null => {
  const words = new Set(
    (where ? conditionsIn(where) : []).flatMap(({ by, words }) => (tells(by) ? [words] : [])),
  )
  return words.size === 0 ? null : [...words].join(' and ')
}

/** A range without ends, or a list of all that there is, says no more than that a value is known. */
const hasEnd = (range: Range | null | undefined): boolean =>
  typeof range?.gte === 'number' || typeof range?.lte === 'number'
const isSome = <T>(wanted: readonly T[] | null | undefined, all: readonly T[]): boolean =>
  Array.isArray(wanted) && all.some((one) => !wanted.includes(one))

const tellsOfRewards =
  (stages: readonly Stage[]) =>
  ({ regime, margin, reward, rewardShift }: PairFilter): boolean =>
    isSome(regime, REGIMES) ||
    hasEnd(rewardShift) ||
    [margin, reward].some((one) => one && stages.includes(one.stage) && hasEnd(one))

const decided = (by: string) => `not tested: the slice selects by ${by}, which decides the result`

/** What a slice selects by of what the rewards of some stages decide: an outcome that it has a hand in. Null: nothing. */
export const selectsOutcome = (where: PairFilter | null, stages: readonly Stage[]): string | null =>
  selecting(where, tellsOfRewards(stages))

/** McNemar's test counts pairs by their rewards: it says nothing of pairs that were selected by them. */
export const decidedChange = (change: AlignmentChange, where: PairFilter | null): AlignmentChange => {
  const by = change.test && selectsOutcome(where, STAGES)
  return by ? { test: null, reason: decided(by) } : change
}

/** How often a model is aligned was selected, too. */
export const decidedContrast = (
  contrast: AlignmentContrast,
  where: PairFilter | null,
  stage: Stage,
): AlignmentContrast => {
  const by = contrast.test && selectsOutcome(where, [stage])
  return by ? { ...contrast, test: null, reason: decided(by) } : contrast
}

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
  const by = shift.tTest || shift.signTest ? selecting(where, ({ rewardShift }) => hasEnd(rewardShift)) : null
  return by ? { ...shift, tTest: null, signTest: null, reason: decided(by) } : shift
}

/** A feature that one entry was selected by, or a target feature under a preference, differs by that alone. */
export const decidedPrevalence = (
  row: Prevalence,
  where: PairFilter | null,
  taxonomy: Taxonomy,
): Prevalence => {
  if (!row.test || !where) return row
  const isTarget = taxonomy.priority.includes(taxonomy.features[row.feature].name)
  const by = selecting(where, ({ feature, preference }) => {
    if (preference) return isTarget && isSome(preference, PREFERENCES)
    const isOneSided = feature?.scope === 'CHOSEN' || feature?.scope === 'REJECTED'
    return isOneSided && findFeature(taxonomy, feature.name) === row.feature
  })
  return by ? { ...row, test: null, standardError: null, reason: decided(by) } : row
}
