import type { Interruption } from '../domain/interruption.ts'
import type { Side } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import { type PageRequest, page } from '../frame/page.ts'
import type { Slice } from '../frame/slice.ts'
import { alignment } from '../metrics/alignment.ts'
import { alignmentChange } from '../metrics/alignment-change.ts'
import { breakdown, type Dimension } from '../metrics/breakdown.ts'
import { compareImprints, compareMisalignment, compareShiftImprints } from '../metrics/comparison.ts'
import { coverage } from '../metrics/coverage.ts'
import { type Effects, imprints } from '../metrics/imprint.ts'
import { labelerAgreement } from '../metrics/labeler-agreement.ts'
import { type Link, misalignment } from '../metrics/misalignment.ts'
import { pairTable } from '../metrics/pair-table.ts'
import { preferences } from '../metrics/preference.ts'
import { prevalence } from '../metrics/prevalence.ts'
import { regimes } from '../metrics/regime.ts'
import type { RegressionOptions } from '../metrics/regression-options.ts'
import { rewardDirections } from '../metrics/reward-direction.ts'
import {
  marginDistribution,
  probabilityDistribution,
  probabilityHeatmap,
  quadrants,
  rewardHeatmap,
} from '../metrics/reward-distribution.ts'
import { rewardShift, rewardShiftHistogram, type ShiftSelection } from '../metrics/reward-shift.ts'
import {
  flips,
  rewritingAlignment,
  rewritingOf,
  rewritingPairs,
  rewritingShift,
  rewritingShiftHistogram,
  type SimilaritySelection,
  similarity,
  similarityByShift,
} from '../metrics/rewriting.ts'
import { robustness } from '../metrics/robustness.ts'
import { shiftImprints } from '../metrics/shift-imprint.ts'
import { discriminations, topics } from '../metrics/topics.ts'

type Bins = { bins: number }
type Staged = { stage: Stage }
/** The rewriter's index in the frame. */
type Rewritten = { rewriter: number }
type Regressed = { options: RegressionOptions }

/** What can be asked of a slice. Arguments and answers go between threads: plain data only. */
export const QUESTIONS = {
  page: (slice: Slice, request: PageRequest) => page(slice, request),
  pairs: ({ rows }: Slice) => rows.length,
  pairTable: (slice: Slice, range: { start: number; limit: number }) => pairTable(slice, range),
  coverage: (slice: Slice) => coverage(slice),
  alignment: (slice: Slice, { stage }: Staged) => alignment(slice, stage),
  regimes: (slice: Slice) => regimes(slice),
  preferences: (slice: Slice) => preferences(slice),
  alignmentChange: (slice: Slice) => alignmentChange(slice),
  rewardShift: (slice: Slice, selection: ShiftSelection) => rewardShift(slice, selection),
  rewardShiftHistogram: (slice: Slice, { bins, ...selection }: ShiftSelection & Bins) =>
    rewardShiftHistogram(slice, selection, bins),
  imprints: (slice: Slice, args: Staged & { effects: Effects } & Regressed, signal?: Interruption) =>
    imprints(slice, args, signal),
  shiftImprints: (slice: Slice, args: Regressed, signal?: Interruption) => shiftImprints(slice, args, signal),
  misalignment: (slice: Slice, args: { link: Link } & Regressed, signal?: Interruption) =>
    misalignment(slice, args, signal),
  robustness: (
    slice: Slice,
    { rewriter, ...args }: Rewritten & { link: Link; keepTargets: boolean } & Regressed,
    signal?: Interruption,
  ) => robustness(rewritingOf(slice, rewriter), args, signal),
  compareImprints: (
    slice: Slice,
    args: { stages: readonly [Stage, Stage]; effects: Effects } & Regressed,
    _: Interruption | undefined,
    other: Slice,
  ) => compareImprints([slice, other], args),
  compareShiftImprints: (slice: Slice, args: Regressed, _: Interruption | undefined, other: Slice) =>
    compareShiftImprints([slice, other], args),
  compareMisalignment: (
    slice: Slice,
    args: { link: Link } & Regressed,
    _: Interruption | undefined,
    other: Slice,
  ) => compareMisalignment([slice, other], args),
  prevalence: (slice: Slice) => prevalence(slice),
  topics: (slice: Slice) => topics(slice),
  discriminations: (slice: Slice) => discriminations(slice),
  labelerAgreement: (slice: Slice, { labeler }: { labeler: number }) => labelerAgreement(slice, labeler),
  marginDistribution: (slice: Slice, { model, bins }: { model: number } & Bins) =>
    marginDistribution(slice, model, bins),
  probabilityDistribution: (slice: Slice, { stage, side, bins }: Staged & { side: Side } & Bins) =>
    probabilityDistribution(slice, stage, side, bins),
  rewardHeatmap: (slice: Slice, { stage, bins }: Staged & Bins) => rewardHeatmap(slice, stage, bins),
  probabilityHeatmap: (slice: Slice, { stage, bins }: Staged & Bins) =>
    probabilityHeatmap(slice, stage, bins),
  quadrants: (slice: Slice, { stage }: Staged) => quadrants(slice, stage),
  rewardDirections: (slice: Slice, { stage, bins, ...selection }: Staged & Bins & ShiftSelection) =>
    rewardDirections(slice, stage, selection, bins),
  breakdown: (slice: Slice, { by, first }: { by: Dimension; first: number }) => breakdown(slice, by, first),
  rewritingPairs: (slice: Slice, { rewriter }: Rewritten) => rewritingPairs(rewritingOf(slice, rewriter)),
  rewritingAlignment: (slice: Slice, { rewriter, stage }: Rewritten & Staged) =>
    rewritingAlignment(rewritingOf(slice, rewriter), stage),
  flips: (slice: Slice, { rewriter }: Rewritten) => flips(rewritingOf(slice, rewriter)),
  similarity: (slice: Slice, { rewriter, ...selection }: Rewritten & SimilaritySelection) =>
    similarity(rewritingOf(slice, rewriter), selection),
  rewritingShift: (slice: Slice, { rewriter, stage }: Rewritten & Staged) =>
    rewritingShift(rewritingOf(slice, rewriter), stage),
  rewritingShiftHistogram: (slice: Slice, { rewriter, stage, bins }: Rewritten & Staged & Bins) =>
    rewritingShiftHistogram(rewritingOf(slice, rewriter), stage, bins),
  similarityByShift: (slice: Slice, { rewriter, bins }: Rewritten & Bins) =>
    similarityByShift(rewritingOf(slice, rewriter), bins),
}

type Questions = typeof QUESTIONS
export type Question = keyof Questions
/** Their answers pass through once, too large to be worth remembering. */
export const PASSING: ReadonlySet<Question> = new Set(['pairTable'])
export type Arguments<Q extends Question> =
  Parameters<Questions[Q]> extends [Slice, infer A, ...unknown[]] ? A : Record<string, never>
export type Answer<Q extends Question> = ReturnType<Questions[Q]>
