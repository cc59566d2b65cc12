import type { BitField } from '../../domain/label-bits.ts'
import type { BySide, Frame, LabelColumns } from '../../frame/frame.ts'
import type { CodeTerm, Index, Labels, NumberTerm, Version } from '../terms.ts'

/** What terms are computed from: columns of one length, of a frame's pairs or of those that a rewriter rewrote. */
export type Space = {
  frame: Frame
  fields: readonly BitField[]
  length: number
  /** Of each row, ascending. */
  rowIds: Int32Array
  /** Codes into the frame's subsets; −1 for none. */
  subset: Int16Array
  /** Of each row the code of its prompt in the frame. */
  prompt: Int32Array
  /** The pair (its position in the frame) of each row; null: the row itself. */
  positions: Int32Array | null
  similarity: BySide<Float64Array> | null
  rewards(model: Index, version: Version): BySide<Float64Array> | null
  labels(of: Omit<Labels, 'side'>): BySide<LabelColumns> | null
  measures(measure: Index, version: Version): BySide<Float64Array> | null
  /** NaN where there is none. */
  numbers(term: NumberTerm): Float64Array
  /** −1 where it is unknown. */
  codes(term: CodeTerm): Int8Array
}

/** Some rows of a space. */
export type Rows = { space: Space; rows: Int32Array }
