import type { Conversation } from '../domain/conversation.ts'
import { shown } from './cells.ts'
import { jsonText } from './json-text.ts'
import type { Fields, PairFormat, PairParser } from './pair-format.ts'
import { parsePrompt, promptedConversation } from './prompted-conversation.ts'
import { Unusable } from './row.ts'
import { checkTexts } from './text-columns.ts'

const SIDES = ['chosen', 'rejected'] as const
type FileSide = (typeof SIDES)[number]
const TEXTS = ['text_chosen', 'text_rejected']
const WHOLE = parsePrompt(undefined)

/** A number, or, as models with one logit give it, a list of it. */
const scoreOf = (value: unknown, name: string): number => {
  const one = Array.isArray(value) && value.length === 1 ? value[0] : value
  const score = typeof one === 'bigint' ? Number(one) : one
  if (typeof score === 'number' && Number.isFinite(score)) return score
  throw new Unusable(`"${name}" is ${shown(jsonText(value ?? null))}; it must be a finite number`)
}

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
const openParser = (): PairParser => {
  let contradictions = 0
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
      return { chosen, rejected, rewards }
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
  needed: [...TEXTS, 'scores_chosen', 'scores_rejected'],
  optional: () => ['prompt', 'results', ...SIDES],
  isScored: true,
  checkColumn: (column, file) => {
    if (TEXTS.includes(column.element.name)) checkTexts(column, file)
  },
  openParser,
} as const satisfies PairFormat
