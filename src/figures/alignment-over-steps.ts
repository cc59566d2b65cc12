import { AFTER } from '../domain/stage.ts'
import { alignmentInterval } from '../metrics/alignment.ts'
import { checkpointsNote, overSteps } from './drawing/over-steps.ts'
import { MODELS } from './drawing/theme.ts'
import { figure } from './figure.ts'

const LEVEL = 0.95
const WITH = { PREVIOUS: 'the model before it', FIRST: 'the first model' }

export const alignmentOverSteps = figure({
  name: 'ALIGNMENT_OVER_STEPS',
  about: 'How often each checkpoint of a training run prefers what the human chose.',
  title: 'Alignment over steps',
  args: ['models', 'against'],
  of: 'TRAJECTORY',
  needs: ['EITHER_MODEL'],
  ask: ({ trajectory }) =>
    Promise.all(
      trajectory().map(async ({ checkpoint, ask }) => ({
        checkpoint,
        alignment: await ask('alignment', { stage: AFTER }),
        change: await ask('alignmentChange', {}),
      })),
    ),
  draw: (points, { args: { against } }) => {
    const checkpoints = points.map(({ checkpoint }) => checkpoint)
    const series = { ...MODELS[AFTER], name: 'alignment' }
    const estimates = points.map(({ alignment, change: { test } }) => ({
      series,
      value: alignment.score,
      interval: alignmentInterval(alignment, LEVEL),
      filled: test !== null && test.pValue < 1 - LEVEL,
      reason: alignment.reason,
    }))
    return {
      title: 'How training went: alignment with the human over steps',
      notes: [
        checkpointsNote(checkpoints),
        `Bands: 95% Wilson intervals. Filled: other than ${WITH[against]}, p < 0.05 on the same pairs, not corrected.`,
      ],
      ...overSteps([{ series, estimates }], checkpoints, {
        name: 'checkpoints',
        y: { title: 'alignment score: share of pairs', format: '.1%' },
        reference: null,
        width: 520,
        height: 260,
      }),
    }
  },
})
