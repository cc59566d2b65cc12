import { PAIR_ORDER_FIELDS, SORT_DIRECTIONS } from '../../src/domain/pair-order.ts'
import { PREFERENCES } from '../../src/domain/preference.ts'
import { REGIMES } from '../../src/domain/regime.ts'
import { SIDES } from '../../src/domain/side.ts'
import { STAGES } from '../../src/domain/stage.ts'
import type { Arguments, Question } from '../../src/engine/questions.ts'
import type { PageRequest } from '../../src/frame/page.ts'
import { DIMENSIONS } from '../../src/metrics/breakdown.ts'
import { EFFECTS } from '../../src/metrics/imprint.ts'
import { LINKS } from '../../src/metrics/misalignment.ts'
import { DEFAULT_OPTIONS, type RegressionOptions } from '../../src/metrics/regression-options.ts'
import type { ShiftSelection } from '../../src/metrics/reward-shift.ts'

type Asked = { [Q in Question]: [question: Q, args: Arguments<Q>] }[Question]

const SELECTIONS: ShiftSelection[] = [
  {},
  ...REGIMES.map((regime) => ({ regime: [regime] })),
  ...PREFERENCES.map((preference) => ({ preference: [preference] })),
  { regime: ['STAYED_ALIGNED', 'BECAME_ALIGNED'], preference: ['CHOSEN', 'INDIFFERENT'] },
  { regime: [] },
]

const OPTIONS: Partial<RegressionOptions>[] = [
  {},
  { errors: 'IID', correction: 'NONE' },
  { errors: 'HC1', maxVif: null },
]

const REWRITER = { rewriter: 0 }

/** Everything but pages and comparisons that can be asked of a slice, of models, labelers and rewriters that there are. */
export const allQuestions = (features: number, bins: number): Asked[] => {
  const options = OPTIONS.map((some) => ({ ...DEFAULT_OPTIONS, ...some }))
  const firth = { ...DEFAULT_OPTIONS, penalty: 'FIRTH' as const }
  return [
    ['pairs', {}],
    ['coverage', {}],
    ['regimes', {}],
    ['preferences', {}],
    ['alignmentChange', {}],
    ['prevalence', {}],
    ['topics', {}],
    ['discriminations', {}],
    ['pairTable', { start: 0, limit: 5 }],
    ['pairTable', { start: 3, limit: 100 }],
    ...STAGES.flatMap((stage): Asked[] => [
      ['alignment', { stage }],
      ['quadrants', { stage }],
      ['rewardHeatmap', { stage, bins }],
      ['probabilityHeatmap', { stage, bins }],
      ...SIDES.map((side): Asked => ['probabilityDistribution', { stage, side, bins }]),
      ...SELECTIONS.map((selection): Asked => ['rewardDirections', { stage, bins, ...selection }]),
      ['rewritingAlignment', { ...REWRITER, stage }],
      ['rewritingShift', { ...REWRITER, stage }],
      ['rewritingShiftHistogram', { ...REWRITER, stage, bins }],
    ]),
    ...SELECTIONS.flatMap((selection): Asked[] => [
      ['rewardShift', selection],
      ['rewardShiftHistogram', { bins, ...selection }],
    ]),
    ...[-1, 0, 1].map((labeler): Asked => ['labelerAgreement', { labeler }]),
    ...[-1, 0, 1].map((model): Asked => ['marginDistribution', { model, bins }]),
    ...DIMENSIONS.map((by): Asked => ['breakdown', { by, first: 5 }]),
    ['rewritingPairs', REWRITER],
    ['flips', REWRITER],
    ['similarity', REWRITER],
    ...SIDES.map((side): Asked => ['similarity', { ...REWRITER, side }]),
    ...Array.from({ length: features }, (_, feature) => feature).flatMap((feature): Asked[] => [
      ['similarity', { ...REWRITER, feature, flip: 'GAINED' }],
      ['similarity', { ...REWRITER, feature, flip: 'LOST', side: 'CHOSEN' }],
      ['similarity', { ...REWRITER, feature, unchanged: true }],
    ]),
    ['similarityByShift', { ...REWRITER, bins }],
    ...options.flatMap((options): Asked[] => [
      ...EFFECTS.flatMap((effects) =>
        STAGES.map((stage): Asked => ['imprints', { stage, effects, options }]),
      ),
      ['shiftImprints', { options }],
      ...LINKS.flatMap((link): Asked[] => [
        ['misalignment', { link, options }],
        ...[true, false].map(
          (keepTargets): Asked => ['robustness', { ...REWRITER, link, keepTargets, options }],
        ),
      ]),
    ]),
    ['misalignment', { link: 'LOGIT', options: firth }],
  ]
}

export const COMPARISONS: Asked[] = [
  ...EFFECTS.flatMap((effects): Asked[] => [
    ['compareImprints', { stages: ['PRE', 'POST'], effects, options: DEFAULT_OPTIONS }],
    ['compareImprints', { stages: ['POST', 'POST'], effects, options: DEFAULT_OPTIONS }],
  ]),
  ['compareShiftImprints', { options: DEFAULT_OPTIONS }],
  ...LINKS.map((link): Asked => ['compareMisalignment', { link, options: DEFAULT_OPTIONS }]),
]

/** Of every order and both ways. */
export const PAGES: PageRequest[] = PAIR_ORDER_FIELDS.flatMap((by) =>
  SORT_DIRECTIONS.flatMap((direction) =>
    [true, false].map((backwards) => ({
      order: { by, direction },
      limit: 3,
      backwards,
      after: null,
      before: null,
    })),
  ),
)
