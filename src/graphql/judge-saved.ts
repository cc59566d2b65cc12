import type { GraphQLSchema } from 'graphql'
import type { Correction } from '../metrics/result-types.ts'
import { BrokenObjective } from '../objectives/broken.ts'
import { judge, type Verdict } from '../objectives/judge.ts'
import type { Objective } from '../objectives/objective.ts'
import { unjudged } from '../objectives/unjudged.ts'
import { savedObjectives } from '../store/objectives.ts'
import { asInput } from './as-input.ts'
import type { Context } from './context.ts'
import { identifiedIn, judgingIn } from './judging-in.ts'

export const DEFAULT_JUDGEMENT = { level: 0.95, correction: 'HOLM' } as const

type How = { level: number; correction: Correction; post?: string | null }

/** Judges a dataset's saved objectives; `post` is the model of those that name none. What can't be judged any more is INCONCLUSIVE, and the others are judged without it. */
export const judgeSaved = async (
  datasetId: number,
  { post, ...how }: How,
  { context, schema }: { context: Context; schema: GraphQLSchema },
): Promise<Verdict[]> => {
  const saved = await savedObjectives(context.prisma, datasetId)
  const broken = new Map<Objective, Verdict>()
  const objectives = saved.map((one) => {
    const given = asInput<Objective>(schema, 'ObjectiveInput', one.objective)
    const objective = given.problem === undefined ? given.value : (one.objective as Objective)
    const meant = { ...objective, post: objective.post ?? post }
    if (given.problem !== undefined) broken.set(meant, unjudged(meant, given.problem))
    return meant
  })
  const judging = await judgingIn(datasetId, context, saved)
  for (;;) {
    const whole = objectives.filter((objective) => !broken.has(objective))
    try {
      const verdicts = await judge(await identifiedIn(datasetId, whole, context), how, judging)
      return objectives.map((objective) => broken.get(objective) ?? verdicts[whole.indexOf(objective)])
    } catch (error) {
      if (!(error instanceof BrokenObjective)) throw error
      const objective = whole[error.index]
      broken.set(objective, unjudged(objective, error.problem.message))
    }
  }
}
