import type { FilterCondition } from './filter-condition.ts'

export const tie: FilterCondition<boolean> = {
  input: {
    type: 'Boolean',
    description:
      'The human had no preference, or had one. Ties are shown, but in no number about chosen and rejected.',
  },
  condition: (tie) => ({ code: { code: 'TIE' }, isOneOf: [tie ? 1 : 0] }),
  words: (tie) => (tie ? 'a tie' : 'no tie'),
}
