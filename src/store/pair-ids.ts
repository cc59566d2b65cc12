import { InvalidInput } from '../domain/errors.ts'
import { hint } from '../domain/hint.ts'
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

/**
 * How rows say by a column which pair they are of; undefined: by their row ids.
 *
 * @throws InvalidInput where no pair has an id
 */
export const pairIdsOf = async (
  connection: Connection,
  { id, name }: Pick<DatasetRow, 'id' | 'name'>,
  column: string | undefined,
): Promise<{ column: string; rowIds: ReadonlyMap<string, number> } | undefined> => {
  if (column === undefined) return undefined
  const rows = await connection.query(
    'SELECT pair_id, row_id FROM pair WHERE dataset_id = ?1 AND pair_id IS NOT NULL',
    [id],
  )
  if (rows.length > 0) return { column, rowIds: new Map(rows as [string, number][]) }
  throw new InvalidInput(
    hint`the pairs of dataset "${name}" have no ids: \`npm run ingest -- pairs --id COLUMN\` brings them`,
  )
}
