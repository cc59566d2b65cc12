import { findDataset } from '../../store/catalog.ts'
import { assertDescription } from '../../store/description.ts'
import { builder } from '../builder.ts'
import { changedType, changing } from './changed.ts'
import { mutation } from './mutation.ts'

const DescribeDatasetInput = builder.inputType('DescribeDatasetInput', {
  description: 'A dataset in other words.',
  fields: (t) => ({
    dataset: t.string({ required: true, description: 'Its name; NOT_FOUND lists those that there are.' }),
    description: t.string({
      description: 'What it is, for people: 1000 characters at most. Left out, null or empty: none.',
    }),
  }),
})

const DescribeDatasetPayload = changedType('DescribeDatasetPayload', 'What came of describeDataset.')

builder.mutationField('describeDataset', (t) =>
  t.field({
    ...mutation('WRITE', "Changes a dataset's description."),
    type: DescribeDatasetPayload,
    args: {
      input: t.arg({ type: DescribeDatasetInput, required: true, description: 'Which dataset, and how.' }),
    },
    resolve: async (_root, { input: { dataset, description } }, context) => {
      const { id } = await findDataset(context.prisma, dataset)
      assertDescription('dataset', description || null)
      await changing(context, () =>
        context.changes.make('describeDataset', { datasetId: id, description: description || null }),
      )
      return { dataset }
    },
  }),
)
