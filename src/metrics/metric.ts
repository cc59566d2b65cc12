import type { Interruption } from '../domain/interruption.ts'
import type { Pairs } from '../pairs/pairs.ts'
import type { Index } from '../pairs/terms.ts'

/** A reward model: its index in the outline (−1: there is none), what messages call it, and why there is none where nothing is missing. */
export type Model = { index: Index; called: string; lack?: string }

/**
 * What a metric is computed of: pairs on which the human had a preference, how many of the slice are ties, and where two
 * audits are compared the other one's pairs.
 */
export type Asked = { pairs: Pairs; ties: number; other: Pairs | null; signal?: Interruption }

/**
 * A quantity of the paper: which aggregates of pairs it asks for, and what it makes of them. It knows models and labelers by
 * their indices, and pairs by `Pairs` alone: every executor of those answers it.
 */
export type Metric<Args, Answer> = (asked: Asked, args: Args) => Promise<Answer>

/** Whose rewards and labels a metric can be of. */
export type Whose = {
  model: Model
  /** Models side by side. */
  models: readonly Model[]
  /** Two models, the one having become the other. */
  before: Model
  after: Model
  labeler: Index
}
