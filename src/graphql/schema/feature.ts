import type { Measure } from '../../domain/measure.ts'
import type { Feature } from '../../domain/taxonomy.ts'
import { builder } from '../builder.ts'
import { FeatureKindEnum, FeatureRoleEnum, FeatureSourceEnum } from './enums.ts'

export const FeatureType = builder.objectRef<Feature | Measure>('Feature').implement({
  description:
    "What entries are labeled with, or measured in. name is the taxonomy's key, such as last_response_is_harmless. Arguments take it whole or by an ending that begins at a word and is unique (is_harmless, harmless): unique among all features or, where it is not, among those in regressions. So coherent is last_response_is_coherent, though there is assistant_is_coherent, too. An ending that fits several otherwise is INVALID_INPUT, one that fits none NOT_FOUND.",
  fields: (t) => ({
    name: t.exposeString('name', { description: "The taxonomy's key." }),
    title: t.exposeString('title', { description: 'Ready for an axis.' }),
    description: t.exposeString('description', {
      description: 'As labelers read it; how it is measured.',
      nullable: true,
    }),
    kind: t.expose('kind', { description: 'Which values it has.', type: FeatureKindEnum }),
    role: t.field({
      description: 'Whether it is meant to be taught.',
      type: FeatureRoleEnum,
      resolve: ({ role }) => role ?? 'SPOILER',
    }),
    inRegressions: t.boolean({
      description: 'Whether it enters the regressions when nobody says which features do.',
      resolve: ({ inRegressions }) => inRegressions ?? false,
    }),
    source: t.field({
      description: 'Where its values come from.',
      type: FeatureSourceEnum,
      resolve: (feature) => ('source' in feature ? feature.source : 'LABELER'),
    }),
    unit: t.string({
      nullable: true,
      description: 'Of NUMERIC: what it counts; null where it is a share, or nobody has said.',
      resolve: (feature) => ('unit' in feature ? feature.unit : null),
    }),
  }),
})

export const MeasureType = builder.objectRef<{ feature: Measure; value: number }>('Measure').implement({
  description: 'A number of an entry.',
  fields: (t) => ({
    feature: t.expose('feature', { description: 'What is measured.', type: FeatureType }),
    value: t.exposeFloat('value', { description: 'In its unit; 0 or 1 of a BOOLEAN.' }),
  }),
})
