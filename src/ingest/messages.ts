import { hasInnerTurn, type Message, ROLES, type Role } from '../domain/conversation.ts'
import { shown } from './cells.ts'
import { jsonText } from './json-text.ts'
import { Unusable } from './row.ts'

const isRole = (role: unknown): role is Role => ROLES.includes(role as Role)

const printed = (value: unknown): string => (value === undefined ? 'missing' : shown(jsonText(value)))

/** The role of a message. @throws Unusable when it is none of those that the turns of a conversation have. */
export const roleOf = (role: unknown, name: string): Role => {
  if (isRole(role)) return role
  const roles = ROLES.join(', ')
  throw new Unusable(`${name} is ${typeof role === 'string' ? shown(role) : printed(role)}; known: ${roles}`)
}

type Part = { type?: unknown; text?: unknown }
/** What parts of text are called, in chats and in responses. */
const TEXT_PARTS = ['text', 'input_text', 'output_text']

/** The text of a content that is one, or parts of text; null for any other. */
const textIn = (content: unknown): string | null => {
  if (typeof content === 'string') return content
  if (!Array.isArray(content) || content.length === 0) return null
  const texts = (content as (Part | string | null)[]).map((part) => {
    if (typeof part === 'string') return part
    return TEXT_PARTS.includes(part?.type as string) ? part?.text : null
  })
  return texts.every((text) => typeof text === 'string') ? texts.join('') : null
}

/** Calls of tools as JSON, a line each: what an assistant says with them. */
const callsIn = (calls: unknown): string[] =>
  Array.isArray(calls)
    ? calls.map((call) => jsonText((call as { function?: unknown })?.function ?? call))
    : []

/** A list `[{role, content}]`. @throws Unusable naming the message that is none, from `name[0]` on. */
export const parseMessages = (list: readonly unknown[], name: string): Message[] => {
  if (list.length === 0) throw new Unusable(`"${name}" is an empty list`)
  return list.map((message, index) => {
    const path = `${name}[${index}]`
    if (typeof message !== 'object' || message === null) {
      const several = list.every((text) => typeof text === 'string')
        ? '; --format rewardbench-2 takes lists of answers'
        : ''
      throw new Unusable(`${path} is no message with role and content: ${printed(message)}${several}`)
    }
    const { role, content, tool_calls, function_call } = message as Record<string, unknown>
    const checkedRole = roleOf(role, `${path}.role`)
    // An assistant called one function before it could call several tools.
    const calls = [...callsIn(tool_calls), ...callsIn(function_call ? [function_call] : [])]
    const isEmpty =
      content === null || content === undefined || (Array.isArray(content) && content.length === 0)
    const text = isEmpty ? null : textIn(content)
    if (text === null && (calls.length === 0 || !isEmpty))
      throw new Unusable(`${path}.content is ${printed(content)}; it must be a text`)
    return { role: checkedRole, content: [...(text ? [text] : []), ...calls].join('\n') }
  })
}

/** Whether system or developer say anything behind the others: a text has them say it in the turn before. */
export const hasLateRule = (messages: readonly Message[]): boolean => {
  const isRule = ({ role }: Message) => role === 'system' || role === 'developer'
  const first = messages.findIndex((message) => !isRule(message))
  return first >= 0 && messages.slice(first).some(isRule)
}

/** Whether a message of them, as a text, would be read as more than one turn. */
export const hasTurnInside = (messages: readonly Message[]): boolean =>
  messages.some(({ content }) => hasInnerTurn(`${content}`))
