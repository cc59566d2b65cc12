import { PREFERENCES, type Preference } from '../domain/preference.ts'
import { type Regime, regimeOf } from '../domain/regime.ts'
import type { BySide } from '../frame/frame.ts'
import type { Located } from '../frame/lookup.ts'
import { marginOf } from '../frame/margin.ts'
import { angleBetween } from '../frame/reward-shift.ts'
import { preferenceAt, priorityFields } from '../pairs/preference.ts'
import { sigmoid } from '../stats/sigmoid.ts'

/** Definition 1 for one pair. */
export type RewardShift = { degrees: number; before: BySide<number>; after: BySide<number> }

/** Null when a reward is missing or a vector has no length. */
export const shiftBetween = (
  before: BySide<number> | null,
  after: BySide<number> | null,
): RewardShift | null => {
  if (!before || !after) return null
  const degrees = angleBetween(before.CHOSEN, before.REJECTED, after.CHOSEN, after.REJECTED)
  return Number.isNaN(degrees) ? null : { degrees, before, after }
}

/** The margin after less the margin before; null when a reward is missing, or it is beyond the range of numbers. */
export const marginChangeBetween = (
  before: BySide<number> | null,
  after: BySide<number> | null,
): number | null => {
  if (!before || !after) return null
  const [was, is] = [before, after].map(({ CHOSEN, REJECTED }) => marginOf(CHOSEN, REJECTED))
  const change = marginOf(is, was)
  return Number.isNaN(change) ? null : change
}

/** Null when a reward is missing. */
export const alignedBy = (rewards: BySide<number> | null): boolean | null =>
  rewards && rewards.CHOSEN > rewards.REJECTED

/** Null when a reward is missing. */
export const regimeBetween = (before: BySide<number> | null, after: BySide<number> | null): Regime | null =>
  before && after ? regimeOf(before.CHOSEN > before.REJECTED, after.CHOSEN > after.REJECTED) : null

/** The labeler's (its index in the frame) preference within one pair; null where it can't be told. */
export const preferenceOf = ({ frame, columns, row }: Located, labeler: number): Preference | null => {
  const labels = columns.labels[labeler]
  return (labels && PREFERENCES[preferenceAt(labels, priorityFields(frame.taxonomy), row)]) ?? null
}

/** What a reward says as a probability, as Bradley and Terry have it. */
export const probabilityOf = sigmoid
