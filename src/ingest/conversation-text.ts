import { hasAssistantTurn } from '../domain/conversation.ts'
import { Unusable } from './row.ts'
import { storable } from './storable.ts'

/** @throws Unusable unless the text can be stored and has an assistant turn; `name` as in "the chosen conversation". */
export const conversationText = (text: string, name: string): string => {
  if (text === '') throw new Unusable(`${name} is empty`)
  if (!hasAssistantTurn(text)) throw new Unusable(`${name} has no assistant turn`)
  return storable(text, name)
}
