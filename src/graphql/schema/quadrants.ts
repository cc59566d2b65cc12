import type { Quadrants } from '../../metrics/reward-distribution.ts'
import { builder } from '../builder.ts'
import { REASON } from './statistics.ts'

export const QuadrantsType = builder.objectRef<Quadrants>('Quadrants').implement({
  description: 'Shares of the scored pairs; a reward of 0 counts as negative.',
  fields: (t) => ({
    pairs: t.exposeInt('pairs'),
    bothPositive: t.exposeFloat('bothPositive', { nullable: true }),
    chosenOnlyPositive: t.exposeFloat('chosenOnlyPositive', { nullable: true }),
    rejectedOnlyPositive: t.exposeFloat('rejectedOnlyPositive', { nullable: true }),
    bothNegative: t.exposeFloat('bothNegative', { nullable: true }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})
