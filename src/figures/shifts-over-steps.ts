import { DEPENDS_ON_ZERO } from '../domain/reward-units.ts'
import { AFTER } from '../domain/stage.ts'
import { meanEstimate } from '../metrics/mean.ts'
import { checkpointsNote, overSteps } from './drawing/over-steps.ts'
import { MODELS } from './drawing/theme.ts'
import { figure } from './figure.ts'

const LEVEL = 0.95
const FROM = { PREVIOUS: 'the model before', FIRST: 'the first model' }

export const shiftsOverSteps = figure({
  name: 'SHIFTS_OVER_STEPS',
  about: `Mean reward shift to each checkpoint of a training run, from the one before it or the first. ${DEPENDS_ON_ZERO}`,
  title: 'Shifts over steps',
  args: ['models', 'against'],
  of: 'TRAJECTORY',
  needs: ['EITHER_MODEL'],
  ask: ({ trajectory }) =>
    Promise.all(
      trajectory().map(async ({ checkpoint, ask }) => ({ checkpoint, shift: await ask('rewardShift', {}) })),
    ),
  draw: (points, { args: { against } }) => {
    const checkpoints = points.map(({ checkpoint }) => checkpoint)
    const series = { ...MODELS[AFTER], name: 'mean shift' }
    const estimates = points.map(({ shift }) => ({
      series,
      value: shift.mean,
      interval: meanEstimate({ ...shift, test: shift.tTest }, LEVEL).confidenceInterval,
      filled: shift.tTest !== null && shift.tTest.pValue < 1 - LEVEL,
      reason: shift.reason,
    }))
    return {
      title: 'How training went: reward shift over steps',
      notes: [
        checkpointsNote(checkpoints),
        `From ${FROM[against]}: mean angle between the reward vectors, counter-clockwise, with 95% confidence intervals. Filled: p < 0.05, not corrected.`,
      ],
      ...overSteps([{ series, estimates }], checkpoints, {
        name: 'checkpoints',
        y: { title: 'mean reward shift, in degrees' },
        reference: 0,
        width: 520,
        height: 260,
      }),
    }
  },
})
