import { builder } from '../builder.ts'
import { REGRESSION } from '../cost.ts'
import { DEFAULT_JUDGEMENT, judgeSaved } from '../judge-saved.ts'
import { type OutcomeChange, outcomeChanges } from '../outcome-changes.ts'
import { DatasetType } from './dataset.ts'
import { CorrectionEnum } from './enums.ts'
import { OutcomeEnum, VerdictType } from './verdict.ts'

/** How many are thought to be saved. */
const SAVED = 10

builder.objectField(DatasetType, 'objectives', (t) =>
  t.field({
    type: [VerdictType],
    extensions: { cost: { own: (args) => SAVED * REGRESSION.own(args), isOfSlice: true } },
    description:
      'Those that are kept with the dataset (by Mutation.saveObjectives, or npm run objectives -- FILE --save), judged together, in the order in which they came. What names something that is gone is INCONCLUSIVE.',
    args: {
      post: t.arg.string({
        description: "Name of the post model of objectives that name none. Left out: the dataset's own.",
      }),
      correction: t.arg({
        type: CorrectionEnum,
        required: true,
        defaultValue: DEFAULT_JUDGEMENT.correction,
        description: 'Over all objectives, in either direction.',
      }),
      level: t.arg.float({
        required: true,
        defaultValue: DEFAULT_JUDGEMENT.level,
        description: 'What is shown has a p-value below 1 − level. At least 0.5.',
      }),
    },
    resolve: ({ id }, how, context, { schema }) => judgeSaved(id, how, { context, schema }),
  }),
)

const OutcomeChangeType = builder.objectRef<OutcomeChange>('OutcomeChange').implement({
  description: 'A saved objective that has another outcome than at the revision before.',
  fields: (t) => ({
    name: t.exposeString('name', { description: "The objective's." }),
    before: t.expose('before', {
      type: OutcomeEnum,
      nullable: true,
      description: 'What it was at the revision before; null: it was not saved yet.',
    }),
    after: t.field({
      type: OutcomeEnum,
      nullable: true,
      description: 'What it is now; null: it is not saved any more.',
      resolve: ({ verdict }) => verdict?.outcome,
    }),
    verdict: t.expose('verdict', {
      type: VerdictType,
      nullable: true,
      description: 'As it is judged now; null: it is not saved any more.',
    }),
  }),
})

builder.subscriptionField('outcomesChanged', (t) =>
  t.field({
    type: [OutcomeChangeType],
    description:
      'Emits whenever a revision of the dataset has changed outcomes of its saved objectives, at a level of 0.95, corrected by HOLM: those that changed.',
    args: {
      name: t.arg.string({
        description: 'Of this dataset; NOT_FOUND lists those that there are.',
        required: true,
      }),
    },
    subscribe: (_root, { name }, context, { schema }) => outcomeChanges(name, { context, schema }),
    resolve: (changes) => [...changes],
  }),
)
