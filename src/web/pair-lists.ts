import type { PairOrder } from './generated/documents.ts'
import type { Condition } from './slice.ts'

type List = { title: string; about: string; conditions: Condition[]; orderBy: PairOrder }

const REWARD_SHIFT = { by: 'REWARD_SHIFT' } as const

/** Lists of pairs that people look for. */
export const PAIR_LISTS = {
  all: {
    title: 'All',
    about: 'Every pair of the slice, by row.',
    conditions: [],
    orderBy: { by: 'ROW_ID' },
  },
  negative: {
    title: 'Most negative shift',
    about:
      'The angles from the rewards before training to those after it, the most negative first. Where both rewards are negative, a negative angle turns against the human.',
    conditions: [],
    orderBy: { ...REWARD_SHIFT, direction: 'ASC' },
  },
  positive: {
    title: 'Most positive shift',
    about:
      'The angles from the rewards before training to those after it, the most positive first. Where both rewards are negative, a positive angle turns toward the human.',
    conditions: [],
    orderBy: { ...REWARD_SHIFT, direction: 'DESC' },
  },
  reversed: {
    title: 'Reversed',
    about: 'Aligned before training and misaligned after it, the most certain first.',
    conditions: [{ regime: ['REVERSED_ALIGNMENT'] }],
    orderBy: { by: 'POST_MARGIN', direction: 'ASC' },
  },
  dissent: {
    title: 'Labeler and model against the human',
    about: 'Both the labeler and the trained model prefer what the human rejected: perhaps the human erred.',
    conditions: [{ preference: ['REJECTED'] }, { margin: { stage: 'POST', lte: 0 } }],
    orderBy: { by: 'POST_MARGIN', direction: 'ASC' },
  },
} as const satisfies Record<string, List>

export type PairList = keyof typeof PAIR_LISTS
