import { findDataset } from '../../store/catalog.ts'
import { builder } from '../builder.ts'
import { changedType, changing } from './changed.ts'
import { mutation } from './mutation.ts'

const SetDefaultsInput = builder.inputType('SetDefaultsInput', {
  description: 'What an audit of a dataset means where nobody names a model or a labeler.',
  fields: (t) => ({
    dataset: t.string({ required: true, description: 'Its name; NOT_FOUND lists those that there are.' }),
    pre: t.string({
      description:
        'Name of the model before training. Left out: as it is; null: none, until rewards of a PRE model come.',
    }),
    post: t.string({
      description:
        'Name of the model after training. Left out: as it is; null: none, until rewards of a POST model come.',
    }),
    labeler: t.string({
      description: 'Name of the labeler. Left out: as it is; null: none, until labels come.',
    }),
  }),
})

const SetDefaultsPayload = changedType('SetDefaultsPayload', 'What came of setDefaults.')

builder.mutationField('setDefaults', (t) =>
  t.field({
    ...mutation(
      'WRITE',
      "Says which of a dataset's models and labelers are its own: Audit.pre, post and labeler show them.",
    ),
    type: SetDefaultsPayload,
    args: {
      input: t.arg({
        type: SetDefaultsInput,
        required: true,
        description: 'Which dataset, and which of its own.',
      }),
    },
    resolve: async (_root, { input: { dataset, ...defaults } }, context) => {
      const { id } = await findDataset(context.prisma, dataset)
      await changing(context, () => context.changes.make('setDefaults', { datasetId: id, defaults }))
      return { dataset }
    },
  }),
)
