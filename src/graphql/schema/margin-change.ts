import { DEPENDS_ON_SCALE } from '../../domain/reward-units.ts'
import type { MarginChange } from '../../metrics/margin-change.ts'
import { meanEstimate } from '../../metrics/mean.ts'
import { ask } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import { AuditRef } from './audit.ts'
import { EstimateType, REASON } from './statistics.ts'

const MarginChangeType = builder.objectRef<MarginChange>('MarginChange').implement({
  description:
    "Over the pairs with both models' margins: the post model's less the pre model's, in points of reward.",
  fields: (t) => ({
    pairs: t.exposeInt('pairs', { description: 'Pairs that count.' }),
    mean: t.field({
      type: EstimateType,
      description:
        "With Student's t-test; where pairs share prompts, clustered by prompt with prompts − 1 df. Without an error where the slice selects pairs by their rewards, which decides the test.",
      args: {
        level: t.arg.float({
          description: 'Of the interval: strictly between 0 and 1.',
          required: true,
          defaultValue: 0.95,
        }),
      },
      resolve: (change, { level }) => meanEstimate(change, level),
    }),
    median: t.exposeFloat('median', { description: 'Of the changes.', nullable: true }),
    standardDeviation: t.exposeFloat('standardDeviation', {
      description: 'Of a sample (n − 1).',
      nullable: true,
    }),
    min: t.exposeFloat('min', { description: 'The smallest.', nullable: true }),
    max: t.exposeFloat('max', { description: 'The largest.', nullable: true }),
    rose: t.exposeFloat('rose', {
      description: 'Share of the pairs whose margin rose, from 0 to 1.',
      nullable: true,
    }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})

builder.objectField(AuditRef, 'marginChange', (t) =>
  t.field({
    type: MarginChangeType,
    nullable: true,
    description: `By how much training moved the margin, pair by pair: where a reward's zero lies does not matter. ${DEPENDS_ON_SCALE}`,
    resolve: (audit, _, context) => ask(audit, 'marginChange', {}, context),
  }),
)
