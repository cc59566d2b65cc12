import type { Feature } from '../../domain/taxonomy.ts'
import type { LabelerAgreement } from '../../metrics/labeler-agreement.ts'
import { differenceInterval, type Prevalence } from '../../metrics/prevalence.ts'
import type { Count } from '../../metrics/topics.ts'
import { builder } from '../builder.ts'
import { FeatureType } from './feature.ts'
import { IntervalType, REASON, TestType } from './statistics.ts'

/** A metric's row with the feature itself in place of its index. */
type WithFeature<T extends { feature: number }> = Omit<T, 'feature'> & { feature: Feature }

export const withFeature = <T extends { feature: number }>(
  row: T,
  features: readonly Feature[],
): WithFeature<T> => ({
  ...row,
  feature: features[row.feature],
})

export const PrevalenceType = builder.objectRef<WithFeature<Prevalence>>('Prevalence').implement({
  description: 'Means of a feature over the pairs where both values are known, with a paired t-test.',
  fields: (t) => ({
    feature: t.expose('feature', { type: FeatureType }),
    pairs: t.exposeInt('pairs'),
    chosen: t.exposeFloat('chosen', { nullable: true }),
    rejected: t.exposeFloat('rejected', { nullable: true }),
    difference: t.exposeFloat('difference', { nullable: true, description: 'chosen minus rejected' }),
    test: t.expose('test', { type: TestType, nullable: true }),
    confidenceInterval: t.field({
      type: IntervalType,
      nullable: true,
      description: 'Of the difference. Like the test it is not corrected for there being several features.',
      args: { level: t.arg.float({ required: true, defaultValue: 0.95 }) },
      resolve: (prevalence, { level }) => differenceInterval(prevalence, level),
    }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})

export const LabelerAgreementType = builder
  .objectRef<WithFeature<LabelerAgreement>>('LabelerAgreement')
  .implement({
    fields: (t) => ({
      feature: t.expose('feature', { type: FeatureType }),
      entries: t.exposeInt('entries'),
      agreement: t.exposeFloat('agreement', { nullable: true }),
      kappa: t.exposeFloat('kappa', { nullable: true, description: "Cohen's, unweighted." }),
      reason: t.exposeString('reason', { nullable: true, description: REASON }),
    }),
  })

export const CountType = builder.objectRef<Count>('Count').implement({
  fields: (t) => ({
    key: t.exposeString('key'),
    pairs: t.exposeInt('pairs', { description: 'Pairs that have it on either entry.' }),
    entries: t.exposeInt('entries'),
  }),
})
