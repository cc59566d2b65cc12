import type { Measure } from '../../domain/measure.ts'
import type { Feature } from '../../domain/taxonomy.ts'
import { FINDING_KINDS, type Finding } from '../../findings/finding.ts'
import { findings } from '../../findings/findings.ts'
import { builder } from '../builder.ts'
import { type Cost, REGRESSION } from '../cost.ts'
import { lookingAt } from '../looking-at.ts'
import { AuditRef } from './audit.ts'
import { FeatureType } from './feature.ts'

const MEANS: Record<Finding['kind'], string> = {
  AMPLIFIED: 'The post model goes by a feature further than people do.',
  NEGLECTED: 'People go by a feature, and the post model less.',
  ALIGNMENT: 'On how many pairs the post model sides with people, and what training did to that.',
  WEAK_SLICE: 'On which pairs the post model goes wrong most.',
  PREFERRED: 'Which number of the text people go by.',
  UNLABELED: 'There are no labels: what to do for findings beyond what is counted in texts.',
}

const FindingKindEnum = builder.enumType('FindingKind', {
  description: 'What a finding is about.',
  values: Object.fromEntries(FINDING_KINDS.map((kind) => [kind, { description: MEANS[kind] }])) as Record<
    Finding['kind'],
    { description: string }
  >,
})

const FindingType = builder
  .objectRef<Omit<Finding, 'feature'> & { feature: Feature | Measure | null }>('Finding')
  .implement({
    description: 'Something that the data show, in a sentence with its numbers and how sure they are.',
    fields: (t) => ({
      kind: t.expose('kind', { type: FindingKindEnum, description: 'What it is about.' }),
      sentence: t.exposeString('sentence', {
        description:
          'In plain English, in one line. Names and values in it are as they were given, cut after 60 characters; numbers are rounded.',
      }),
      evidence: t.exposeString('evidence', {
        nullable: true,
        description: "The audit's field that has its numbers; null: what is found is that there are none.",
      }),
      feature: t.expose('feature', {
        type: FeatureType,
        nullable: true,
        description: 'Which feature it is about; null: none.',
      }),
      pValue: t.exposeFloat('pValue', {
        nullable: true,
        description:
          'Of the test that it rests on, by Holm over all that were looked at for it. Null: it rests on none.',
      }),
      others: t.exposeInt('others', {
        description:
          'How many more of this kind are shown by the data, and left out here: the most telling are told. The field that `evidence` names has them all.',
      }),
    }),
  })

/** Up to five regressions, on labels and on measures, and a look at some hundred slices. */
const FINDINGS: Cost = { ...REGRESSION, own: () => 8 * REGRESSION.own({}) }

builder.objectField(AuditRef, 'findings', (t) =>
  t.field({
    type: [FindingType],
    nullable: true,
    extensions: { cost: FINDINGS },
    description:
      'What the data show, the most telling first: what the post model makes more or less of than people, how often it sides with them, what people go by. Only what is significant at 0.05 after correction is called shown, and nothing is made of features on fewer than 20 prompts; where there is nothing to say, there is no sentence.',
    resolve: async (audit, _, context) => {
      const looking = await lookingAt(audit, context)
      const { taxonomy, measures } = looking.outline
      const all = [...taxonomy.features, ...measures]
      const found = await findings(looking)
      return found.map((one) => ({ ...one, feature: one.feature === null ? null : all[one.feature] }))
    },
  }),
)
