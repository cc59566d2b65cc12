import { type Feature, findFeature } from '../../domain/taxonomy.ts'
import type { Frame } from '../../frame/frame.ts'
import type { EntryLabel } from '../../frame/lookup.ts'
import { builder } from '../builder.ts'
import type { EntryKey } from '../loaders/entry-texts.ts'
import { FeatureType } from './feature.ts'
import { LabelerType } from './sources.ts'

export type Label = EntryLabel & { entry: EntryKey; frame: Frame; labelerId: number }

const FeatureValueType = builder.objectRef<{ feature: Feature; value: number }>('FeatureValue').implement({
  description: 'What a labeler says of one feature of an entry.',
  fields: (t) => ({
    feature: t.expose('feature', { description: 'Which feature.', type: FeatureType }),
    value: t.exposeFloat('value', { description: '0 or 1; -1, 0 or 1 of a TERNARY feature.' }),
  }),
})

const withFeature = ({ frame }: Label, { feature, value }: EntryLabel['values'][number]) => ({
  feature: frame.taxonomy.features[feature],
  value,
})

export const LabelType = builder.objectRef<Label>('Label').implement({
  description: 'What one labeler said of one entry.',
  fields: (t) => ({
    labeler: t.field({
      description: 'Who said it.',
      type: LabelerType,
      resolve: ({ frame: { datasetId }, labelerId }, _, context) => context.labelerOf(datasetId, labelerId),
    }),
    features: t.field({
      type: [FeatureValueType],
      description: 'The features that the labeler knows the value of.',
      resolve: (label) => label.values.map((value) => withFeature(label, value)),
    }),
    feature: t.field({
      description: "One feature's value; null where the labeler does not know it.",
      type: FeatureValueType,
      nullable: true,
      args: {
        name: t.arg.string({ description: 'Its name, or an ending of it (see Feature).', required: true }),
      },
      resolve: (label, { name }) => {
        const index = findFeature(label.frame.taxonomy, name)
        const value = label.values.find(({ feature }) => feature === index)
        return value ? withFeature(label, value) : null
      },
    }),
    topics: t.exposeStringList('topics', {
      description: "What the entry is about, of the taxonomy's topics.",
    }),
    discriminatesAgainst: t.exposeStringList('discriminatesAgainst', {
      description: "Whom the entry discriminates against, of the taxonomy's types of discrimination.",
    }),
  }),
})
