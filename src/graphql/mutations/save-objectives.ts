import { LimitExceeded } from '../../domain/errors.ts'
import { checkName } from '../../domain/names.ts'
import { assertStorable } from '../../domain/storable.ts'
import { judge, MOST_OBJECTIVES, type Verdict } from '../../objectives/judge.ts'
import type { Objective } from '../../objectives/objective.ts'
import { findDataset } from '../../store/catalog.ts'
import { savedObjectives } from '../../store/objectives.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { CHANGE } from '../cost.ts'
import { DEFAULT_JUDGEMENT } from '../judge-saved.ts'
import { identifiedIn, judgingIn } from '../judging-in.ts'
import { ObjectiveInput } from '../schema/objective.ts'
import { JUDGE, VerdictType } from '../schema/verdict.ts'
import { type Changed, changedType, changing } from './changed.ts'
import { mutation } from './mutation.ts'

const SaveObjectivesInput = builder.inputType('SaveObjectivesInput', {
  description: 'Objectives that are to be kept with a dataset.',
  fields: (t) => ({
    dataset: t.string({ required: true, description: 'Its name; NOT_FOUND lists those that there are.' }),
    objectives: t.field({
      type: [ObjectiveInput],
      required: true,
      description: 'Each takes the place of the one of its name; new ones come behind the others.',
    }),
  }),
})

type Saved = Changed & { verdicts: Verdict[] }

const SaveObjectivesPayload = changedType<Saved>('SaveObjectivesPayload', 'What came of saveObjectives.')

builder.objectField(SaveObjectivesPayload, 'verdicts', (t) =>
  t.field({
    type: [VerdictType],
    description:
      'What was kept, as it was judged, in the order in which it was given: with its numbers, which are baselines now.',
    resolve: ({ verdicts }) => verdicts,
  }),
)

/** @throws InvalidInput for names and texts that can't be kept, LimitExceeded for more than are judged together */
const assertKeepable = async (datasetId: number, objectives: readonly Objective[], { prisma }: Context) => {
  assertStorable('objective', objectives)
  for (const { name } of objectives) checkName('objective', name)
  const names = [...(await savedObjectives(prisma, datasetId)), ...objectives].map(({ name }) => name)
  const kept = new Set(names).size
  if (kept > MOST_OBJECTIVES)
    throw new LimitExceeded(
      `the dataset would have ${kept} objectives, and at most ${MOST_OBJECTIVES} are judged together: remove some first`,
    )
}

builder.mutationField('saveObjectives', (t) =>
  t.field({
    ...mutation(
      'WRITE',
      'Keeps objectives with a dataset, each with its number as of now, for `saved` of a BaselineInput. They are judged first, as Dataset.judge does; where one can not be, none is kept.',
      {
        own: ({ input }: { input?: { objectives?: Objective[] } }) => CHANGE.own({}) + JUDGE.own(input ?? {}),
        isOfSlice: true,
        filters: ({ input }: { input?: { objectives?: Objective[] } }) => JUDGE.filters(input ?? {}),
      },
    ),
    type: SaveObjectivesPayload,
    args: {
      input: t.arg({
        type: SaveObjectivesInput,
        required: true,
        description: 'What to keep, and with which dataset.',
      }),
    },
    resolve: async (_root, { input: { dataset, objectives } }, context) => {
      const { id } = await findDataset(context.prisma, dataset)
      await assertKeepable(id, objectives, context)
      const identified = await identifiedIn(id, objectives, context)
      const verdicts = await judge(identified, DEFAULT_JUDGEMENT, await judgingIn(id, context))
      const { revision } = (await context.frame(id)).outline
      const kept = verdicts.map(({ name, number }, index) => ({
        name,
        objective: { ...objectives[index] },
        baseline: { ...number, revision },
      }))
      await changing(context, () =>
        context.changes.make('saveObjectives', { datasetId: id, objectives: kept }),
      )
      return { dataset, verdicts }
    },
  }),
)
