import { NotFound } from '../../domain/errors.ts'
import { findDataset } from '../../store/catalog.ts'
import { savedObjectives } from '../../store/objectives.ts'
import { builder } from '../builder.ts'
import { changedType, changing } from './changed.ts'
import { mutation } from './mutation.ts'

const RemoveObjectivesInput = builder.inputType('RemoveObjectivesInput', {
  description: 'Objectives that are to be kept no more.',
  fields: (t) => ({
    dataset: t.string({ required: true, description: 'Its name; NOT_FOUND lists those that there are.' }),
    names: t.stringList({
      required: true,
      description: "The objectives' names; NOT_FOUND lists those that there are.",
    }),
  }),
})

const RemoveObjectivesPayload = changedType('RemoveObjectivesPayload', 'What came of removeObjectives.')

builder.mutationField('removeObjectives', (t) =>
  t.field({
    ...mutation(
      'WRITE',
      'Removes saved objectives from a dataset, with their numbers. Where one is not there, all stay.',
    ),
    type: RemoveObjectivesPayload,
    args: { input: t.arg({ type: RemoveObjectivesInput, required: true, description: 'Which objectives.' }) },
    resolve: async (_root, { input: { dataset, names } }, context) => {
      const { id } = await findDataset(context.prisma, dataset)
      const [missing] = await changing(context, () =>
        context.changes.make('removeObjectives', { datasetId: id, names }),
      )
      if (missing !== undefined) {
        const known = (await savedObjectives(context.prisma, id)).map(({ name }) => name)
        throw new NotFound(`objective of dataset "${dataset}"`, missing, known)
      }
      return { dataset }
    },
  }),
)
