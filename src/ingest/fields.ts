import { Unusable } from './row.ts'
import { whatItHas } from './shapes.ts'

export type Fields = Record<string, unknown>

/** The keys of a line's JSON object, all that are needed. @throws Unusable when it is something else, or lacks one. */
export const fieldsOf = (value: unknown, needed: readonly string[], format: string): Fields => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Unusable(`the line is not a JSON object with ${needed.map((key) => `"${key}"`).join(' and ')}`)
  const fields = value as Fields
  const lacking = needed.find((key) => !Object.hasOwn(fields, key))
  if (lacking === undefined) return fields
  throw new Unusable(`"${lacking}" is missing; the line has ${whatItHas(Object.keys(fields), format)}`)
}
