import type { Measure } from '../../domain/measure.ts'
import type { Feature } from '../../domain/taxonomy.ts'
import type { LabelerAgreement } from '../../metrics/labeler-agreement.ts'
import { differenceInterval, type Prevalence } from '../../metrics/prevalence.ts'
import type { Count } from '../../metrics/topics.ts'
import { builder } from '../builder.ts'
import { FeatureType } from './feature.ts'
import { IntervalType, REASON, TestType } from './statistics.ts'

/** A metric's row with the feature itself in place of its index. */
export type WithFeature<T extends { feature: number }> = Omit<T, 'feature'> & { feature: Feature | Measure }

export const withFeature = <T extends { feature: number }>(
  row: T,
  features: readonly (Feature | Measure)[],
): WithFeature<T> => ({
  ...row,
  feature: features[row.feature],
})

export const PrevalenceType = builder.objectRef<WithFeature<Prevalence>>('Prevalence').implement({
  description: 'Means of a feature over the pairs where both values are known, with a paired t-test.',
  fields: (t) => ({
    feature: t.expose('feature', { description: 'Which feature.', type: FeatureType }),
    pairs: t.exposeInt('pairs', {
      description: 'Pairs where the value is known of both entries: those that count.',
    }),
    chosen: t.exposeFloat('chosen', {
      description:
        "Mean of the chosen entries' values: of a BOOLEAN feature a share from 0 to 1, of a TERNARY one from −1 to 1.",
      nullable: true,
    }),
    rejected: t.exposeFloat('rejected', {
      description: "Mean of the rejected entries' values, likewise.",
      nullable: true,
    }),
    difference: t.exposeFloat('difference', {
      nullable: true,
      description: 'Mean of the chosen minus mean of the rejected entries.',
    }),
    test: t.expose('test', {
      description:
        'Paired t-test of the difference against 0. R: t.test(chosen, rejected, paired = TRUE); where pairs share prompts, clustered by prompt with prompts − 1 df. Null where all differences are equal.',
      type: TestType,
      nullable: true,
    }),
    confidenceInterval: t.field({
      type: IntervalType,
      nullable: true,
      description: 'Of the difference. Like the test it is not corrected for there being several features.',
      args: {
        level: t.arg.float({ description: 'Strictly between 0 and 1.', required: true, defaultValue: 0.95 }),
      },
      resolve: (prevalence, { level }) => differenceInterval(prevalence, level),
    }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})

export const LabelerAgreementType = builder
  .objectRef<WithFeature<LabelerAgreement>>('LabelerAgreement')
  .implement({
    description: 'How far two labelers say the same of one feature.',
    fields: (t) => ({
      feature: t.expose('feature', { description: 'Which feature.', type: FeatureType }),
      entries: t.exposeInt('entries', {
        description: 'Entries, chosen and rejected, where both know the value: those that count.',
      }),
      agreement: t.exposeFloat('agreement', {
        description: 'Share of them where both say the same, from 0 to 1.',
        nullable: true,
      }),
      kappa: t.exposeFloat('kappa', {
        nullable: true,
        description: "Cohen's kappa, unweighted: agreement beyond chance, 1 at best, 0 as by chance.",
      }),
      reason: t.exposeString('reason', { nullable: true, description: REASON }),
    }),
  })

export const CountType = builder.objectRef<Count>('Count').implement({
  description: 'How often labels name a topic, or a type of discrimination.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'The name.' }),
    pairs: t.exposeInt('pairs', { description: 'Pairs that have it on either entry.' }),
    entries: t.exposeInt('entries', {
      description: 'Entries that have it: a pair counts twice that has it on both.',
    }),
  }),
})
