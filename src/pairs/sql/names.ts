import type { Side } from '../../domain/side.ts'
import type { Outline } from '../../frame/frame.ts'

/** Grows with every change of what a projection has: a server does not read what another version of it made. */
const LAYOUT = 3

/** A table with one row a pair, of a revision of the data; of a rewriter's variant: one row for each pair that it rewrote. */
export const projectionName = ({ datasetId, dataRevision }: Outline, variantId: number): string =>
  `projection${LAYOUT}_${datasetId}_${dataRevision}_${variantId}`

/** The revision of a dataset's data, of any layout, that a table is of; null: it is another one's, or no projection. */
export const revisionOf = (table: string, datasetId: number): number | null => {
  const [, dataset, revision] = /^projection\d+_(\d+)_(\d+)_\d+$/.exec(table) ?? []
  return Number(dataset) === datasetId ? Number(revision) : null
}

const letter = (side: Side) => (side === 'CHOSEN' ? 'c' : 'r')

export const rewardColumn = (modelId: number, side: Side): string => `m${modelId}_${letter(side)}`

/** What a projection has of a labeler's labels. */
export const LABEL_COLUMNS = ['features', 'known', 'topics', 'discriminations'] as const
export type LabelColumn = (typeof LABEL_COLUMNS)[number]

export const labelColumn = (labelerId: number, side: Side, column: LabelColumn): string =>
  `l${labelerId}_${letter(side)}_${column}`

/** Which entry a labeler prefers: an index into PREFERENCES. */
export const preferenceColumn = (labelerId: number): string => `l${labelerId}_preference`

export const similarityColumn = (side: Side): string => `${side.toLowerCase()}_similarity`

/** Of a pair, or of one of its entries. */
export const attributeColumn = (id: number, side: Side | null): string =>
  side === null ? `a${id}` : `a${id}_${letter(side)}`

export const measureColumn = (measure: number, side: Side): string => `n${measure}_${letter(side)}`
