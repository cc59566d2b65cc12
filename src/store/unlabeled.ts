import type { Side } from '../domain/side.ts'
import { ORIGINAL } from './catalog.ts'
import type { Connection } from './sql/connection.ts'
import { inRows } from './sql/in-rows.ts'

export type EntryKey = { rowId: number; side: Side }
export type EntryText = EntryKey & { text: string }
type Entries = { datasetId: number; variantId: number }

/** The entries of a variant without a label of one labeler, by row and side; all of them for no labeler. */
export const loadUnlabeled = async (
  connection: Connection,
  { datasetId, variantId, labelerId }: Entries & { labelerId: number | null },
): Promise<EntryKey[]> => {
  const rows = await connection.query(
    `SELECT row_id, side FROM entry WHERE dataset_id = ?1 AND variant_id = ?2 AND NOT EXISTS (
       SELECT 1 FROM label WHERE label.dataset_id = entry.dataset_id AND label.row_id = entry.row_id
         AND label.variant_id = entry.variant_id AND label.side = entry.side AND label.labeler_id = ?3)
     ORDER BY row_id, side`,
    // No labeler has the id 0.
    [datasetId, variantId, labelerId ?? 0],
  )
  return (rows as [number, Side][]).map(([rowId, side]) => ({ rowId, side }))
}

/** The row ids that have an entry of a variant, ascending. */
export const loadVariantRows = async (
  connection: Connection,
  { datasetId, variantId }: Entries,
): Promise<number[]> => {
  const rows = await connection.query(
    'SELECT DISTINCT row_id FROM entry WHERE dataset_id = ?1 AND variant_id = ?2 ORDER BY row_id',
    [datasetId, variantId],
  )
  return rows.map(([rowId]) => rowId as number)
}

/** Whole conversations of both sides of some pairs. */
export const loadTexts = async (
  connection: Connection,
  { datasetId, variantId }: Entries,
  rowIds: readonly number[],
): Promise<EntryText[]> => {
  const rows = await connection.query(
    `SELECT row_id, side, text, (SELECT prompt FROM pair
       WHERE pair.dataset_id = entry.dataset_id AND pair.row_id = entry.row_id)
     FROM entry WHERE dataset_id = ?1 AND variant_id = ?2 AND ${inRows(connection, 3)}`,
    [datasetId, variantId, rowIds],
  )
  return (rows as [number, Side, string, string][]).map(([rowId, side, text, prompt]) => ({
    rowId,
    side,
    text: variantId === ORIGINAL ? prompt + text : text,
  }))
}
