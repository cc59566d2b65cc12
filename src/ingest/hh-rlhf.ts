import { type Conversation, hasAssistantTurn } from '../domain/conversation.ts'
import { InvalidInput } from '../domain/errors.ts'
import { templatedMessages } from './chat-templates.ts'
import { conversationText } from './conversation-text.ts'
import { jsonText } from './json-text.ts'
import type { Fields, PairFormat } from './pair-format.ts'
import { Unusable } from './row.ts'
import { NOTHING, splitter } from './sides.ts'

/** Where prompt and answers are apart, or messages, or what a chat template made. */
const TRL = '; --format trl takes it'

const SIDES = {
  texts: new Set(['chosen', 'rejected']),
  names: [['chosen', 'rejected']],
  mayBeAlone: true,
} as const

/** Whether both texts of a row are in such turns, and no prompt is apart. */
export const isInTurns = ({ chosen, rejected, prompt, question }: Fields): boolean =>
  typeof chosen === 'string' &&
  typeof rejected === 'string' &&
  hasAssistantTurn(chosen) &&
  hasAssistantTurn(rejected) &&
  (prompt ?? question ?? null) === null

const conversation = (fields: Fields, key: 'chosen' | 'rejected'): Conversation => {
  const text = fields[key]
  if (text === null || text === undefined) throw new Unusable(`"${key}" is null`)
  if (typeof text !== 'string')
    throw new Unusable(
      `"${key}" is not a string: ${jsonText(text).slice(0, 60)}${Array.isArray(text) ? TRL : ''}`,
    )
  try {
    return { text: conversationText(text, `the ${key} conversation`) }
  } catch (error) {
    const apart = 'prompt' in fields || 'question' in fields || templatedMessages(text) !== null
    if (!(error instanceof Unusable) || !apart) throw error
    throw new Unusable(`${error.message}; the line has ${Object.keys(fields).join(', ')}${TRL}`)
  }
}

/** hh-rlhf: `chosen` and `rejected` conversations. */
export const hhRlhf = {
  name: 'hh-rlhf',
  about: 'chosen and rejected conversations as texts (hh-rlhf)',
  needed: ['chosen', 'rejected'],
  isSuch: isInTurns,
  checkColumn: ({ element, children }, file) => {
    if (children.length === 0 && element.type === 'BYTE_ARRAY') return
    throw new InvalidInput(`${file} is Parquet whose column ${element.name} has no texts${TRL}`)
  },
  openParser: (options) => {
    const split = splitter(SIDES, options)
    return {
      parse: (fields) => {
        const pair = {
          chosen: conversation(fields, 'chosen'),
          rejected: conversation(fields, 'rejected'),
        }
        const parts = split(fields, [fields.chosen, fields.rejected])
        if (parts === NOTHING) return pair
        const texts = { ofPair: [fields.prompt, fields.question] }
        return { ...pair, beside: { pair: parts.pair, chosen: parts.first, rejected: parts.second, texts } }
      },
    }
  },
} as const satisfies PairFormat
