import type { PairFilter } from '../generated/documents.ts'

/** A filter from JSON; null for one without conditions. @throws SyntaxError when it is not a JSON object */
export const parseFilter = (text: string): PairFilter | null => {
  const value: unknown = JSON.parse(text)
  if (value === null) return null
  if (typeof value !== 'object' || Array.isArray(value)) throw new SyntaxError('not a JSON object')
  return Object.keys(value).length === 0 ? null : (value as PairFilter)
}
