import { clipped } from '../../domain/clipped.ts'

const NAMED = 4

export const listed = (names: readonly string[]): string => {
  if (names.length === 0) return 'none'
  const more = names.length - NAMED
  return names.slice(0, NAMED).join(' or ') + (more > 0 ? ` or ${more} more` : '')
}

export const quoted = (text: string): string => `“${clipped(text, 40)}”`

/** Of many names, only those are clipped that are listed. */
export const listedNames = (names: readonly string[]): string =>
  listed(names.map((name, index) => (index < NAMED ? quoted(name) : name)))

/** BECAME_ALIGNED as 'became aligned'. */
export const wordsOf = (constant: string): string => constant.toLowerCase().replaceAll('_', ' ')

/** On which entries something is. */
export const ON = {
  CHOSEN: 'on the chosen entry',
  REJECTED: 'on the rejected entry',
  EITHER: 'on either entry',
  BOTH: 'on both entries',
}

/** Not all of them: a list of all says no more than that a value is known. */
export const isSome = <T>(wanted: readonly T[], all: readonly T[]): boolean =>
  all.some((one) => !wanted.includes(one))

export const codesOf = <T>(wanted: readonly T[], all: readonly T[]): number[] =>
  wanted.map((one) => all.indexOf(one))
