import type { Conversation } from '../domain/conversation.ts'
import { InvalidInput } from '../domain/errors.ts'
import { templatedMessages } from './chat-templates.ts'
import { conversationText } from './conversation-text.ts'
import { jsonText } from './json-text.ts'
import type { Fields, PairFormat } from './pair-format.ts'
import { Unusable } from './row.ts'

/** Where prompt and answers are apart, or messages, or what a chat template made. */
const TRL = '; --format trl takes it'

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
  needed: ['chosen', 'rejected'],
  optional: () => [],
  isScored: false,
  checkColumn: ({ element, children }, file) => {
    if (children.length === 0 && element.type === 'BYTE_ARRAY') return
    throw new InvalidInput(`${file} is Parquet whose column ${element.name} has no texts${TRL}`)
  },
  openParser: () => ({
    parse: (fields) => ({
      chosen: conversation(fields, 'chosen'),
      rejected: conversation(fields, 'rejected'),
    }),
  }),
} as const satisfies PairFormat
