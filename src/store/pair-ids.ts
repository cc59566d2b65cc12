import { InvalidInput, NotFound } from '../domain/errors.ts'
import type { DatasetRow } from './catalog.ts'
import type { Connection } from './sql/connection.ts'
import { inRows } from './sql/in-rows.ts'

/** The own ids of some pairs, by row id. */
export const loadPairIds = async (
  connection: Connection,
  datasetId: number,
  rowIds: readonly number[],
): Promise<Map<number, string>> => {
  const rows = await connection.query(
    `SELECT row_id, pair_id FROM pair WHERE dataset_id = ?1 AND pair_id IS NOT NULL AND ${inRows(connection, 2)}`,
    [datasetId, rowIds],
  )
  return new Map(rows as [number, string][])
}

const isOneOf = ({ provider }: Connection, parameter: number) =>
  provider === 'sqlite'
    ? `pair_id IN (SELECT value FROM json_each(?${parameter}))`
    : `pair_id = ANY(?${parameter}::text[])`

/** The row ids of pairs by their own ids, of those that there are. */
export const loadRowIdsOf = async (
  connection: Connection,
  datasetId: number,
  pairIds: readonly string[],
): Promise<Map<string, number>> => {
  const rows = await connection.query(
    `SELECT pair_id, row_id FROM pair WHERE dataset_id = ?1 AND ${isOneOf(connection, 2)}`,
    [datasetId, pairIds],
  )
  return new Map(rows as [string, number][])
}

/** The row ids of all pairs that have an id. @throws InvalidInput where none has */
export const loadAllPairIds = async (
  connection: Connection,
  { id, name }: Pick<DatasetRow, 'id' | 'name'>,
): Promise<ReadonlyMap<string, number>> => {
  const rows = await connection.query(
    'SELECT pair_id, row_id FROM pair WHERE dataset_id = ?1 AND pair_id IS NOT NULL',
    [id],
  )
  if (rows.length > 0) return new Map(rows as [string, number][])
  throw new InvalidInput(
    `the pairs of dataset "${name}" have no ids: \`npm run ingest -- pairs --id COLUMN\` brings them`,
  )
}

const SHOWN = 5

/** The row ids of pairs by their own ids. @throws NotFound for an id that no pair has */
export const findPairs = async (
  connection: Connection,
  datasetId: number,
  pairIds: readonly string[],
): Promise<Int32Array> => {
  const storable = pairIds.filter((id) => !id.includes('\0'))
  const found = await loadRowIdsOf(connection, datasetId, storable)
  const unknown = pairIds.find((id) => !found.has(id))
  if (unknown === undefined) return Int32Array.from(found.values())
  const rows = await connection.query(
    `SELECT pair_id FROM pair WHERE dataset_id = ?1 AND pair_id IS NOT NULL ORDER BY row_id LIMIT ${SHOWN + 1}`,
    [datasetId],
  )
  const known = rows.map(([id]) => id as string)
  throw new NotFound('pair id', unknown, known.length > SHOWN ? [...known.slice(0, SHOWN), '…'] : known)
}
