const ASSISTANT = 'Assistant:'
const SYSTEM = '\n\nSystem:'
const TURN = /\n\n(?:Human|Assistant):/g

/** Where the last assistant turn begins, or -1. */
const lastAssistantTurn = (text: string): number => text.lastIndexOf(ASSISTANT)

/** The last assistant turn, with its `Assistant:`; the whole text when there is none. */
export const responseOf = (text: string): string => text.slice(Math.max(0, lastAssistantTurn(text)))

/** What comes before the last assistant turn; nothing when there is none. */
export const promptOf = (text: string): string => text.slice(0, Math.max(0, lastAssistantTurn(text)))

export const hasAssistantTurn = (text: string): boolean => lastAssistantTurn(text) >= 0

/** Whether the last of the turns that begin a paragraph is the assistant's. */
export const endsWithAssistant = (text: string): boolean => {
  const padded = `\n\n${text}`
  return padded.lastIndexOf(`\n\n${ASSISTANT}`) > padded.lastIndexOf('\n\nHuman:')
}

export type Message = { role: 'system' | 'user' | 'assistant'; content: string }

/** Why a text is no list of messages. */
export const NO_MESSAGES = 'it does not begin with a turn, so it is no list of messages'

/** The turns as chat messages, a system's message first if the text begins with one; null when it begins otherwise. */
export const messagesOf = (text: string): Message[] | null => {
  const turns = [...text.matchAll(TURN)]
  if (turns.length === 0) return null
  const [{ index: first }] = turns
  const system: Message[] = []
  if (text.startsWith(SYSTEM))
    system.push({ role: 'system', content: text.slice(SYSTEM.length, first).trim() })
  else if (first > 0) return null
  const messages = turns.map(
    ({ 0: head, index }, turn): Message => ({
      role: head.endsWith(ASSISTANT) ? 'assistant' : 'user',
      content: text.slice(index + head.length, turns[turn + 1]?.index).trim(),
    }),
  )
  return [...system, ...messages]
}

const beginsTurn = (text: string, at: number): boolean =>
  text.startsWith('Human:', at) || text.startsWith(ASSISTANT, at)

const sharedLength = (a: string, b: string): number => {
  const end = Math.min(a.length, b.length)
  let length = 0
  while (length < end && a.charCodeAt(length) === b.charCodeAt(length)) length++
  return length
}

/**
 * How much of the text both conversations of a pair share: up to the last assistant turn, as the reference
 * splits them, or, where the conversations part earlier, the whole turns before that.
 */
export const promptLength = (chosen: string, rejected: string): number => {
  const [pivot, otherPivot] = [lastAssistantTurn(chosen), lastAssistantTurn(rejected)]
  const shared = sharedLength(chosen, rejected)
  if (pivot === otherPivot && shared >= pivot) return Math.max(0, pivot)
  const limit = Math.min(shared, pivot, otherPivot)
  let length = 0
  for (const turn of chosen.matchAll(TURN)) {
    const start = turn.index + 2
    if (start > limit) break
    // A paragraph of the other one's turn may begin as this turn does: "\n\nH".
    if (beginsTurn(rejected, start)) length = start
  }
  return length
}
