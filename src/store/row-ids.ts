import type { Connection } from './sql/connection.ts'
import { inRows } from './sql/in-rows.ts'

/** Which of some row ids a dataset has. */
export const loadRowIds = async (
  connection: Connection,
  datasetId: number,
  wanted: readonly number[],
): Promise<ReadonlySet<number>> => {
  const rows = await connection.query(
    `SELECT row_id FROM pair WHERE dataset_id = ?1 AND ${inRows(connection, 2)}`,
    [datasetId, wanted],
  )
  return new Set(rows.map(([rowId]) => rowId as number))
}

export const countPairs = async (connection: Connection, datasetId: number): Promise<number> => {
  const [[count]] = await connection.query('SELECT count(*) FROM pair WHERE dataset_id = ?1', [datasetId])
  return count as number
}
