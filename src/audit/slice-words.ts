import { givenIn, type PairFilter } from './pair-filter.ts'

const wordsIn = (filter: PairFilter): string[] => {
  const { and, or, not } = filter
  const parts = givenIn(filter).flatMap(({ value, condition }) => condition.words(value) ?? [])
  if (and) parts.push(...and.flatMap(wordsIn))
  if (or) parts.push(or.length === 0 ? 'nothing' : `(${or.map(sliceWords).join(' or ')})`)
  if (not) parts.push(`not (${sliceWords(not)})`)
  return parts
}

/** A slice in words, as 'topic “Health and fitness” and not (regime stayed aligned)'. */
export const sliceWords = (filter: PairFilter): string => {
  const parts = wordsIn(filter)
  return parts.length === 0 ? 'anything' : parts.join(' and ')
}
