import { BrokenObjective } from '../../objectives/broken.ts'
import { resolve } from '../../objectives/resolved.ts'
import { builder } from '../builder.ts'
import { METRIC } from '../cost.ts'
import { DEFAULT_JUDGEMENT } from '../judge-saved.ts'
import { identifiedIn } from '../judging-in.ts'
import { DatasetType } from './dataset.ts'
import { ObjectiveInput } from './objective.ts'

type ObjectiveProblem = { index: number; at: string; message: string }

const ObjectiveProblemType = builder.objectRef<ObjectiveProblem>('ObjectiveProblem').implement({
  description: "Why an objective can't be judged.",
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Of the objective in the list, from 0.' }),
    at: t.exposeString('at', {
      description: 'Where in it, such as where.feature or within; empty: nowhere in particular.',
    }),
    message: t.exposeString('message', { description: 'What is wrong, and what to do.' }),
  }),
})

builder.objectField(DatasetType, 'objectiveProblems', (t) =>
  t.field({
    type: [ObjectiveProblemType],
    nullable: true,
    extensions: { cost: METRIC },
    description:
      'What is wrong with objectives, one problem each, without judging any: what the dataset does not have, and what a metric does not take. Empty: `judge` can judge them.',
    args: { objectives: t.arg({ type: [ObjectiveInput], required: true, description: 'What to look at.' }) },
    resolve: async ({ id }, { objectives }, context) => {
      const { outline } = await context.frame(id)
      const problems: ObjectiveProblem[] = []
      for (const [index, objective] of objectives.entries()) {
        try {
          resolve(await identifiedIn(id, [objective], context), DEFAULT_JUDGEMENT.level, outline)
        } catch (error) {
          if (!(error instanceof BrokenObjective)) throw error
          problems.push({ index, ...error.problem })
        }
      }
      return problems
    },
  }),
)
