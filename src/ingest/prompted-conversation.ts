import {
  answeredAt,
  type Conversation,
  firstSpeaker,
  type Message,
  type Role,
  textOf,
  turnsOf,
  withAnswer,
  withAnswerTurn,
  withoutOpenAnswer,
} from '../domain/conversation.ts'
import { shown } from './cells.ts'
import { contentOf, inTurns, KNOWN_TURNS, templatedMessages } from './chat-templates.ts'
import { answeredConversation } from './conversation-text.ts'
import { jsonText } from './json-text.ts'
import { parseMessages } from './messages.ts'
import { Unusable } from './row.ts'
import { storable } from './storable.ts'

/**
 * What chosen and rejected go on from. `opened` is a text in turns: the completion is the rest of its last one. After
 * `messages`, a `template`'s text and a `question`, which is a user's whole turn, it is a turn of its own.
 */
export type Prompt = {
  kind: 'none' | 'opened' | 'messages' | 'template' | 'question'
  /** In turns, the system's first. */
  text: string
  /** As it was given, for what repeats it. */
  given: string
  /** What a system says before a conversation that has no such turn. */
  system: string
}

const isMissing = (value: unknown): value is null | undefined => value === undefined || value === null

const notText = (name: string, value: unknown) =>
  new Unusable(`"${name}" is neither a text nor a list of messages: ${shown(jsonText(value))}`)

const beginsWith = (text: string, ...roles: readonly Role[]): boolean => {
  const speaker = firstSpeaker(text)
  return speaker !== null && roles.includes(speaker)
}

/** A conversation with what a system says before it, unless it has such a turn already. */
const withSystem = (system: string, text: string): string => {
  if (system === '' || beginsWith(text, 'system', 'developer')) return text
  return `${textOf([{ role: 'system', content: system }])}${text.startsWith('\n\n') ? '' : '\n\n'}${text}`
}

const systemOf = (system: unknown): string => {
  if (isMissing(system)) return ''
  if (typeof system === 'string') return system
  throw new Unusable(`"system" is not a text: ${shown(jsonText(system))}`)
}

/** Without an answer that is only begun. */
const asked = (messages: readonly Message[]): readonly Message[] => {
  const last = messages.at(-1)
  return last?.role === 'assistant' && last.content === '' ? messages.slice(0, -1) : messages
}

/** @throws Unusable when it is neither a text nor a list of messages, or `system` is no text. */
export const parsePrompt = (value: unknown, system?: unknown): Prompt => {
  const rules = systemOf(system)
  const prompt = (kind: Prompt['kind'], text: string, given = text): Prompt => ({
    kind,
    text: kind === 'none' ? text : withSystem(rules, text),
    given,
    system: rules,
  })
  if (isMissing(value) || value === '') return prompt('none', '')
  if (Array.isArray(value)) return prompt('messages', textOf(parseMessages(value, 'prompt')))
  if (typeof value !== 'string') throw notText('prompt', value)
  const messages = templatedMessages(value)
  if (messages !== null) return prompt('template', textOf(asked(messages)), value)
  if (inTurns(value) !== null) return prompt('opened', value)
  return prompt('question', textOf([{ role: 'user', content: value }]))
}

/** A conversation by itself, whose answer is its last turn. */
const parseWhole = (text: string, system: string, name: string): Conversation => {
  const turns = inTurns(text)
  if (turns === null)
    throw new Unusable(`"${name}" has no turns that could be told apart; known: ${KNOWN_TURNS}`)
  return { text: answeredConversation(withSystem(system, turns), `"${name}"`) }
}

/** @throws Unusable for a text that can't be stored. */
const storableConversation = (conversation: Conversation, name: string): Conversation => {
  storable(conversation.text, `"${name}"`)
  return conversation
}

const joinMessages = (
  list: readonly unknown[],
  { kind, text, given, system }: Prompt,
  name: string,
): Conversation => {
  const messages = parseMessages(list, name)
  const last = messages[messages.length - 1]
  if (last.role !== 'assistant') throw new Unusable(`"${name}" does not end with a message of the assistant`)
  const turns = textOf(messages)
  // As TRL has it: a prompt that is a string beside message lists which begin with a prompt is one they have.
  const repeats = kind === 'messages' ? turns.startsWith(given) : messages[0].role !== 'assistant'
  const joined = repeats ? withSystem(system, turns) : withSystem(system, withoutOpenAnswer(text)) + turns
  return storableConversation(answeredAt(joined, joined.length - textOf([last]).length + 2), name)
}

/** Whether a text is a conversation from its first word on which has the prompt in it. */
const repeatsPrompt = (text: string, { kind, given }: Prompt): boolean => {
  if (kind === 'opened' || kind === 'template') return text.startsWith(given)
  const turns = inTurns(text)
  if (turns === null || !beginsWith(turns, 'system', 'developer', 'user')) return false
  if (kind === 'messages') return turns.startsWith(given)
  const question = turnsOf(given)[0].text.trim()
  return turnsOf(turns).some((turn) => turn.role === 'user' && turn.text.trim() === question)
}

/** The answer in a text that a chat template has made of it. */
const answerIn = (text: string): string => {
  const messages = templatedMessages(text)
  return messages?.length === 1 ? messages[0].content : contentOf(text)
}

const joinText = (text: string, prompt: Prompt, name: string): Conversation => {
  const { kind, system } = prompt
  if (kind === 'none' || repeatsPrompt(text, prompt)) return parseWhole(text, system, name)
  if (kind === 'opened') {
    const begun = turnsOf(prompt.text).at(-1)
    if (begun?.role === 'assistant')
      return storableConversation(answeredAt(prompt.text + text, begun.at), name)
    if (firstSpeaker(text) !== 'assistant') return parseWhole(prompt.text + text, '', name)
    const isWholeTurn = turnsOf(text)[0]?.at === 2
    const before = isWholeTurn ? prompt.text : prompt.text.replace(/\n+$/, '')
    return storableConversation(withAnswerTurn(before, text), name)
  }
  if (firstSpeaker(text) === 'assistant') return storableConversation(withAnswerTurn(prompt.text, text), name)
  return storableConversation(
    withAnswer(prompt.text, kind === 'template' ? ` ${answerIn(text)}` : text),
    name,
  )
}

/**
 * The whole conversation from a completion, or from a conversation that repeats the prompt; either can be a
 * text or a list of messages. A completion is the answer as a whole, whatever it says.
 *
 * @throws Unusable naming what is wrong about `name`, the key.
 */
export const promptedConversation = (value: unknown, prompt: Prompt, name: string): Conversation => {
  if (isMissing(value)) throw new Unusable(`"${name}" is null`)
  if (Array.isArray(value)) return joinMessages(value, prompt, name)
  if (typeof value !== 'string') throw notText(name, value)
  if (value === '' && prompt.kind === 'none') throw new Unusable(`"${name}" is empty`)
  return joinText(value, prompt, name)
}
