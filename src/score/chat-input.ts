import type { Tokenizer } from 'tokenizers'
import { messagesOf, NO_MESSAGES } from '../domain/conversation.ts'
import type { ChatTemplate } from './chat-template.ts'
import type { Input } from './input.ts'

/**
 * A conversation as chat messages, by the model's own template, which writes all special tokens: the
 * tokenizer adds none, or the first would be there twice. What is too long loses its beginning.
 *
 * A text that has special tokens as plain text is read with them: so do the reference tokenizers, and so
 * was the model trained. A hostile one can pretend to be several turns; the scorer counts such texts.
 */
export const chatInput = (tokenizer: Tokenizer, maxLength: number, template: ChatTemplate): Input => ({
  provenance: {
    input: 'chat messages, by the template of the model',
    truncation: 'the beginning of the conversation',
    templateSha256: template.sha256,
  },
  loses: "conversations' beginnings",
  encode: async ({ text, answerAt }) => {
    const messages = messagesOf(text, answerAt)
    if (messages === null) return { reason: NO_MESSAGES }
    let rendered: string
    try {
      rendered = template.render(messages)
    } catch (error) {
      return { reason: `the chat template says: ${(error as Error).message}` }
    }
    const encoding = await tokenizer.encode(rendered, null, { addSpecialTokens: false })
    const cut = Math.max(0, encoding.getLength() - maxLength)
    return { ids: encoding.getIds().slice(cut), types: encoding.getTypeIds().slice(cut), cut }
  },
})
