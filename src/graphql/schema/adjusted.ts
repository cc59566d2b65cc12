import type { Adjusted } from '../../metrics/adjusted.ts'
import { meanEstimate } from '../../metrics/mean.ts'
import { ask } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import { REGRESSION } from '../cost.ts'
import { AlignmentType } from './alignment.ts'
import { AuditRef } from './audit.ts'
import { AdjustmentEnum, StageEnum } from './enums.ts'
import { EstimateType, REASON } from './statistics.ts'

const AdjustedType = builder.objectRef<Adjusted>('Adjusted').implement({
  description:
    'How aligned a model would be without what some features explain of its rewards, over the pairs that have both rewards and all of these features on both entries.',
  fields: (t) => ({
    alignment: t.expose('alignment', {
      description: 'Of the adjusted rewards with the human. No pair counts where they are not known.',
      type: AlignmentType,
    }),
    change: t.field({
      description:
        'Of the alignment score by adjusting, on the same pairs, with a t-test that counts prompts. It takes the adjustment as given: that slopes and curves are estimates themselves is not in it. The test is null where no pair turned, and where the slice itself selects pairs by the rewards, which decides it. R: m <- lm(after - before ~ 1), vcovCL(m, cluster = prompt, type = "HC1").',
      type: EstimateType,
      args: {
        level: t.arg.float({
          description: 'Of the interval: strictly between 0 and 1.',
          required: true,
          defaultValue: 0.95,
        }),
      },
      resolve: ({ change }, { level }) => meanEstimate(change, level),
    }),
    resistance: t.float({
      description: '1 − score of the alignment. Null where no pair counts.',
      nullable: true,
      resolve: ({ alignment }) => alignment.resistance,
    }),
    turned: t.exposeInt('turned', { description: 'Pairs that became aligned by adjusting, or misaligned.' }),
    reason: t.string({
      nullable: true,
      description: REASON,
      resolve: ({ change }) => change.reason,
    }),
  }),
})

builder.objectField(AuditRef, 'adjusted', (t) =>
  t.field({
    type: AdjustedType,
    extensions: { cost: REGRESSION },
    nullable: true,
    description:
      'As if some features counted for nothing: alignment of the rewards without the part that they explain.',
    args: {
      features: t.arg.stringList({
        required: true,
        description:
          'Their names, or endings of these (see Feature): one or more, which are taken out together. Under LOWESS one that is NUMERIC.',
      }),
      method: t.arg({
        type: AdjustmentEnum,
        required: true,
        defaultValue: 'LINEAR',
        description: 'How rewards depend on the features.',
      }),
      stage: t.arg({
        type: StageEnum,
        required: true,
        defaultValue: 'POST',
        description: "Whose rewards: which of the audit's two models.",
      }),
    },
    resolve: (audit, args, context) => ask(audit, 'adjusted', args, context),
  }),
)
