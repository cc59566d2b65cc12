import { listAt, objectAt, without } from './answer-parts.ts'
import type { PairFormat } from './pair-format.ts'
import { parsePrompt, promptedConversation } from './prompted-conversation.ts'
import { pairsOfAnswers } from './ranked-answers.ts'
import { scoreOf } from './score.ts'

const TEXTS = new Set(['prompt', 'answers'])
const ANSWER = new Set(['answer'])

/** Nectar: answers of several models with their ranks, 1 the best. */
export const nectar = {
  name: 'nectar',
  about: 'ranked answers to a prompt (Nectar)',
  needed: ['prompt', 'answers'],
  isSuch: ({ answers }) => {
    const first = Array.isArray(answers) ? answers[0] : null
    return typeof first === 'object' && first !== null && 'answer' in first && 'rank' in first
  },
  isSeveral: true,
  openParser: ({ pairs, taken }) => ({
    parse: (fields) => {
      const prompt = parsePrompt(fields.prompt)
      const answers = listAt(fields.answers, 'answers').map((value, index) => {
        const name = `answers[${index}]`
        const answer = objectAt(value, name)
        return {
          conversation: promptedConversation(answer.answer, prompt, `${name}.answer`),
          level: -scoreOf(answer.rank, `${name}.rank`),
          beside: without(answer, ANSWER),
        }
      })
      const pair = without(fields, new Set([...TEXTS, ...taken]))
      return pairsOfAnswers(answers, { pairing: pairs, pair })
    },
  }),
} as const satisfies PairFormat
