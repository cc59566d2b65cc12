import { InvalidInput } from '../domain/errors.ts'
import { givenIn, type PairFilter } from './pair-filter.ts'

/** @throws InvalidInput naming the condition that nothing can match. */
export const assertFilter = (filter: PairFilter, at = 'where'): void => {
  for (const { name, value, condition } of givenIn(filter)) {
    const problem = condition.check?.(value)
    if (problem) throw new InvalidInput(`${at}.${name}: ${problem}`)
  }
  filter.and?.forEach((inner, index) => {
    assertFilter(inner, `${at}.and[${index}]`)
  })
  filter.or?.forEach((inner, index) => {
    assertFilter(inner, `${at}.or[${index}]`)
  })
  if (filter.not) assertFilter(filter.not, `${at}.not`)
}
