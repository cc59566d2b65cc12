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

/** The text of a content that is one, or parts of text; null for any other. */
const textIn = (content: unknown): string | null => {
  if (typeof content === 'string') return content
  if (!Array.isArray(content) || content.length === 0) return null
  const texts = (content as (Part | null)[]).map((part) => (part?.type === 'text' ? part.text : null))
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
    const { role, content, tool_calls } = message as Record<string, unknown>
    const checkedRole = roleOf(role, `${path}.role`)
    const calls = callsIn(tool_calls)
    const text = content === null || content === undefined ? null : textIn(content)
    if (text === null && (calls.length === 0 || (content !== null && content !== undefined)))
      throw new Unusable(`${path}.content is ${printed(content)}; it must be a text`)
    return { role: checkedRole, content: [...(text ? [text] : []), ...calls].join('\n') }
  })
}

/** Whether a message of them, as a text, would be read as more than one turn. */
export const hasTurnInside = (messages: readonly Message[]): boolean =>
  messages.some(({ content }) => hasInnerTurn(`${content}`))
