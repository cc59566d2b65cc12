import type { Need } from '../../parts/missing-commands.ts'
import type { Condition } from '../../slice/conditions.ts'
import type { PairOrderName } from './pair-orders.ts'

type List = {
  title: string
  about: string
  conditions: Condition[]
  /** How it is sorted unless the address says otherwise. */
  order: PairOrderName
  needs: readonly Need[]
}

/** Lists of pairs that people look for. */
export const PAIR_LISTS = {
  all: {
    title: 'All',
    about: 'Every pair of the slice.',
    conditions: [],
    order: 'row',
    needs: [],
  },
  reversed: {
    title: 'Reversed',
    about: 'Aligned before training and misaligned after it.',
    conditions: [{ regime: ['REVERSED_ALIGNMENT'] }],
    order: 'worst',
    needs: ['PRE', 'POST'],
  },
  dissent: {
    title: 'Labeler and model against people',
    about: 'Both the labeler and the trained model prefer what people rejected: perhaps people erred.',
    conditions: [{ preference: ['REJECTED'] }, { margin: { stage: 'POST', lte: 0 } }],
    order: 'worst',
    needs: ['POST', 'LABELS'],
  },
} as const satisfies Record<string, List>

export type PairListName = keyof typeof PAIR_LISTS

export const pairListOf = (name: string): PairListName =>
  Object.hasOwn(PAIR_LISTS, name) ? (name as PairListName) : 'all'
