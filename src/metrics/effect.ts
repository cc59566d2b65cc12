import type { PatternRequest, Patterns } from '../pairs/patterns.ts'
import type { Index, Labels } from '../pairs/terms.ts'
import type { Arranged, Method } from './regression-model.ts'

/** What equation 1 takes out of both of its sides, and how pairs are arranged so that it is. */
export type Effect = {
  method: Method
  /** Of a model's rewards (its index). */
  request(model: Index, labels: readonly Labels[]): Omit<PatternRequest, 'features' | 'ungrouped'>
  arrange(patterns: Patterns): Arranged | Promise<Arranged>
}
