import type { Condition, NumberTerm } from '../../pairs/terms.ts'
import type { Input, InputObject } from './filter-condition.ts'

/** Both ends belong to the range; an end left out is open. */
export type Range = { gte?: number | null; lte?: number | null }
type Ends = { gte: number; lte: number }

export const endsOf = (type: 'Int' | 'Float'): Record<'gte' | 'lte', Input> => ({
  gte: { type, description: 'At least; null: whatever.' },
  lte: { type, description: 'At most; null: whatever.' },
})

export const rangeOf = (type: 'Int' | 'Float'): InputObject => ({
  name: `${type}Range`,
  description:
    'Both ends belong to the range; an end left out is open. INVALID_INPUT where `gte` is above `lte`.',
  fields: endsOf(type),
})

/** Says of ends the wrong way round what whoever gave them may have meant. */
export const checkRange = (
  { gte, lte }: Range,
  advice: (ends: Ends) => string = () => 'swap them',
): string | null => {
  if (typeof gte !== 'number' || typeof lte !== 'number' || gte <= lte) return null
  return `no number is at least ${gte} (gte) and at most ${lte} (lte); ${advice({ gte, lte })}`
}

export const within = (number: NumberTerm, { gte, lte }: Range): Condition => ({
  number,
  gte: gte ?? null,
  lte: lte ?? null,
})

/** A range without ends says no more than that a number is known. */
export const hasEnd = ({ gte, lte }: Range): boolean => typeof gte === 'number' || typeof lte === 'number'

export const rangeWords = ({ gte, lte }: Range, unit = ''): string => {
  const low = gte ?? null
  const high = lte ?? null
  if (low !== null && high !== null) return `from ${low}${unit} to ${high}${unit}`
  if (low !== null) return `at least ${low}${unit}`
  return high === null ? 'known' : `at most ${high}${unit}`
}
