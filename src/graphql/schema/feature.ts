import type { Feature } from '../../domain/taxonomy.ts'
import { builder } from '../builder.ts'
import { FeatureKindEnum, FeatureRoleEnum } from './enums.ts'

export const FeatureType = builder.objectRef<Feature>('Feature').implement({
  description:
    "What entries are labeled with. name is the taxonomy's key, such as last_response_is_harmless. Arguments take it whole or by an ending that begins at a word and is unique (is_harmless, harmless): unique among all features or, where it is not, among those in regressions. So coherent is last_response_is_coherent, though there is assistant_is_coherent, too. An ending that fits several otherwise is INVALID_INPUT, one that fits none NOT_FOUND.",
  fields: (t) => ({
    name: t.exposeString('name', { description: "The taxonomy's key." }),
    title: t.exposeString('title', { description: 'Ready for an axis.' }),
    description: t.exposeString('description', { description: 'As labelers read it.', nullable: true }),
    kind: t.expose('kind', { description: 'Which values it has.', type: FeatureKindEnum }),
    role: t.expose('role', { description: 'Whether it is meant to be taught.', type: FeatureRoleEnum }),
    inRegressions: t.exposeBoolean('inRegressions', {
      description: 'Whether it enters the regressions when nobody says which features do.',
    }),
  }),
})
