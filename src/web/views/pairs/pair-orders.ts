import type { PairOrder, Stage } from '../../generated/documents.ts'
import type { Need } from '../../parts/missing-commands.ts'

type Order = {
  title: string
  about: string
  /** Of the model that the page shows where it shows one. */
  orderBy(stage: Stage): PairOrder
  needs: readonly Need[]
}

const BOTH = ['PRE', 'POST'] as const

/** Ways to sort pairs. */
export const PAIR_ORDERS = {
  row: {
    title: 'row',
    about: 'Sorted by row.',
    orderBy: () => ({ by: 'ROW_ID', direction: 'ASC' }),
    needs: [],
  },
  worst: {
    title: 'worst margin first',
    about: 'Sorted by margin, chosen minus rejected reward: first where the model is most against people.',
    orderBy: (stage) => ({ by: `${stage}_MARGIN`, direction: 'ASC' }),
    needs: [],
  },
  best: {
    title: 'best margin first',
    about: 'Sorted by margin, chosen minus rejected reward: first where the model is most with people.',
    orderBy: (stage) => ({ by: `${stage}_MARGIN`, direction: 'DESC' }),
    needs: [],
  },
  fallen: {
    title: 'largest fall of margin first',
    about:
      'Sorted by what training did to the margin, chosen minus rejected reward: first where it moved most against people.',
    orderBy: () => ({ by: 'MARGIN_CHANGE', direction: 'ASC' }),
    needs: BOTH,
  },
  risen: {
    title: 'largest rise of margin first',
    about:
      'Sorted by what training did to the margin, chosen minus rejected reward: first where it moved most toward people.',
    orderBy: () => ({ by: 'MARGIN_CHANGE', direction: 'DESC' }),
    needs: BOTH,
  },
  negative: {
    title: 'most negative shift first',
    about:
      'Sorted by the angle from the rewards before training to those after it. Where both rewards are negative, a negative angle turns against people; it depends on where the rewards have their zero.',
    orderBy: () => ({ by: 'REWARD_SHIFT', direction: 'ASC' }),
    needs: BOTH,
  },
  positive: {
    title: 'most positive shift first',
    about:
      'Sorted by the angle from the rewards before training to those after it. Where both rewards are negative, a positive angle turns toward people; it depends on where the rewards have their zero.',
    orderBy: () => ({ by: 'REWARD_SHIFT', direction: 'DESC' }),
    needs: BOTH,
  },
} as const satisfies Record<string, Order>

export type PairOrderName = keyof typeof PAIR_ORDERS

export const isPairOrder = (name: string | null): name is PairOrderName =>
  name !== null && Object.hasOwn(PAIR_ORDERS, name)
