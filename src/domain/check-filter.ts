import { InvalidInput } from './errors.ts'
import type { PairFilter, Range } from './pair-filter.ts'

/** The conditions of a filter that are ranges. */
const RANGES = ['rowId', 'reward', 'margin', 'rewardShift'] as const

/** What whoever gave the ends the wrong way round may have meant. */
const WAY_OUT: Partial<Record<(typeof RANGES)[number], (ends: Ends) => string>> = {
  rewardShift: ({ gte, lte }) =>
    `swap them for the angles between, or write or: [{rewardShift: {gte: ${gte}}}, {rewardShift: {lte: ${lte}}}] for those beyond`,
}

type Ends = { gte: number; lte: number }

const assertRange = (at: string, range: Range, wayOut: ((ends: Ends) => string) | undefined): void => {
  const { gte, lte } = range
  if (typeof gte !== 'number' || typeof lte !== 'number' || gte <= lte) return
  const advice = wayOut?.({ gte, lte }) ?? 'swap them'
  throw new InvalidInput(`${at}: no number is at least ${gte} (gte) and at most ${lte} (lte); ${advice}`)
}

/** @throws InvalidInput naming the range that nothing can be in. */
export const assertFilter = (filter: PairFilter, at = 'where'): void => {
  for (const name of RANGES) {
    const range = filter[name]
    if (range) assertRange(`${at}.${name}`, range, WAY_OUT[name])
  }
  filter.and?.forEach((inner, index) => {
    assertFilter(inner, `${at}.and[${index}]`)
  })
  filter.or?.forEach((inner, index) => {
    assertFilter(inner, `${at}.or[${index}]`)
  })
  if (filter.not) assertFilter(filter.not, `${at}.not`)
}
