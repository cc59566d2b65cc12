import { decimalOf, shown } from './cells.ts'
import { jsonText } from './json-text.ts'
import { Unusable } from './row.ts'

/** A finite number, or a text that spells one, as tables have it; null: it is neither. */
export const numberOf = (value: unknown): number | null => {
  if (typeof value === 'string') return decimalOf(value.trim())
  const number = typeof value === 'bigint' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** A score: a number, or, as models with one logit give it, a list of it. @throws Unusable */
export const scoreOf = (value: unknown, name: string): number => {
  const score = numberOf(Array.isArray(value) && value.length === 1 ? value[0] : value)
  if (score !== null) return score
  throw new Unusable(`"${name}" is ${shown(jsonText(value ?? null))}; it must be a finite number`)
}
