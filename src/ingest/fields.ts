import { Unusable } from './row.ts'

/** The keys of a line's JSON object. @throws Unusable when it is something else. */
export const fieldsOf = (value: unknown, needed: readonly string[]): Record<string, unknown> => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw new Unusable(`the line is not a JSON object with ${needed.map((key) => `"${key}"`).join(' and ')}`)
}
