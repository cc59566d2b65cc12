import { builder } from '../builder.ts'
import { FeatureKindEnum, FeatureRoleEnum } from '../schema/enums.ts'

const FeatureInput = builder.inputType('FeatureInput', {
  description: 'A feature that entries are labeled with, or a number that files bring.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'A letter, then letters, digits and underscores: 200 at most.',
    }),
    title: t.string({ description: 'For people. Left out: the name, with spaces for underscores.' }),
    description: t.string({ required: true, description: 'What it means, as labelers read it.' }),
    kind: t.field({
      type: FeatureKindEnum,
      required: true,
      description: 'Which values it has. NUMERIC: files bring them, and no labeler is asked.',
    }),
    role: t.field({
      type: FeatureRoleEnum,
      required: true,
      description: 'Whether the dataset is meant to teach it.',
    }),
    inRegressions: t.boolean({
      description: 'Whether it enters regressions that name no features. Left out: true, of NUMERIC false.',
    }),
    unit: t.string({ description: 'Of NUMERIC alone: what its values count.' }),
  }),
})

export const TaxonomyInput = builder.inputType('TaxonomyInput', {
  description: 'What a taxonomy file has.',
  fields: (t) => ({
    features: t.field({
      type: [FeatureInput],
      required: true,
      description: 'In the order of every listing.',
    }),
    priority: t.stringList({
      required: true,
      description: "Names of features by which a labeler's preference is decided, the first one in front.",
    }),
    topics: t.stringList({ description: 'What an entry can be about. Left out: nothing.' }),
    discriminations: t.stringList({
      description: 'Whom an entry can discriminate against. Left out: nobody.',
    }),
  }),
})
