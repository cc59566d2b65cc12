import type { FilterCondition } from './filter-condition.ts'

export const labeled: FilterCondition<boolean> = {
  input: { type: 'Boolean', description: 'The labeler said anything of both entries, or did not.' },
  check: () => null,
  condition: (labeled, { subject: { labeler } }) => ({
    code: { code: 'LABELED', labeler },
    isOneOf: [labeled ? 1 : 0],
  }),
  words: (labeled) => (labeled ? 'labeled' : 'not labeled'),
  selects: () => null,
}
