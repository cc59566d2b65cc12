import { shown } from './cells.ts'
import { beginsWithTurn, inTurns, KNOWN_TURNS } from './chat-templates.ts'
import { answeredConversation } from './conversation-text.ts'
import { jsonText } from './json-text.ts'
import { parseMessages, turnsOf } from './messages.ts'
import { Unusable } from './row.ts'

/**
 * What chosen and rejected go on from. `opened` is a text in turns: the completion is the rest of its last
 * one. After `messages` and after a `question`, which is a user's whole turn, it is a turn of its own.
 */
export type Prompt = { kind: 'none' | 'opened' | 'messages' | 'question'; text: string }

const OPEN_ANSWER = /\n\nAssistant:\s*$/

const isMissing = (value: unknown): value is null | undefined => value === undefined || value === null

const notText = (name: string, value: unknown) =>
  new Unusable(`"${name}" is neither a text nor a list of messages: ${shown(jsonText(value))}`)

/** @throws Unusable when it is neither a text nor a list of messages. */
export const parsePrompt = (value: unknown): Prompt => {
  if (isMissing(value) || value === '') return { kind: 'none', text: '' }
  if (Array.isArray(value)) return { kind: 'messages', text: turnsOf(parseMessages(value, 'prompt')) }
  if (typeof value !== 'string') throw notText('prompt', value)
  if (inTurns(value) !== null) return { kind: 'opened', text: value }
  return { kind: 'question', text: `\n\nHuman: ${value}` }
}

const joinMessages = (list: readonly unknown[], { kind, text: prompt }: Prompt, name: string): string => {
  const messages = parseMessages(list, name)
  if (messages[messages.length - 1].role !== 'assistant')
    throw new Unusable(`"${name}" does not end with a message of the assistant`)
  const text = turnsOf(messages)
  // As TRL has it: a prompt that is a string beside message lists which begin with a prompt is one they have.
  const whole = kind === 'messages' ? text.startsWith(prompt) : messages[0].role !== 'assistant'
  return whole ? text : (inTurns(prompt) ?? prompt).replace(OPEN_ANSWER, '') + text
}

const joinText = (text: string, { kind, text: prompt }: Prompt): string => {
  if (kind === 'none' || text.startsWith(prompt)) return text
  if (kind === 'opened') return prompt + text
  const own = beginsWithTurn(text) ? inTurns(text) : null
  if (own !== null) return kind === 'question' || own.startsWith(prompt) ? own : prompt + own
  if (/^\s*Assistant:/.test(text)) return `${prompt}\n\n${text.trimStart()}`
  return `${prompt}\n\nAssistant:${/^\s/.test(text) ? '' : ' '}${text}`
}

/**
 * The whole conversation from a completion, or from a conversation that repeats the prompt; either can be a
 * text or a list of messages.
 *
 * @throws Unusable naming what is wrong about `name`, the key.
 */
export const promptedConversation = (value: unknown, prompt: Prompt, name: string): string => {
  if (isMissing(value)) throw new Unusable(`"${name}" is missing`)
  if (Array.isArray(value)) return answeredConversation(joinMessages(value, prompt, name), `"${name}"`)
  if (typeof value !== 'string') throw notText(name, value)
  if (value === '' && prompt.kind === 'none') throw new Unusable(`"${name}" is empty`)
  const text = inTurns(joinText(value, prompt))
  if (text === null)
    throw new Unusable(`"${name}" has no turns that could be told apart; known: ${KNOWN_TURNS}`)
  return answeredConversation(text, `"${name}"`)
}
