import { AFTER } from '../domain/stage.ts'
import { featurePanels } from './drawing/feature-panels.ts'
import { checkpointsNote } from './drawing/over-steps.ts'
import { notesOf } from './drawing/regressions.ts'
import { HUMAN, MODELS } from './drawing/theme.ts'
import { figure } from './figure.ts'

const MODEL = { ...MODELS[AFTER], name: 'model' }

export const choicesOverSteps = figure({
  name: 'CHOICES_OVER_STEPS',
  about:
    'What decides the choices of each checkpoint of a training run, beside those of people, a panel for each feature.',
  title: 'Choices over steps',
  args: ['models', 'features', 'options'],
  of: 'TRAJECTORY',
  needs: ['EITHER_MODEL', 'FEATURES'],
  ask: async ({ ask, trajectory, args }) => {
    const options = { ...args.options, scale: 'STANDARDIZED' as const }
    const [people, points] = await Promise.all([
      ask('choices', { by: 'HUMAN', stage: AFTER, options }),
      Promise.all(
        trajectory().map(async ({ checkpoint, ask }) => ({
          checkpoint,
          choices: await ask('choices', { by: 'MODEL', stage: AFTER, options }),
        })),
      ),
    ])
    return { people, points }
  },
  draw: ({ people, points }, { args: { options, features: wanted }, features }) => {
    const { level } = options
    const checkpoints = points.map(({ checkpoint }) => checkpoint)
    const regressions = points.map(({ choices }) => choices)
    return {
      title: 'How training went: what decides choices, over steps',
      notes: [checkpointsNote(checkpoints), ...notesOf('Choices', [people, ...regressions], level)],
      ...featurePanels(
        [
          { series: MODEL, regressions },
          { series: HUMAN, regressions: points.map(() => people) },
        ],
        checkpoints,
        { ...{ features, wanted, level }, y: 'log-odds' },
      ),
    }
  },
})
