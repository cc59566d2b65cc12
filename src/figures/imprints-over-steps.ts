import { AFTER } from '../domain/stage.ts'
import { featurePanels } from './drawing/feature-panels.ts'
import { checkpointsNote } from './drawing/over-steps.ts'
import { notesOf } from './drawing/regressions.ts'
import { MODELS } from './drawing/theme.ts'
import { figure } from './figure.ts'

export const imprintsOverSteps = figure({
  name: 'IMPRINTS_OVER_STEPS',
  about:
    'What each checkpoint of a training run rewards: terms of Audit.imprints, in standard deviations of its own rewards, a panel for each feature.',
  title: 'Imprints over steps',
  args: ['models', 'features', 'effects', 'options'],
  of: 'TRAJECTORY',
  needs: ['EITHER_MODEL', 'FEATURES'],
  ask: ({ trajectory, args: { effects, options } }) =>
    Promise.all(
      trajectory().map(async ({ checkpoint, ask }) => ({
        checkpoint,
        imprints: await ask('imprints', {
          stage: AFTER,
          effects,
          options: { ...options, scale: 'STANDARDIZED' },
        }),
      })),
    ),
  draw: (points, { args: { options, features: wanted }, features }) => {
    const { level } = options
    const checkpoints = points.map(({ checkpoint }) => checkpoint)
    const regressions = points.map(({ imprints }) => imprints)
    return {
      title: 'How training went: feature imprints over steps',
      notes: [
        checkpointsNote(checkpoints),
        ...(regressions.length > 0 ? notesOf('Equation 1', regressions, level) : []),
      ],
      ...featurePanels([{ series: MODELS[AFTER], regressions }], checkpoints, {
        ...{ features, wanted, level },
        y: 'SD of reward',
      }),
    }
  },
})
