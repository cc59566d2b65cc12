import { counted } from '../domain/counted.ts'
import { listAt, without } from './answer-parts.ts'
import type { Fields, PairFormat } from './pair-format.ts'
import { parsePrompt, promptedConversation } from './prompted-conversation.ts'
import { pairsOfAnswers, type RankedAnswer } from './ranked-answers.ts'
import { Unusable } from './row.ts'
import { numberOf, scoreOf } from './score.ts'
import { isTextList } from './text-columns.ts'

const [RIGHT, WRONG] = [1, 0]
/** Right answers are equally good; of wrong ones nobody says so. */
const areEqual = (level: number) => level === RIGHT
const TEXTS = ['prompt', 'chosen', 'rejected', 'models']
const WHOLE = parsePrompt(undefined)

/** Which model wrote each answer, the right ones first. */
const modelOf = (models: unknown, index: number, count: number): Fields =>
  Array.isArray(models) && models.length === count ? { model: models[index] } : {}

/** RewardBench 2: right answers, mostly one, and wrong ones. */
export const rewardBench2 = {
  name: 'rewardbench-2',
  about: 'right and wrong answers to a prompt as lists (RewardBench 2)',
  needed: ['prompt', 'chosen', 'rejected'],
  optional: () => ['models'],
  isSuch: ({ chosen, rejected }) =>
    isTextList(chosen) && isTextList(rejected) && !(chosen.length === 3 && rejected.length === 3),
  isSeveral: true,
  openParser: ({ pairs, taken }) => ({
    parse: (fields) => {
      const prompt = parsePrompt(fields.prompt)
      const { models } = fields
      const sides = [listAt(fields.chosen, 'chosen'), listAt(fields.rejected, 'rejected')]
      const count = sides[0].length + sides[1].length
      const answers = sides.flatMap((side, at) =>
        side.map(
          (answer, index): RankedAnswer => ({
            conversation: promptedConversation(answer, prompt, `${['chosen', 'rejected'][at]}[${index}]`),
            level: [RIGHT, WRONG][at],
            beside: modelOf(models, at * sides[0].length + index, count),
          }),
        ),
      )
      return pairsOfAnswers(answers, {
        pairing: pairs,
        pair: without(fields, new Set([...TEXTS, ...taken])),
        areEqual,
      })
    },
  }),
} as const satisfies PairFormat

const RESULT_TEXTS = ['text', 'scores', 'results']

/** RewardBench 2's results: all texts of a prompt, the first `num_correct` of them right, and what a model gave them. */
export const rewardBench2Scores = {
  name: 'rewardbench-2-scores',
  about: "a model's scores of right and wrong answers (RewardBench 2's results)",
  needed: ['text', 'scores', 'num_correct'],
  isScored: true,
  isSeveral: true,
  openParser: ({ pairs, taken }) => ({
    parse: (fields) => {
      const texts = listAt(fields.text, 'text')
      const scores = listAt(fields.scores, 'scores')
      const right = numberOf(fields.num_correct) ?? Number.NaN
      if (scores.length !== texts.length)
        throw new Unusable(
          `"text" has ${counted(texts.length, 'answer')} and "scores" ${scores.length}; they must have as many`,
        )
      if (!(Number.isInteger(right) && right >= 0 && right <= texts.length))
        throw new Unusable(`"num_correct" must be a whole number, of the ${texts.length} answers`)
      const answers = texts.map(
        (text, index): RankedAnswer => ({
          conversation: promptedConversation(text, WHOLE, `text[${index}]`),
          level: index < right ? RIGHT : WRONG,
          beside: {},
          score: scoreOf(scores[index], `scores[${index}]`),
        }),
      )
      const pair = without(fields, new Set([...RESULT_TEXTS, ...taken]))
      return pairsOfAnswers(answers, { pairing: pairs, pair, areEqual })
    },
  }),
} as const satisfies PairFormat
