import type { Page, PageRequest } from '../pairs/pairs.ts'
import { adjusted } from './adjusted.ts'
import { alignment } from './alignment.ts'
import { alignmentChange } from './alignment-change.ts'
import { amplification } from './amplification.ts'
import { attributeSummary, attributeValues } from './attribute.ts'
import { breakdown } from './breakdown.ts'
import { calibration } from './calibration.ts'
import { choices } from './choices.ts'
import {
  compareChoices,
  compareImprints,
  compareMarginChangeImprints,
  compareMisalignment,
  compareShiftImprints,
} from './comparisons.ts'
import { coverage } from './coverage.ts'
import type { Field } from './field.ts'
import { imprints } from './imprint.ts'
import { labelerAgreement } from './labeler-agreement.ts'
import { labelerAgreementRate } from './labeler-agreement-rate.ts'
import { leaderboard } from './leaderboard.ts'
import { marginChange, marginChangeHistogram, marginChangeHistogramField } from './margin-change.ts'
import { marginChangeImprints } from './margin-change-imprint.ts'
import { meanDifference } from './mean-difference.ts'
import { measureMeans } from './measure-means.ts'
import type { Asked, Metric, Whose } from './metric.ts'
import { misalignment } from './misalignment.ts'
import { pairTable } from './pair-table.ts'
import { partAlignments } from './part-alignments.ts'
import { preferences } from './preference.ts'
import { prevalence } from './prevalence.ts'
import { quadrants, quadrantsField } from './quadrants.ts'
import { regimes } from './regime.ts'
import { rewardDirections, rewardDirectionsField } from './reward-direction.ts'
import {
  marginDistribution,
  probabilityDistribution,
  probabilityDistributionField,
  probabilityHeatmap,
  probabilityHeatmapField,
  rewardHeatmap,
  rewardHeatmapField,
} from './reward-distribution.ts'
import { rewardShift, rewardShiftHistogram } from './reward-shift.ts'
import {
  flips,
  rewritingAlignment,
  rewritingPairs,
  rewritingShift,
  rewritingShiftHistogram,
  similarity,
  similarityByShift,
} from './rewriting.ts'
import { compareRobustness, robustness } from './robustness.ts'
import { rulers } from './rulers.ts'
import { shiftImprints } from './shift-imprint.ts'
import { sliceCount, slices } from './slices.ts'
import { discriminations, topics } from './topics.ts'

const page: Metric<PageRequest, Page> = ({ pairs }, request) => pairs.page(request)
const pairs: Metric<Record<never, never>, number> = ({ pairs }) => pairs.size()

/** A metric, which of its arguments say whose it is, and how clients get it where that is plain. */
const of = <const W extends keyof Whose, Args extends Pick<Whose, W>, Answer>(
  whose: readonly W[],
  compute: Metric<Args, Answer>,
  field?: Field,
) => ({ whose, compute, field })

const TRAINING = ['before', 'after', 'labeler'] as const

/** All that can be asked of pairs, by name. */
export const METRICS = {
  page: of([], page),
  pairs: of([], pairs),
  pairTable: of(['labeler'], pairTable),
  coverage: of(['models', 'labeler'], coverage),
  alignment: of(['model'], alignment),
  regimes: of(TRAINING, regimes),
  preferences: of(['models', 'labeler'], preferences),
  partAlignments: of(['model'], partAlignments),
  meanDifference: of([], meanDifference),
  leaderboard: of(['models'], leaderboard),
  alignmentChange: of(['before', 'after'], alignmentChange),
  rewardShift: of(TRAINING, rewardShift),
  rewardShiftHistogram: of(TRAINING, rewardShiftHistogram),
  marginChange: of(['before', 'after'], marginChange),
  marginChangeHistogram: of(['before', 'after'], marginChangeHistogram, marginChangeHistogramField),
  calibration: of(['model'], calibration),
  imprints: of(['model', 'labeler'], imprints),
  shiftImprints: of(TRAINING, shiftImprints),
  marginChangeImprints: of(TRAINING, marginChangeImprints),
  misalignment: of(['model', 'labeler'], misalignment),
  choices: of(['model', 'labeler'], choices),
  amplification: of(['model', 'labeler'], amplification),
  robustness: of(['model', 'labeler'], robustness),
  compareImprints: of(['models'], compareImprints),
  compareShiftImprints: of([], compareShiftImprints),
  compareMarginChangeImprints: of([], compareMarginChangeImprints),
  compareMisalignment: of(['models'], compareMisalignment),
  compareChoices: of(['models'], compareChoices),
  compareRobustness: of(['models'], compareRobustness),
  prevalence: of(['labeler'], prevalence),
  measureMeans: of([], measureMeans),
  rulers: of(['model'], rulers),
  adjusted: of(['model', 'labeler'], adjusted),
  topics: of(['labeler'], topics),
  discriminations: of(['labeler'], discriminations),
  labelerAgreement: of(['labeler'], labelerAgreement),
  labelerAgreementRate: of(['labeler'], labelerAgreementRate),
  marginDistribution: of(['model'], marginDistribution),
  probabilityDistribution: of(['model'], probabilityDistribution, probabilityDistributionField),
  rewardHeatmap: of(['model'], rewardHeatmap, rewardHeatmapField),
  probabilityHeatmap: of(['model'], probabilityHeatmap, probabilityHeatmapField),
  quadrants: of(['model'], quadrants, quadrantsField),
  rewardDirections: of(['model', ...TRAINING], rewardDirections, rewardDirectionsField),
  attributeValues: of([], attributeValues),
  attributeSummary: of([], attributeSummary),
  breakdown: of(TRAINING, breakdown),
  slices: of(TRAINING, slices),
  sliceCount: of(TRAINING, sliceCount),
  rewritingPairs: of(['labeler'], rewritingPairs),
  rewritingAlignment: of(['model'], rewritingAlignment),
  flips: of(['labeler'], flips),
  similarity: of(['labeler'], similarity),
  rewritingShift: of(['model'], rewritingShift),
  rewritingShiftHistogram: of(['model'], rewritingShiftHistogram),
  similarityByShift: of(['model'], similarityByShift),
}

export type MetricName = keyof typeof METRICS
export type MetricArgs<M extends MetricName> = Parameters<(typeof METRICS)[M]['compute']>[1]
type Answers = { [M in MetricName]: Awaited<ReturnType<(typeof METRICS)[M]['compute']>> }
export type MetricAnswer<M extends MetricName> = Answers[M]

/** What shows or counts pairs has ties, too; what says something of chosen and rejected entries has none. */
const SHOWING: ReadonlySet<MetricName> = new Set([
  ...['page', 'pairs', 'pairTable', 'coverage', 'attributeValues', 'attributeSummary'],
] as MetricName[])

/** Their answers pass through once, too large to be worth remembering. */
export const PASSING: ReadonlySet<MetricName> = new Set(['pairTable'])

/** Computes a metric. @throws SealError for what a person can do something about */
export const compute = async <M extends MetricName>(
  metric: M,
  { pairs, other, signal }: Omit<Asked, 'ties'>,
  args: MetricArgs<M>,
): Promise<MetricAnswer<M>> => {
  const { compute } = METRICS[metric] as unknown as { compute: Metric<MetricArgs<M>, MetricAnswer<M>> }
  if (pairs.outline.tieCount === 0 || SHOWING.has(metric))
    return compute({ pairs, other, ties: 0, signal }, args)
  const decided = await pairs.decided()
  const ties = (await pairs.size()) - (await decided.size())
  return compute({ pairs: decided, other: other && (await other.decided()), ties, signal }, args)
}
