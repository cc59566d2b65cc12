import { endsWithAssistant, hasAssistantForReference, hasAssistantTurn } from '../domain/conversation.ts'
import { Unusable } from './row.ts'
import { storable } from './storable.ts'

/** @throws Unusable unless the text can be stored and has an assistant turn; `name` as in "the chosen conversation". */
export const conversationText = (text: string, name: string): string => {
  if (text === '') throw new Unusable(`${name} is empty`)
  if (!hasAssistantTurn(text)) throw new Unusable(`${name} has no assistant turn`)
  return storable(text, name)
}

/**
 * A text that a language model rewrote: blank lines before its turns may be lost, where the reference finds them all
 * the same. @throws Unusable as `conversationText` does, where it finds none either.
 */
export const rewrittenConversation = (text: string, name: string): string =>
  hasAssistantForReference(text) ? storable(text, name) : conversationText(text, name)

/** @throws Unusable also when the last turn is not the assistant's: then there is no answer to prefer. */
export const answeredConversation = (text: string, name: string): string => {
  conversationText(text, name)
  if (!endsWithAssistant(text)) throw new Unusable(`${name} does not end with an assistant turn`)
  return text
}
