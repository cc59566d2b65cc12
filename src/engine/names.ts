import { createHash } from 'node:crypto'
import type { Condition } from '../pairs/terms.ts'

/** A name as long as any other for a value of JSON, however large. */
export const nameOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url')

const remembered = new WeakMap<Condition, string>()

/** The same for a condition. What all must hold is named one by one: of a long condition with something added, only that is read. */
export const conditionName = (condition: Condition | null): string | null => {
  if (!condition) return null
  const name =
    remembered.get(condition) ??
    nameOf('all' in condition ? { all: condition.all.map(conditionName) } : condition)
  remembered.set(condition, name)
  return name
}
