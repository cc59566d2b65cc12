import { counted } from '../domain/counted.ts'
import { listAt, objectAt, without } from './answer-parts.ts'
import type { Fields, PairFormat } from './pair-format.ts'
import { type Prompt, parsePrompt, promptedConversation } from './prompted-conversation.ts'
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

const [OVERALL, FINE] = ['overall_score', 'fine-grained_score']

/** By what the answers of a row are compared: scores of two scales can't be. */
const scaleOf = (completions: readonly Fields[]): string =>
  completions.some((completion) => numberOf(completion[OVERALL]) !== null) ? OVERALL : FINE

const rated = (completion: Fields, name: string, scale: string, prompt: Prompt) => {
  const level = numberOf(completion[scale])
  if (level === null) return null
  return {
    conversation: promptedConversation(completion.response, prompt, `${name}.response`),
    level,
    beside: { ...without(completion, RESPONSE), annotations: ratings(completion.annotations) },
  }
}

/** UltraFeedback: answers of several models, rated by their `overall_score`, or, where none has one, `fine-grained_score`. */
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
        const completions = listAt(fields.completions, 'completions').map((one, index) =>
          objectAt(one, `completions[${index}]`),
        )
        const scale = scaleOf(completions)
        const all = completions.map((one, index) => rated(one, `completions[${index}]`, scale, prompt))
        const answers = all.filter((answer) => answer !== null)
        unrated += all.length - answers.length
        const pair = without(fields, new Set([...TEXTS, ...taken]))
        return pairsOfAnswers(answers, { pairing: pairs, pair })
      },
      notices: () =>
        unrated === 0
          ? []
          : [`${counted(unrated, 'answer')} without a rating ${unrated === 1 ? 'is' : 'are'} in no pair`],
    }
  },
} as const satisfies PairFormat
