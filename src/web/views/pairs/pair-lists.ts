import type { PairOrder, Stage } from '../../generated/documents.ts'
import type { Condition } from '../../slice/conditions.ts'

/** What a list needs: without it no pair is in it, or has a place in its order. */
export type Need = Stage | 'LABELS'
type List = {
  title: string
  about: string
  conditions: Condition[]
  orderBy: PairOrder
  needs: readonly Need[]
}

const REWARD_SHIFT = { by: 'REWARD_SHIFT' } as const

/** Lists of pairs that people look for. */
export const PAIR_LISTS = {
  all: {
    title: 'All',
    about: 'Every pair of the slice, by row.',
    conditions: [],
    orderBy: { by: 'ROW_ID' },
    needs: [],
  },
  negative: {
    title: 'Most negative shift',
    about:
      'The angles from the rewards before training to those after it, the most negative first. Where both rewards are negative, a negative angle turns against the human.',
    conditions: [],
    orderBy: { ...REWARD_SHIFT, direction: 'ASC' },
    needs: ['PRE', 'POST'],
  },
  positive: {
    title: 'Most positive shift',
    about:
      'The angles from the rewards before training to those after it, the most positive first. Where both rewards are negative, a positive angle turns toward the human.',
    conditions: [],
    orderBy: { ...REWARD_SHIFT, direction: 'DESC' },
    needs: ['PRE', 'POST'],
  },
  against: {
    title: 'Against the human',
    about:
      'What the human rejected has the most more reward than what was chosen: by margin, the lowest first.',
    conditions: [],
    orderBy: { by: 'POST_MARGIN', direction: 'ASC' },
    needs: [],
  },
  reversed: {
    title: 'Reversed',
    about: 'Aligned before training and misaligned after it, the most certain first.',
    conditions: [{ regime: ['REVERSED_ALIGNMENT'] }],
    orderBy: { by: 'POST_MARGIN', direction: 'ASC' },
    needs: ['PRE', 'POST'],
  },
  dissent: {
    title: 'Labeler and model against the human',
    about: 'Both the labeler and the trained model prefer what the human rejected: perhaps the human erred.',
    conditions: [{ preference: ['REJECTED'] }, { margin: { stage: 'POST', lte: 0 } }],
    orderBy: { by: 'POST_MARGIN', direction: 'ASC' },
    needs: ['POST', 'LABELS'],
  },
} as const satisfies Record<string, List>

type PairList = keyof typeof PAIR_LISTS

export const isPairList = (name: string): name is PairList => Object.hasOwn(PAIR_LISTS, name)

const MISSING: Record<Need, string> = {
  PRE: 'the dataset has no PRE model: bring its rewards with npm run ingest -- rewards --stage PRE, or npm run score',
  POST: 'the dataset has no POST model: bring its rewards with npm run ingest -- rewards --stage POST, or npm run score',
  LABELS: 'the dataset has no labels: bring them with npm run ingest -- labels, or npm run label',
}

/** Why an audit has not what a list needs; null where it has. */
export const missingReason = (
  needs: readonly Need[],
  { pre, post, labeler }: Record<'pre' | 'post' | 'labeler', object | null>,
): string | null => {
  const available: Record<Need, object | null> = { PRE: pre, POST: post, LABELS: labeler }
  return needs.flatMap((need) => (available[need] ? [] : [MISSING[need]])).join('; ') || null
}
