import { promptLength } from '../../domain/conversation.ts'
import { Conflict } from '../../domain/errors.ts'
import type { PairRecord } from '../../domain/records.ts'
import { ORIGINAL } from '../catalog.ts'
import type { Connection, Value } from '../sql/connection.ts'
import { inRows } from '../sql/in-rows.ts'
import { TABLES } from '../sql/tables.ts'

/**
 * Row ids are lines: a second file of a dataset would take the place of the first, unless somebody says
 * where it begins. Its subset tells.
 *
 * @throws Conflict when a pair is there already as one of another subset.
 */
export const refuseOtherSubset = async (
  connection: Connection,
  datasetId: number,
  subset: string | null,
  records: readonly PairRecord[],
): Promise<void> => {
  const rowIds = records.map(({ rowId }) => rowId)
  const [other] = await connection.query(
    `SELECT row_id, subset FROM pair
     WHERE dataset_id = ?1 AND subset IS NOT NULL AND subset IS DISTINCT FROM ?2 AND ${inRows(connection, 3)} LIMIT 1`,
    [datasetId, subset, rowIds],
  )
  if (!other) return
  const [[last]] = await connection.query('SELECT max(row_id) FROM pair WHERE dataset_id = ?1', [datasetId])
  throw new Conflict(
    `row ${other[0]} is there already, as a pair of subset "${other[1]}"; ` +
      `--first-row-id ${Number(last) + 1} puts these pairs behind the others, --replace in their place`,
  )
}

/** Writes pairs and their original entries; returns how many rows changed. */
export const writePairs = async (
  connection: Connection,
  datasetId: number,
  records: readonly PairRecord[],
): Promise<number> => {
  const pairs: Value[][] = []
  const entries: Value[][] = []
  for (const { rowId, subset, chosen, rejected } of records) {
    const shared = promptLength(chosen, rejected)
    pairs.push([datasetId, rowId, subset, chosen.slice(0, shared)])
    entries.push([datasetId, rowId, ORIGINAL, 'CHOSEN', chosen.slice(shared)])
    entries.push([datasetId, rowId, ORIGINAL, 'REJECTED', rejected.slice(shared)])
  }
  const changedPairs = await connection.upsert(TABLES.pair, pairs, 'update')
  return changedPairs + (await connection.upsert(TABLES.entry, entries, 'update'))
}
