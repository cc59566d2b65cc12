import type { FilterCondition } from './filter-condition.ts'

export const rewritten: FilterCondition<boolean> = {
  input: { type: 'Boolean', description: 'Some rewriter rewrote it, or none did.' },
  condition: (rewritten) => ({ code: { code: 'REWRITTEN' }, isOneOf: [rewritten ? 1 : 0] }),
  words: (rewritten) => (rewritten ? 'rewritten' : 'not rewritten'),
}
