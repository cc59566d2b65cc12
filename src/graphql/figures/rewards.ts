import { PREFERENCES } from '../../domain/preference.ts'
import { REGIMES } from '../../domain/regime.ts'
import { SIDES } from '../../domain/side.ts'
import { STAGES } from '../../domain/stage.ts'
import { margins } from '../../figures/margins.ts'
import { probabilities } from '../../figures/probabilities.ts'
import { rewardDirections } from '../../figures/reward-directions.ts'
import { rewardDistribution } from '../../figures/reward-distribution.ts'
import { rewardHeatmaps } from '../../figures/reward-heatmap.ts'
import { shiftsByRegime } from '../../figures/shifts-by-regime.ts'
import { modelIndex } from '../../frame/subject.ts'
import { unscored } from '../../metrics/alignment.ts'
import { withoutShift } from '../../metrics/reward-shift.ts'
import { type Audit, narrowed } from '../audit-scope.ts'
import { type Asking, type Drawings, extentOf, frameOf } from './asking.ts'

const PLANE_BINS = 30
const UNIT_BINS = 25
const BINS = 50
/** Of 5, 10 and 15 degrees. */
const SHIFT_BINS = 72
const REGIME_SHIFT_BINS = 36
const DIRECTION_BINS = 24
const MOST_MODELS = 6

/** Those that are named, each once, or the audit's two in front of the dataset's others. @throws NotFound */
const modelsOf = (asking: Asking): number[] => {
  const frame = frameOf(asking)
  const { audit, args } = asking
  if (args.models) return [...new Set(args.models)].map((name) => modelIndex(frame, name, -1))
  const { pre, post } = audit.scope.subject
  const all = new Set([pre, post, ...frame.models.keys()].filter((index) => index >= 0))
  return [...all].slice(0, MOST_MODELS)
}

type Names =
  | 'REWARD_DISTRIBUTION'
  | 'SHIFTS_BY_REGIME'
  | 'MARGINS'
  | 'PROBABILITIES'
  | 'REWARD_HEATMAP'
  | 'REWARD_DIRECTIONS'

export const REWARDS: Drawings<Names> = {
  REWARD_DISTRIBUTION: async (asking) => {
    const { ask } = asking
    const [PRE, POST, shifts, extent] = await Promise.all([
      ask('rewardHeatmap', { stage: 'PRE', bins: PLANE_BINS }),
      ask('rewardHeatmap', { stage: 'POST', bins: PLANE_BINS }),
      ask('rewardShiftHistogram', { bins: SHIFT_BINS }),
      extentOf(asking),
    ])
    const without = {
      PRE: unscored(extent, 'PRE'),
      POST: unscored(extent, 'POST'),
      SHIFT: withoutShift(extent, {}),
    }
    return rewardDistribution({ PRE, POST }, shifts, without)
  },
  SHIFTS_BY_REGIME: async ({ ask, args }) => {
    const wanted = PREFERENCES.filter((preference) => args.preference.includes(preference))
    const shifts = REGIMES.flatMap((regime) =>
      wanted.map(async (preference) => {
        const selection = { regime: [regime], preference: [preference] }
        const histogram = await ask('rewardShiftHistogram', { ...selection, bins: REGIME_SHIFT_BINS })
        return { regime, preference, histogram }
      }),
    )
    // At once: one that fails while another is waited for would be nobody's to catch.
    const [regimes, histograms] = await Promise.all([ask('regimes', {}), Promise.all(shifts)])
    return shiftsByRegime(regimes, histograms)
  },
  MARGINS: async (asking) => {
    const models = modelsOf(asking).map(async (model) => ({
      model: frameOf(asking).models[model].name,
      histogram: await asking.ask('marginDistribution', { model, bins: BINS }),
    }))
    return margins(await Promise.all(models))
  },
  PROBABILITIES: async ({ ask, args: { stage } }) => {
    const [CHOSEN, REJECTED] = await Promise.all(
      SIDES.map((side) => ask('probabilityDistribution', { stage, side, bins: BINS })),
    )
    return probabilities(stage, { CHOSEN, REJECTED })
  },
  REWARD_HEATMAP: async ({ ask, audit, args: { stage } }) => {
    const plane = async (of: Audit) => {
      const [rewards, probabilities, quadrants] = await Promise.all([
        ask('rewardHeatmap', { stage, bins: PLANE_BINS }, of),
        ask('probabilityHeatmap', { stage, bins: UNIT_BINS }, of),
        ask('quadrants', { stage }, of),
      ])
      return { rewards, probabilities, quadrants }
    }
    const misaligned = narrowed(audit, { margin: { stage, lte: 0 } })
    const [all, some] = await Promise.all([plane(audit), plane(misaligned)])
    return rewardHeatmaps(stage, all, some)
  },
  REWARD_DIRECTIONS: async ({ ask }) => {
    const directions = STAGES.flatMap((stage) =>
      REGIMES.map(async (regime) => {
        const histogram = await ask('rewardDirections', { stage, regime: [regime], bins: DIRECTION_BINS })
        return { stage, regime, histogram }
      }),
    )
    return rewardDirections(await Promise.all(directions))
  },
}
