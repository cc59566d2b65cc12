import type { Coverage } from '../../metrics/coverage.ts'
import { builder } from '../builder.ts'

export const CoverageType = builder.objectRef<Coverage>('Coverage').implement({
  description: 'How many pairs of the slice each metric can use.',
  fields: (t) => ({
    pairs: t.exposeInt('pairs'),
    preScored: t.exposeInt('preScored'),
    postScored: t.exposeInt('postScored'),
    bothScored: t.exposeInt('bothScored'),
    labeled: t.exposeInt('labeled'),
    complete: t.exposeInt('complete', { description: 'With both rewards of both models and both labels.' }),
    rewritten: t.exposeInt('rewritten'),
  }),
})
