import { Cells, shown } from './cells.ts'
import { jsonText } from './json-text.ts'
import type { Fields } from './pair-format.ts'
import { Unusable } from './row.ts'

const printed = (value: unknown): string => shown(jsonText(value ?? null))

/** An object. @throws Unusable */
export const objectAt = (value: unknown, name: string): Fields => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new Unusable(`"${name}" is ${printed(value)}; it must be an object`)
}

/** A list, in a table as JSON. @throws Unusable */
export const listAt = (value: unknown, name: string): readonly unknown[] => {
  const list = typeof value === 'string' ? parsed(value) : value
  if (Array.isArray(list)) return list
  throw new Unusable(`"${name}" is ${printed(value)}; it must be a list`)
}

/** What a text is as a JSON list; itself when it is none. */
export const parsed = (text: string): unknown => {
  if (!/^\s*\[.*\]\s*$/s.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** As Python prints a list of messages. */
const PRINTED = /^\s*\[\s*\{\s*'(?:role|content)'\s*:/

/** A text or a list of messages, which a table has as JSON. @throws Unusable for one that Python printed */
export const messagesIn = (fields: Fields, value: unknown, name: string): unknown => {
  if (!(fields instanceof Cells) || typeof value !== 'string') return value
  if (PRINTED.test(value))
    throw new Unusable(`"${name}" is a list as Python prints it: ${printed(value)}; write it as JSON`)
  return parsed(value)
}

/** An object without some of its keys. */
export const without = (fields: Fields, keys: ReadonlySet<string>): Fields => {
  const rest: Fields = {}
  for (const key in fields) if (!keys.has(key)) rest[key === '__proto__' ? `"${key}"` : key] = fields[key]
  return rest
}

/** Whether a value is a number that there is: pandas has NaN where nothing is. */
export const isNumber = (value: unknown): value is number | bigint =>
  typeof value === 'bigint' || Number.isFinite(value)

/** An id of a prompt, if it is a text or a number. */
export const idOf = (value: unknown): { group?: string } =>
  (typeof value === 'string' && value.trim() !== '') || isNumber(value) ? { group: `${value}` } : {}
