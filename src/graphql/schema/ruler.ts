import type { Ruler } from '../../metrics/rulers.ts'
import { builder } from '../builder.ts'
import { AgreementType, AlignmentType } from './alignment.ts'
import { FeatureType } from './feature.ts'
import type { WithFeature } from './labels.ts'
import { REASON, TestType } from './statistics.ts'

export const RulerType = builder.objectRef<WithFeature<Ruler>>('Ruler').implement({
  description:
    'A measure as a reward model: it chooses the entry with the higher value, or the one with the lower value, whichever the human chose more often.',
  fields: (t) => ({
    feature: t.expose('feature', { description: 'Which measure.', type: FeatureType }),
    higherWins: t.exposeBoolean('higherWins', {
      description:
        'Whether the higher value wins more often with the human, or the lower one. True where both win equally often, or no pair counts.',
    }),
    alignment: t.expose('alignment', {
      description:
        "Of the ruler against the human. Pairs count where the values differ; ties are those where they are equal, and the human's. As the better direction is taken, the score is never below 0.5.",
      type: AlignmentType,
    }),
    test: t.expose('test', {
      description:
        'Whether it is right more often than not, against 0.5. R: binom.test(aligned, pairs); where pairs share prompts, the t-test of 1[right] − 0.5 clustered by prompt, with prompts − 1 df. Not corrected for there being several measures. Null where the slice itself selects pairs by the measure, which decides the test.',
      type: TestType,
      nullable: true,
    }),
    adjustedPValue: t.exposeFloat('adjustedPValue', {
      description: "The test's, by Holm over all measures that have one. R: p.adjust(p, 'holm').",
      nullable: true,
    }),
    modelAgreement: t.expose('modelAgreement', {
      description:
        "On how many of those pairs the stage's model and the ruler choose the same entry; indifferent: the model's rewards are equal.",
      type: AgreementType,
    }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})
