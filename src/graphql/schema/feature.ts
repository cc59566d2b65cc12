import type { Feature } from '../../domain/taxonomy.ts'
import { builder } from '../builder.ts'
import { FeatureKindEnum, FeatureRoleEnum } from './enums.ts'

export const FeatureType = builder.objectRef<Feature>('Feature').implement({
  description:
    "name is the taxonomy's key, such as last_response_is_harmless. Arguments take it whole or by an ending that is unique (is_harmless, harmless).",
  fields: (t) => ({
    name: t.exposeString('name'),
    title: t.exposeString('title'),
    description: t.exposeString('description', { nullable: true }),
    kind: t.expose('kind', { type: FeatureKindEnum }),
    role: t.expose('role', { type: FeatureRoleEnum }),
    inRegressions: t.exposeBoolean('inRegressions', {
      description: 'Whether it enters the regressions when nobody says which features do.',
    }),
  }),
})
