import { bitFields } from '../domain/label-bits.ts'
import type { Side } from '../domain/side.ts'
import { featureValue, isLabeled } from './feature-values.ts'
import { type BySide, type EntryColumns, type Frame, namesAt, positionOf } from './frame.ts'

/** Where an entry's columns are: the original of a pair, or what a rewriter made of it. */
export type Located = { frame: Frame; columns: EntryColumns; row: number }

/** Null: the frame's revision has no such entry. `variantId` 0 is the original. */
export const locate = (frame: Frame, rowId: number, variantId: number): Located | null => {
  const position = positionOf(frame.rowIds, rowId)
  if (position < 0) return null
  if (variantId === 0) return { frame, columns: frame.original, row: position }
  const columns = frame.rewritten.find((rewritten) => rewritten.variantId === variantId)
  const row = columns ? positionOf(columns.positions, position) : -1
  return columns && row >= 0 ? { frame, columns, row } : null
}

/** The reward of one model (its index in the frame), or null. */
export const rewardAt = ({ columns, row }: Located, model: number, side: Side): number | null => {
  const score = columns.rewards[model]?.[side][row]
  return score === undefined || Number.isNaN(score) ? null : score
}

/** A measure (its index in the frame), or null. */
export const measureAt = ({ columns, row }: Located, measure: number, side: Side): number | null => {
  const value = columns.measures[measure]?.[side][row]
  return value === undefined || Number.isNaN(value) ? null : value
}

/** Both rewards of one model, or null where one is missing. */
export const rewardVectorAt = (located: Located, model: number): BySide<number> | null => {
  const CHOSEN = rewardAt(located, model, 'CHOSEN')
  const REJECTED = rewardAt(located, model, 'REJECTED')
  return CHOSEN === null || REJECTED === null ? null : { CHOSEN, REJECTED }
}

/** How similar a rewritten pair's entries are to their originals; null where unknown. */
export const similarityAt = (similarity: BySide<Float64Array>, row: number): BySide<number | null> => {
  const at = (side: Side) => (Number.isNaN(similarity[side][row]) ? null : similarity[side][row])
  return { CHOSEN: at('CHOSEN'), REJECTED: at('REJECTED') }
}

/** What a labeler said of an entry: known values only, features by their index in the taxonomy. */
export type EntryLabel = {
  values: { feature: number; value: number }[]
  topics: string[]
  discriminatesAgainst: string[]
}

/** The label of one labeler (its index in the frame), or null. */
export const labelAt = ({ frame, columns, row }: Located, labeler: number, side: Side): EntryLabel | null => {
  const labels = columns.labels[labeler]?.[side]
  if (!labels || !isLabeled(labels, row)) return null
  const values = bitFields(frame.taxonomy.features).flatMap((field, feature) => {
    const value = featureValue(labels, field, row)
    return value === null ? [] : [{ feature, value }]
  })
  return {
    values,
    topics: namesAt(labels.topics, row, frame.topics),
    discriminatesAgainst: namesAt(labels.discriminations, row, frame.discriminations),
  }
}
