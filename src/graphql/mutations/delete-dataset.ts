import { builder } from '../builder.ts'
import { DELETION } from '../cost.ts'
import { CONFIRM, type Deleted, deleteOnce, GOES_ON, IS_COMPLETE } from './deletion.ts'
import { mutation } from './mutation.ts'

const DeleteDatasetInput = builder.inputType('DeleteDatasetInput', {
  description: 'A dataset that is to be no more.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name; NOT_FOUND lists those that there are.' }),
    confirm: t.string({ required: true, description: CONFIRM }),
  }),
})

const DeleteDatasetPayload = builder.objectRef<Deleted>('DeleteDatasetPayload').implement({
  description: 'What came of deleteDataset.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it was called.' }),
    isComplete: t.exposeBoolean('isComplete', { description: IS_COMPLETE }),
  }),
})

builder.mutationField('deleteDataset', (t) =>
  t.field({
    ...mutation('ADMIN', `Deletes a dataset with all that is of it. ${GOES_ON}`, DELETION),
    type: DeleteDatasetPayload,
    args: { input: t.arg({ type: DeleteDatasetInput, required: true, description: 'Which dataset.' }) },
    resolve: (_root, { input: { name, confirm } }, context) =>
      deleteOnce({ what: 'dataset', dataset: name, name }, confirm, context),
  }),
)
