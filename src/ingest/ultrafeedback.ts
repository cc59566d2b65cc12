import { listAt, objectAt, without } from './answer-parts.ts'
import type { Fields, PairFormat } from './pair-format.ts'
import { parsePrompt, promptedConversation } from './prompted-conversation.ts'
import { pairsOfAnswers } from './ranked-answers.ts'
import { numberOf } from './score.ts'

const TEXTS = new Set(['instruction', 'completions', 'correct_answers', 'incorrect_answers'])
const RESPONSE = new Set(['response', 'annotations'])

/** Ratings are spelled as texts, "N/A" where there is none. */
const ratings = (annotations: unknown): Fields =>
  Object.fromEntries(
    Object.entries(annotations ?? {}).flatMap(([aspect, about]) => {
      const rating = numberOf((about as Fields | null)?.Rating)
      return rating === null ? [] : [[aspect, { Rating: rating }]]
    }),
  )

const rated = (value: unknown, index: number, prompt: ReturnType<typeof parsePrompt>) => {
  const name = `completions[${index}]`
  const completion = objectAt(value, name)
  const level = numberOf(completion.overall_score) ?? numberOf(completion['fine-grained_score'])
  if (level === null) return null
  return {
    conversation: promptedConversation(completion.response, prompt, `${name}.response`),
    level,
    beside: { ...without(completion, RESPONSE), annotations: ratings(completion.annotations) },
  }
}

/** UltraFeedback: answers of several models, rated by their `overall_score`, else their `fine-grained_score`. */
export const ultraFeedback = {
  name: 'ultrafeedback',
  about: 'rated answers to an instruction (UltraFeedback)',
  needed: ['instruction', 'completions'],
  isSeveral: true,
  openParser: ({ pairs, taken }) => {
    let unrated = 0
    return {
      parse: (fields) => {
        const prompt = parsePrompt(fields.instruction)
        const all = listAt(fields.completions, 'completions').map((one, index) => rated(one, index, prompt))
        const answers = all.filter((answer) => answer !== null)
        unrated += all.length - answers.length
        const pair = without(fields, new Set([...TEXTS, ...taken]))
        return pairsOfAnswers(answers, { pairing: pairs, pair })
      },
      notices: () => (unrated === 0 ? [] : [`${unrated} answers without a rating are in no pair`]),
    }
  },
} as const satisfies PairFormat
