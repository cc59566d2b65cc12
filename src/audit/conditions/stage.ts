import type { Input } from './filter-condition.ts'

export const STAGE: Input = {
  type: 'Stage',
  required: true,
  description: "PRE or POST: which of the audit's two models.",
}
