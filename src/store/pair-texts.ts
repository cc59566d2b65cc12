import { ORIGINAL } from './catalog.ts'
import type { Connection } from './sql/connection.ts'
import { inRows } from './sql/in-rows.ts'

/** What both entries of a pair begin with, and how each goes on. */
export type PairText = { prompt: string; chosen: string; rejected: string }

/** By row id. */
export type PairTexts = Map<number, PairText>

export const loadPairTexts = async (
  connection: Connection,
  datasetId: number,
  rowIds: readonly number[],
): Promise<PairTexts> => {
  const [prompts, entries] = [
    await connection.query(
      `SELECT row_id, prompt FROM pair WHERE dataset_id = ?1 AND ${inRows(connection, 2)}`,
      [datasetId, rowIds],
    ),
    await connection.query(
      `SELECT row_id, side, text FROM entry
       WHERE dataset_id = ?1 AND variant_id = ${ORIGINAL} AND ${inRows(connection, 2)}`,
      [datasetId, rowIds],
    ),
  ]
  const texts: PairTexts = new Map(
    prompts.map(([rowId, prompt]) => [rowId as number, { prompt: String(prompt), chosen: '', rejected: '' }]),
  )
  for (const [rowId, side, text] of entries) {
    const pair = texts.get(rowId as number)
    if (pair) pair[side === 'CHOSEN' ? 'chosen' : 'rejected'] = String(text)
  }
  return texts
}
