import { builder } from '../builder.ts'
import { removeSlice } from '../save-slice.ts'
import { changedType, changing } from './changed.ts'
import { mutation } from './mutation.ts'

const RemoveSliceInput = builder.inputType('RemoveSliceInput', {
  description: 'A named slice that is to be no more.',
  fields: (t) => ({
    dataset: t.string({ required: true, description: 'Its name; NOT_FOUND lists those that there are.' }),
    name: t.string({
      required: true,
      description: "The slice's name; NOT_FOUND lists those that there are.",
    }),
  }),
})

const RemoveSlicePayload = changedType('RemoveSlicePayload', 'What came of removeSlice.')

builder.mutationField('removeSlice', (t) =>
  t.field({
    ...mutation(
      'WRITE',
      'Removes a named slice; its pairs stay. CONFLICT where other slices are made of it.',
    ),
    type: RemoveSlicePayload,
    args: { input: t.arg({ type: RemoveSliceInput, required: true, description: 'Which slice.' }) },
    resolve: async (_root, { input: { dataset, name } }, context) => {
      await changing(context, () => removeSlice(context, dataset, name))
      return { dataset }
    },
  }),
)
