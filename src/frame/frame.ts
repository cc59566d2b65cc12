import type { Measure } from '../domain/measure.ts'
import type { Side } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'
import type { AttributeColumns, AttributeOutline } from './attributes.ts'

/** A column per side. */
export type BySide<T> = Record<Side, T>

/** Lists of strings, one per row: row i has `codes[offsets[i]] … codes[offsets[i + 1] - 1]`. */
export type ListColumn = { offsets: Uint32Array; codes: Uint32Array }

/** Labels of one labeler on one side. Bits lie as in domain/label-bits.ts; a row without any known bit has no label. */
export type LabelColumns = {
  features: readonly [Uint32Array, Uint32Array]
  known: readonly [Uint32Array, Uint32Array]
  topics: ListColumn
  discriminations: ListColumn
}

/** What is known of one variant's entries. NaN is a missing reward; null: the model or labeler has nothing here. */
export type EntryColumns = {
  /** By the index of the model in the frame. */
  rewards: readonly (BySide<Float64Array> | null)[]
  /** By the index of the labeler in the frame. */
  labels: readonly (BySide<LabelColumns> | null)[]
  /** By the index of the measure in the frame; NaN is none. */
  measures: readonly (BySide<Float64Array> | null)[]
}

/** What one rewriter made: a column's row k belongs to the pair at `positions[k]`. */
export type RewrittenColumns = EntryColumns & {
  variantId: number
  rewriter: string
  /** Ascending positions of pairs. */
  positions: Int32Array
  similarity: BySide<Float64Array>
}

/** With where it stands in a series of checkpoints, and how many rewards it gave, to originals and rewritings. */
export type FrameModel = {
  id: number
  name: string
  stage: Stage | null
  series: string | null
  step: number | null
  rewardCount: number
}
/** With how many entries it labeled, originals and rewritings. */
export type FrameLabeler = { id: number; name: string; labelCount: number }

/** A filter of pairs (the PairFilter of src/audit) that has a name, and the rows of those pairs that it names by their ids. */
export type NamedSlice = {
  name: string
  description: string | null
  where: object
  rowIds: ReadonlyMap<string, number>
}

/** What is known of one revision of a dataset without its columns. */
export type Outline = {
  datasetId: number
  revision: number
  /** The last one in which anything changed but `slices`; 0: it is not known. */
  dataRevision: number
  /** By name. */
  slices: readonly NamedSlice[]
  taxonomy: Taxonomy
  measures: readonly Measure[]
  models: readonly FrameModel[]
  labelers: readonly FrameLabeler[]
  /** What an audit means when nobody names a model or a labeler, as indices; -1 for none. */
  defaults: { pre: number; post: number; labeler: number }
  pairCount: number
  /** Things that pairs are grouped by, and pairs without a preference of the human. */
  promptCount: number
  tieCount: number
  attributes: readonly AttributeOutline[]
  rewriters: readonly { variantId: number; rewriter: string; rewriteCount: number }[]
}

/**
 * One revision of a dataset as typed columns, immutable; position i of a column is the pair `rowIds[i]`.
 * The columns lie in shared memory: workers get them without a copy.
 */
export type Frame = Omit<Outline, 'pairCount' | 'promptCount' | 'attributes' | 'rewriters'> & {
  rowIds: Int32Array
  /** Codes of what pairs are grouped by, all from 0 on, and the key that each stands for. */
  prompt: Int32Array
  promptKeys: BigInt64Array
  /** 1: the human had no preference, else 0. */
  tie: Uint8Array
  attributes: readonly AttributeColumns[]
  /** Codes into `subsets`; -1 for none. */
  subset: Int16Array
  subsets: readonly string[]
  /** What the codes of the list columns mean. */
  topics: readonly string[]
  discriminations: readonly string[]
  original: EntryColumns
  rewritten: readonly RewrittenColumns[]
}

export const outlineOf = ({
  datasetId,
  revision,
  dataRevision,
  slices,
  taxonomy,
  measures,
  models,
  labelers,
  defaults,
  rowIds,
  promptKeys,
  tieCount,
  attributes,
  rewritten,
}: Frame): Outline => ({
  datasetId,
  revision,
  dataRevision,
  slices,
  taxonomy,
  measures,
  models,
  labelers,
  defaults,
  pairCount: rowIds.length,
  promptCount: promptKeys.length,
  tieCount,
  attributes: attributes.map(({ id, name, scope, kind }) => ({ id, name, scope, kind })),
  rewriters: rewritten.map(({ variantId, rewriter, positions }) => ({
    variantId,
    rewriter,
    rewriteCount: positions.length,
  })),
})

/** Of a frame's columns together. */
export const bytesOf = (columns: object): number =>
  Object.values(columns).reduce((sum: number, value) => {
    if (ArrayBuffer.isView(value)) return sum + value.byteLength
    return typeof value === 'object' && value !== null ? sum + bytesOf(value) : sum
  }, 0)

/** The position of a row id, or -1. */
export const positionOf = (rowIds: Int32Array, rowId: number): number => {
  let low = 0
  let high = rowIds.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    if (rowIds[middle] === rowId) return middle
    if (rowIds[middle] < rowId) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** A row's list, as the names that its codes stand for. */
export const namesAt = ({ offsets, codes }: ListColumn, row: number, names: readonly string[]): string[] =>
  Array.from(codes.subarray(offsets[row], offsets[row + 1]), (code) => names[code])
