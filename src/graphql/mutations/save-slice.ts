import { findSlice } from '../../audit/named-slices.ts'
import type { PairFilter } from '../../audit/pair-filter.ts'
import { findDataset } from '../../store/catalog.ts'
import { builder } from '../builder.ts'
import { CHANGE, METRIC } from '../cost.ts'
import { saveSlice } from '../save-slice.ts'
import { PairFilterInput } from '../schema/filter.ts'
import { NamedSliceType } from '../schema/named-slice.ts'
import { type Changed, changedType, changing } from './changed.ts'
import { mutation } from './mutation.ts'

const SaveSliceInput = builder.inputType('SaveSliceInput', {
  description: 'A filter of pairs that is to have a name.',
  fields: (t) => ({
    dataset: t.string({ required: true, description: 'Its name; NOT_FOUND lists those that there are.' }),
    name: t.string({
      required: true,
      description: 'As `slice` of a PairFilter will call it: 200 characters at most.',
    }),
    description: t.string({
      description: 'What it is, for people: 1000 characters at most. Left out, null or empty: none.',
    }),
    where: t.field({ type: PairFilterInput, required: true, description: 'Which pairs.' }),
  }),
})

type Saved = Changed & { name: string; isNew: boolean; pairs: number }

const SaveSlicePayload = changedType<Saved>('SaveSlicePayload', 'What came of saveSlice.')

builder.objectFields(SaveSlicePayload, (t) => ({
  slice: t.field({
    type: NamedSliceType,
    description: 'The slice, as it is now.',
    resolve: async ({ dataset, name }, _args, context) => {
      const { id } = await findDataset(context.prisma, dataset)
      const { slices } = (await context.frame(id)).outline
      return { ...findSlice(slices, name), datasetId: id }
    },
  }),
  isNew: t.exposeBoolean('isNew', { description: 'Whether there was none of its name.' }),
  pairs: t.exposeInt('pairs', { description: 'How many pairs it has.' }),
}))

builder.mutationField('saveSlice', (t) =>
  t.field({
    ...mutation(
      'WRITE',
      "Gives a filter a name, or a name another filter. Refused unless its pairs can be counted, with the dataset's own models and labeler.",
      {
        own: (args) => CHANGE.own(args) + METRIC.own(args),
        isOfSlice: true,
        filters: ({ input }: { input?: { where?: PairFilter } }) => [input?.where],
      },
    ),
    type: SaveSlicePayload,
    args: { input: t.arg({ type: SaveSliceInput, required: true, description: 'What to save.' }) },
    resolve: async (_root, { input: { dataset, name, description = null, where } }, context) => {
      // GraphQL makes objects without a prototype, which are not equal to what is there.
      const given = { name, description, where: structuredClone(where) }
      const { isNew, pairs } = await changing(context, () => saveSlice(context, dataset, given))
      return { dataset, name, isNew, pairs }
    },
  }),
)
