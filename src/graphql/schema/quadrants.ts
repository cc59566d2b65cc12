import type { Quadrants } from '../../metrics/reward-distribution.ts'
import { builder } from '../builder.ts'
import { REASON } from './statistics.ts'

export const QuadrantsType = builder.objectRef<Quadrants>('Quadrants').implement({
  description: 'Shares of the scored pairs; a reward of 0 counts as negative.',
  fields: (t) => ({
    pairs: t.exposeInt('pairs', { description: 'Pairs with both rewards: those that count.' }),
    bothPositive: t.exposeFloat('bothPositive', {
      description: 'Share with chosen > 0 and rejected > 0.',
      nullable: true,
    }),
    chosenOnlyPositive: t.exposeFloat('chosenOnlyPositive', {
      description: 'Share with chosen > 0 and rejected ≤ 0.',
      nullable: true,
    }),
    rejectedOnlyPositive: t.exposeFloat('rejectedOnlyPositive', {
      description: 'Share with chosen ≤ 0 and rejected > 0.',
      nullable: true,
    }),
    bothNegative: t.exposeFloat('bothNegative', {
      description: 'Share with chosen ≤ 0 and rejected ≤ 0.',
      nullable: true,
    }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})
