import type { FilterCondition } from './filter-condition.ts'

export const rewritten: FilterCondition<boolean> = {
  input: { type: 'Boolean', description: 'Some rewriter rewrote it, or none did.' },
  check: () => null,
  condition: (rewritten) => ({ code: { code: 'REWRITTEN' }, isOneOf: [rewritten ? 1 : 0] }),
  words: (rewritten) => (rewritten ? 'rewritten' : 'not rewritten'),
  selects: () => null,
}
