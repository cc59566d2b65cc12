import { shown } from './cells.ts'
import { jsonText } from './json-text.ts'
import type { PairFormat } from './pair-format.ts'
import { parsePrompt, promptedConversation } from './prompted-conversation.ts'
import { Unusable } from './row.ts'
import { checkTexts } from './text-columns.ts'

const NO_PROMPT = parsePrompt(undefined)

/** Chatbot Arena: two conversations of one person as lists of messages, and which of them won; of ties there is no pair. */
export const arena = {
  name: 'arena',
  needed: ['conversation_a', 'conversation_b', 'winner'],
  optional: () => [],
  isScored: false,
  checkColumn: checkTexts,
  openParser: () => ({
    parse: ({ conversation_a, conversation_b, winner }) => {
      if (winner !== 'model_a' && winner !== 'model_b')
        throw new Unusable(`"winner" is ${shown(jsonText(winner))}; it must be model_a or model_b`)
      const a = promptedConversation(conversation_a, NO_PROMPT, 'conversation_a')
      const b = promptedConversation(conversation_b, NO_PROMPT, 'conversation_b')
      return winner === 'model_a' ? { chosen: a, rejected: b } : { chosen: b, rejected: a }
    },
  }),
} as const satisfies PairFormat
