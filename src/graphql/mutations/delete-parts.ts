import { builder } from '../builder.ts'
import { DELETION } from '../cost.ts'
import { changedType } from './changed.ts'
import { CONFIRM, type Deleted, deleteOnce, GOES_ON, IS_COMPLETE } from './deletion.ts'
import { mutation } from './mutation.ts'

const PARTS = [
  {
    what: 'model',
    field: 'deleteModel',
    type: 'DeleteModel',
    about:
      'Deletes a reward model of a dataset with its rewards. Where it was a default, another one of its stage takes its place.',
  },
  {
    what: 'labeler',
    field: 'deleteLabeler',
    type: 'DeleteLabeler',
    about:
      'Deletes a labeler of a dataset with its labels. Where it was the default, another one takes its place.',
  },
  {
    what: 'rewriter',
    field: 'deleteRewriter',
    type: 'DeleteRewriter',
    about: 'Deletes a rewriter of a dataset with its texts, and all that is of these.',
  },
] as const

for (const { what, field, type, about } of PARTS) {
  const input = builder.inputType(`${type}Input`, {
    description: `A ${what} that is to be no more.`,
    fields: (t) => ({
      dataset: t.string({
        required: true,
        description: "The dataset's name; NOT_FOUND lists those that there are.",
      }),
      name: t.string({
        required: true,
        description: `The ${what}'s name; NOT_FOUND lists those that there are.`,
      }),
      confirm: t.string({ required: true, description: CONFIRM }),
    }),
  })

  const payload = changedType<Deleted>(`${type}Payload`, `What came of ${field}.`)

  builder.objectFields(payload, (t) => ({
    name: t.exposeString('name', { description: 'What it was called.' }),
    isComplete: t.exposeBoolean('isComplete', { description: IS_COMPLETE }),
  }))

  builder.mutationField(field, (t) =>
    t.field({
      ...mutation('ADMIN', `${about} ${GOES_ON}`, DELETION),
      type: payload,
      args: { input: t.arg({ type: input, required: true, description: `Which ${what}.` }) },
      resolve: (_root, { input: { dataset, name, confirm } }, context) =>
        deleteOnce({ dataset, what, name }, confirm, context),
    }),
  )
}
