import { PREFERENCES, type Preference } from '../domain/preference.ts'
import { type Regime, regimeOf } from '../domain/regime.ts'
import type { BySide } from '../frame/frame.ts'
import type { Located } from '../frame/lookup.ts'
import { angleBetween } from '../frame/reward-shift.ts'
import { preferenceAt, priorityFields } from '../frame/view.ts'

/** Definition 1 for one pair. */
export type RewardShift = { degrees: number; pre: BySide<number>; post: BySide<number> }

/** Null when a reward is missing or a vector has no length. */
export const shiftBetween = (pre: BySide<number> | null, post: BySide<number> | null): RewardShift | null => {
  if (!pre || !post) return null
  const degrees = angleBetween(pre.CHOSEN, pre.REJECTED, post.CHOSEN, post.REJECTED)
  return Number.isNaN(degrees) ? null : { degrees, pre, post }
}

/** Null when a reward is missing. */
export const alignedBy = (rewards: BySide<number> | null): boolean | null =>
  rewards && rewards.CHOSEN > rewards.REJECTED

/** Null when a reward is missing. */
export const regimeBetween = (pre: BySide<number> | null, post: BySide<number> | null): Regime | null =>
  pre && post ? regimeOf(pre.CHOSEN > pre.REJECTED, post.CHOSEN > post.REJECTED) : null

/** The labeler's (its index in the frame) preference within one pair; null where it can't be told. */
export const preferenceOf = ({ frame, columns, row }: Located, labeler: number): Preference | null => {
  const labels = columns.labels[labeler]
  return (labels && PREFERENCES[preferenceAt(labels, priorityFields(frame.taxonomy), row)]) ?? null
}
