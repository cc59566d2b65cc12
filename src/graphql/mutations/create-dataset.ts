import { builder } from '../builder.ts'
import { changedType, changing } from './changed.ts'
import { mutation } from './mutation.ts'
import { TaxonomyInput } from './taxonomy-input.ts'

const CreateDatasetInput = builder.inputType('CreateDatasetInput', {
  description: 'A dataset that there is to be.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'As commands and addresses will call it: 200 characters at most.',
    }),
    description: t.string({ description: 'What it is, for people: 1000 characters at most.' }),
    taxonomy: t.field({
      type: TaxonomyInput,
      description:
        'What its entries are labeled with, and numbers that files bring. Left out: the SEAL taxonomy.',
    }),
  }),
})

/** As a file has it, where what is left out is not there. */
const withoutNulls = (input: object): unknown =>
  JSON.parse(JSON.stringify(input, (_, value) => value ?? undefined))

const CreateDatasetPayload = changedType('CreateDatasetPayload', 'What came of createDataset.')

builder.mutationField('createDataset', (t) =>
  t.field({
    ...mutation(
      'WRITE',
      'Creates a dataset without pairs. One that is there already is answered as it is where it is the same, and is CONFLICT where its description or taxonomy is another.',
    ),
    type: CreateDatasetPayload,
    args: { input: t.arg({ type: CreateDatasetInput, required: true, description: 'What to create.' }) },
    resolve: async (_root, { input: { name, description, taxonomy } }, context) => {
      const given = {
        name,
        description: description || null,
        taxonomy: taxonomy ? withoutNulls(taxonomy) : undefined,
      }
      await changing(context, () => context.changes.make('createDataset', given))
      return { dataset: name }
    },
  }),
)
