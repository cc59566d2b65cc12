import { PREFERENCES } from '../../src/domain/preference.ts'
import { REGIMES } from '../../src/domain/regime.ts'
import { SIDES } from '../../src/domain/side.ts'
import { STAGES } from '../../src/domain/stage.ts'
import type { Slice } from '../../src/frame/slice.ts'
import { alignment, alignmentInterval } from '../../src/metrics/alignment.ts'
import { alignmentChange } from '../../src/metrics/alignment-change.ts'
import { breakdown, DIMENSIONS } from '../../src/metrics/breakdown.ts'
import { coverage } from '../../src/metrics/coverage.ts'
import { labelerAgreement } from '../../src/metrics/labeler-agreement.ts'
import { agreementRateInterval } from '../../src/metrics/labeler-agreement-rate.ts'
import { preferences } from '../../src/metrics/preference.ts'
import { prevalence } from '../../src/metrics/prevalence.ts'
import { regimes } from '../../src/metrics/regime.ts'
import { rewardDirections } from '../../src/metrics/reward-direction.ts'
import {
  marginDistribution,
  probabilityDistribution,
  probabilityHeatmap,
  quadrants,
  rewardHeatmap,
} from '../../src/metrics/reward-distribution.ts'
import { rewardShift, rewardShiftHistogram, type ShiftSelection } from '../../src/metrics/reward-shift.ts'
import {
  flips,
  rewritingAlignment,
  rewritingOf,
  rewritingPairs,
  rewritingShift,
  rewritingShiftHistogram,
  similarity,
  similarityByShift,
} from '../../src/metrics/rewriting.ts'
import { discriminations, topics } from '../../src/metrics/topics.ts'

const SELECTIONS: ShiftSelection[] = [
  {},
  { regime: null, preference: null },
  ...REGIMES.map((regime) => ({ regime: [regime] })),
  ...PREFERENCES.map((preference) => ({ preference: [preference] })),
  { regime: ['STAYED_ALIGNED', 'BECAME_ALIGNED'], preference: ['CHOSEN', 'INDIFFERENT'] },
  { regime: [] },
]

/** Everything that can be asked of a slice of a frame that test/frame/make-frame.ts made. */
export const allMetrics = (slice: Slice, bins = 4) => {
  const rewriting = rewritingOf(slice, 0)
  const features = slice.view.fields.map((_, feature) => feature)
  return {
    coverage: coverage(slice),
    alignment: STAGES.map((stage) => alignment(slice, stage)),
    alignmentInterval: STAGES.map((stage) => alignmentInterval(alignment(slice, stage), 0.9)),
    alignmentChange: alignmentChange(slice),
    regimes: regimes(slice),
    agreementInterval: regimes(slice).map((one) => agreementRateInterval(one.labelerAgreement, 0.9)),
    preferences: preferences(slice),
    rewardShift: SELECTIONS.map((selection) => rewardShift(slice, selection)),
    rewardShiftHistogram: SELECTIONS.map((selection) => rewardShiftHistogram(slice, selection, bins)),
    prevalence: prevalence(slice),
    topics: topics(slice),
    discriminations: discriminations(slice),
    labelerAgreement: [-1, 0, 1].map((labeler) => labelerAgreement(slice, labeler)),
    marginDistribution: [-1, 0, 1].map((model) => marginDistribution(slice, model, bins)),
    probabilityDistribution: STAGES.flatMap((stage) =>
      SIDES.map((side) => probabilityDistribution(slice, stage, side, bins)),
    ),
    rewardHeatmap: STAGES.map((stage) => rewardHeatmap(slice, stage, bins)),
    probabilityHeatmap: STAGES.map((stage) => probabilityHeatmap(slice, stage, bins)),
    quadrants: STAGES.map((stage) => quadrants(slice, stage)),
    rewardDirections: STAGES.flatMap((stage) =>
      SELECTIONS.map((selection) => rewardDirections(slice, stage, selection, bins)),
    ),
    breakdown: DIMENSIONS.map((by) => breakdown(slice, by, 20)),
    rewritingPairs: rewritingPairs(rewriting),
    rewritingAlignment: STAGES.map((stage) => rewritingAlignment(rewriting, stage)),
    flips: flips(rewriting),
    similarity: [
      {},
      ...SIDES.map((side) => ({ side })),
      ...features.flatMap((feature) => [
        { feature, flip: 'GAINED' as const },
        { feature, flip: 'LOST' as const, side: 'CHOSEN' as const },
        { feature, unchanged: true },
      ]),
    ].map((selection) => similarity(rewriting, selection)),
    rewritingShift: STAGES.map((stage) => rewritingShift(rewriting, stage)),
    rewritingShiftHistogram: STAGES.map((stage) => rewritingShiftHistogram(rewriting, stage, bins)),
    similarityByShift: similarityByShift(rewriting, bins),
  }
}

/** Where a result has something that is no answer: NaN, undefined, infinity, or a null that nobody explains. */
export const holesIn = (value: unknown, path = 'result'): string[] => {
  if (value === undefined) return [`${path} is undefined`]
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`]
  if (value === null || typeof value !== 'object') return []
  const own = Object.entries(value)
  const found = own.flatMap(([name, inner]) => holesIn(inner, `${path}.${name}`))
  if ('reason' in value) {
    const nulls = own.filter(([name, inner]) => name !== 'reason' && inner === null).map(([name]) => name)
    if (value.reason === null && nulls.length > 0) found.push(`${path} has null ${nulls} without a reason`)
    if (value.reason !== null && nulls.length === 0) found.push(`${path} has a reason for nothing`)
    if (value.reason === '') found.push(`${path} has an empty reason`)
  }
  return found
}

/** A result without its reasons, but with whether there is one. */
export const numbersOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(numbersOf)
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === 'reason' ? inner !== null : numbersOf(inner),
    ]),
  )
}
