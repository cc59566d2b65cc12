import type { Conversation } from '../domain/conversation.ts'
import type { Fields, PairFormat, PairParser, ParserOptions } from './pair-format.ts'
import { parsePrompt, promptedConversation } from './prompted-conversation.ts'
import { scoreOf } from './score.ts'
import { splitter } from './sides.ts'
import { checkTexts } from './text-columns.ts'

const SIDES = ['chosen', 'rejected'] as const
type FileSide = (typeof SIDES)[number]
const TEXTS = ['text_chosen', 'text_rejected']
const COLUMNS = {
  texts: new Set([...TEXTS, ...SIDES, 'prompt', 'results', 'scores_chosen', 'scores_rejected']),
  names: [['chosen', 'rejected']],
  mayBeAlone: true,
} as const
const WHOLE = parsePrompt(undefined)

/** Whether a text that a chat template made has the answer in it that stands beside it. */
const isOf = (text: unknown, answer: unknown): boolean =>
  answer !== undefined &&
  answer !== null &&
  (typeof answer !== 'string' || typeof text !== 'string' || text.includes(answer.trim()))

/** A prompt and its answer in lines, as tokenizers without a chat template have it. */
const inLines = (prompt: unknown, text: unknown): Conversation | null => {
  if (typeof prompt !== 'string' || typeof text !== 'string' || !text.startsWith(`${prompt}\n`)) return null
  return promptedConversation(text.slice(prompt.length).trim(), parsePrompt(prompt), 'text')
}

const conversationOf = (fields: Fields, side: FileSide): Conversation => {
  const key = `text_${side}`
  const { prompt, [side]: answer, [key]: text } = fields
  // Apart they are as they were given to the template, whatever that is.
  if (typeof prompt === 'string' && SIDES.every((one) => isOf(fields[`text_${one}`], fields[one])))
    return promptedConversation(answer, parsePrompt(prompt), side)
  return inLines(prompt, text) ?? promptedConversation(text, WHOLE, key)
}

/** Counts the rows whose `results` contradicts the scores. */
const openParser = (options: ParserOptions): PairParser => {
  let contradictions = 0
  const split = splitter(COLUMNS, options)
  return {
    parse: (fields) => {
      const [chosen, rejected] = SIDES.map((side) => conversationOf(fields, side))
      const rewards = {
        chosen: scoreOf(fields.scores_chosen, 'scores_chosen'),
        rejected: scoreOf(fields.scores_rejected, 'scores_rejected'),
      }
      const results = Number(fields.results ?? Number.NaN)
      if ((results === 1 || results === 0) && (results === 1) !== rewards.chosen > rewards.rejected)
        contradictions++
      const texts = { ofEntries: [...SIDES, ...TEXTS].map((key) => fields[key]) }
      const { pair, first, second } = split(fields, [fields.chosen, fields.rejected])
      return { chosen, rejected, rewards, beside: { pair, chosen: first, rejected: second, texts } }
    },
    notices: () =>
      contradictions === 0
        ? []
        : [`results contradicts the scores in ${contradictions} lines; the scores count`],
  }
}

/**
 * RewardBench's outputs: `text_chosen` and `text_rejected` with the prompt in them, and what a model gave them,
 * `scores_chosen` and `scores_rejected`; `prompt`, `chosen` and `rejected`, where they are, are the texts before a
 * chat template was put around them. Where `results` contradicts the scores, the scores count.
 */
export const rewardBench = {
  name: 'rewardbench',
  about: "a model's scores of pairs (RewardBench's results)",
  needed: [...TEXTS, 'scores_chosen', 'scores_rejected'],
  optional: () => ['prompt', 'results', ...SIDES],
  isScored: true,
  checkColumn: (column, file) => {
    if (TEXTS.includes(column.element.name)) checkTexts(column, file)
  },
  openParser,
} as const satisfies PairFormat
