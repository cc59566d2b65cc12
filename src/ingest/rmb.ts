import { listAt, objectAt, without } from './answer-parts.ts'
import type { Fields, PairFormat } from './pair-format.ts'
import { parsePrompt, promptedConversation } from './prompted-conversation.ts'
import { pairsOfAnswers } from './ranked-answers.ts'

const ANSWER = new Set(['answer'])
const PAIR = ['conversation_input', 'chosen', 'reject']
const BEST_OF_N = ['conversation_input', 'bon_best', 'loser_list']

const answerOf = (value: unknown, fields: Fields, name: string) => {
  const answer = objectAt(value, name)
  return {
    conversation: promptedConversation(
      answer.answer,
      parsePrompt(fields.conversation_input),
      `${name}.answer`,
    ),
    beside: without(answer, ANSWER),
  }
}

/** RMB's pairwise set. */
export const rmb = {
  name: 'rmb',
  about: 'two answers to a conversation as objects (RMB, pairwise)',
  needed: PAIR,
  openParser: ({ taken }) => ({
    parse: (fields) => {
      const chosen = answerOf(fields.chosen, fields, 'chosen')
      const rejected = answerOf(fields.reject, fields, 'reject')
      const pair = without(fields, new Set([...PAIR, ...taken]))
      return {
        chosen: chosen.conversation,
        rejected: rejected.conversation,
        beside: { pair, chosen: chosen.beside, rejected: rejected.beside },
      }
    },
  }),
} as const satisfies PairFormat

/** RMB's best-of-N set: one answer that is better than each of some others, which nobody compared. */
export const rmbBestOfN = {
  name: 'rmb-best-of-n',
  about: 'a best answer to a conversation and others (RMB, best of N)',
  needed: BEST_OF_N,
  isSeveral: true,
  openParser: ({ pairs, taken }) => ({
    parse: (fields) =>
      pairsOfAnswers(
        [
          { ...answerOf(fields.bon_best, fields, 'bon_best'), level: 1 },
          ...listAt(fields.loser_list, 'loser_list').map((loser, index) => ({
            ...answerOf(loser, fields, `loser_list[${index}]`),
            level: 0,
          })),
        ],
        {
          pairing: pairs,
          pair: without(fields, new Set([...BEST_OF_N, ...taken])),
          areEqual: () => false,
        },
      ),
  }),
} as const satisfies PairFormat
