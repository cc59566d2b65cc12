import { type BitField, decodeValue } from '../domain/label-bits.ts'
import type { LabelColumns } from './frame.ts'

/** The value of a feature at a row, or null where it is unknown. */
export const featureValue = (labels: LabelColumns, field: BitField, row: number): number | null => {
  const { word, shift, mask } = field
  if (((labels.known[word][row] >>> shift) & mask) === 0) return null
  return decodeValue((labels.features[word][row] >>> shift) & mask)
}

/** Whether the labeler said anything of the entry at a row. */
export const isLabeled = (labels: LabelColumns, row: number): boolean =>
  (labels.known[0][row] | labels.known[1][row]) !== 0
