import { shown } from './cells.ts'
import { jsonText } from './json-text.ts'
import { Unusable } from './row.ts'

const SPEAKERS = { system: 'System', user: 'Human', assistant: 'Assistant' } as const
export type Role = keyof typeof SPEAKERS
export type Message = { role: Role; content: string }

const isRole = (role: unknown): role is Role => typeof role === 'string' && Object.hasOwn(SPEAKERS, role)

const printed = (value: unknown): string => (value === undefined ? 'missing' : shown(jsonText(value)))

/** The role of a message. @throws Unusable when it is none of those that the turns of a conversation have. */
export const roleOf = (role: unknown, name: string): Role => {
  if (isRole(role)) return role
  const known = Object.keys(SPEAKERS).join(', ')
  throw new Unusable(`${name} is ${typeof role === 'string' ? shown(role) : printed(role)}; known: ${known}`)
}

/** A list `[{role, content}]`. @throws Unusable naming the message that is none, from `name[0]` on. */
export const parseMessages = (list: readonly unknown[], name: string): Message[] => {
  if (list.length === 0) throw new Unusable(`"${name}" is an empty list`)
  return list.map((message, index) => {
    const path = `${name}[${index}]`
    if (typeof message !== 'object' || message === null)
      throw new Unusable(`${path} is no message with role and content: ${printed(message)}`)
    const { role, content } = message as Record<string, unknown>
    const known = roleOf(role, `${path}.role`)
    if (typeof content !== 'string')
      throw new Unusable(`${path}.content is ${printed(content)}; it must be a text`)
    return { role: known, content }
  })
}

/** The messages as the turns of one text: `\n\nHuman: …\n\nAssistant: …`, word for word. */
export const turnsOf = (messages: readonly Message[]): string =>
  messages.map(({ role, content }) => `\n\n${SPEAKERS[role]}: ${content}`).join('')

/** Whether a list has a message which, as a text, would be read as more than one turn. */
export const hasTurnInside = (list: unknown): boolean =>
  Array.isArray(list) && list.some((message) => /\n\n(?:Human|Assistant):/.test(message?.content))
