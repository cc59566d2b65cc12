import { PREFERENCES } from '../../src/domain/preference.ts'
import { REGIMES } from '../../src/domain/regime.ts'
import { SIDES } from '../../src/domain/side.ts'
import { STAGES } from '../../src/domain/stage.ts'
import { alignmentInterval } from '../../src/metrics/alignment.ts'
import { DIMENSIONS } from '../../src/metrics/breakdown.ts'
import { agreementRateInterval } from '../../src/metrics/labeler-agreement-rate.ts'
import type { ShiftSelection } from '../../src/metrics/reward-shift.ts'
import { ask, type Slice } from './asking.ts'

const SELECTIONS: ShiftSelection[] = [
  {},
  { regime: null, preference: null },
  ...REGIMES.map((regime) => ({ regime: [regime] })),
  ...PREFERENCES.map((preference) => ({ preference: [preference] })),
  { regime: ['STAYED_ALIGNED', 'BECAME_ALIGNED'], preference: ['CHOSEN', 'INDIFFERENT'] },
  { regime: [] },
]

const each = <T, Answer>(all: readonly T[], answer: (one: T) => Promise<Answer>) =>
  Promise.all(all.map(answer))

/** Everything that can be asked of a slice of a frame that test/frame/make-frame.ts made. */
export const allMetrics = async (slice: Slice, bins = 4) => {
  const rewriter = 0
  const alignment = await each(STAGES, (stage) => ask(slice, 'alignment', { stage }))
  const regimes = await ask(slice, 'regimes', {})
  return {
    coverage: await ask(slice, 'coverage', {}),
    alignment,
    alignmentInterval: alignment.map((one) => alignmentInterval(one, 0.9)),
    alignmentChange: await ask(slice, 'alignmentChange', {}),
    regimes,
    agreementInterval: regimes.map((one) => agreementRateInterval(one.labelerAgreement, 0.9)),
    preferences: await ask(slice, 'preferences', {}),
    rewardShift: await each(SELECTIONS, (selection) => ask(slice, 'rewardShift', selection)),
    centredShift: await ask(slice, 'rewardShift', { centred: true }),
    rewardShiftHistogram: await each(SELECTIONS, (selection) =>
      ask(slice, 'rewardShiftHistogram', { ...selection, bins }),
    ),
    marginChange: await ask(slice, 'marginChange', {}),
    marginChangeHistogram: await ask(slice, 'marginChangeHistogram', { bins }),
    calibration: await each(STAGES, (stage) => ask(slice, 'calibration', { stage, bins: 3 })),
    prevalence: await ask(slice, 'prevalence', {}),
    rulers: await each(STAGES, (stage) => ask(slice, 'rulers', { stage })),
    adjusted: await each(
      STAGES.flatMap((stage) => [
        { stage, features: ['length'], method: 'LOWESS' as const },
        { stage, features: ['length', 'is_eloquent'], method: 'LINEAR' as const },
      ]),
      (args) => ask(slice, 'adjusted', args),
    ),
    topics: await ask(slice, 'topics', {}),
    discriminations: await ask(slice, 'discriminations', {}),
    labelerAgreement: await each([-1, 0, 1], (labeler) => ask(slice, 'labelerAgreement', { labeler })),
    marginDistribution: await each([-1, 0, 1], (model) => ask(slice, 'marginDistribution', { model, bins })),
    probabilityDistribution: await each(
      STAGES.flatMap((stage) => SIDES.map((side) => ({ stage, side, bins }))),
      (args) => ask(slice, 'probabilityDistribution', args),
    ),
    rewardHeatmap: await each(STAGES, (stage) => ask(slice, 'rewardHeatmap', { stage, bins })),
    probabilityHeatmap: await each(STAGES, (stage) => ask(slice, 'probabilityHeatmap', { stage, bins })),
    quadrants: await each(
      STAGES.flatMap((stage) => [false, true].map((centred) => ({ stage, centred }))),
      (args) => ask(slice, 'quadrants', args),
    ),
    rewardDirections: await each(
      STAGES.flatMap((stage) => SELECTIONS.map((selection) => ({ ...selection, stage, bins }))),
      (args) => ask(slice, 'rewardDirections', args),
    ),
    breakdown: await each(DIMENSIONS, (by) => ask(slice, 'breakdown', { by, first: 20 })),
    rewritingPairs: await ask(slice, 'rewritingPairs', { rewriter }),
    rewritingAlignment: await each(STAGES, (stage) => ask(slice, 'rewritingAlignment', { rewriter, stage })),
    flips: await ask(slice, 'flips', { rewriter }),
    similarity: await each(
      [
        {},
        ...SIDES.map((side) => ({ side })),
        ...slice.frame.taxonomy.features.flatMap((_, feature) => [
          { feature, flip: 'GAINED' as const },
          { feature, flip: 'LOST' as const, side: 'CHOSEN' as const },
          { feature, unchanged: true },
        ]),
      ],
      (selection) => ask(slice, 'similarity', { rewriter, ...selection }),
    ),
    rewritingShift: await each(STAGES, (stage) => ask(slice, 'rewritingShift', { rewriter, stage })),
    rewritingShiftHistogram: await each(STAGES, (stage) =>
      ask(slice, 'rewritingShiftHistogram', { rewriter, stage, bins }),
    ),
    similarityByShift: await ask(slice, 'similarityByShift', { rewriter, bins }),
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
