import { isDeepStrictEqual } from 'node:util'
import type { NamedSlice } from '../frame/frame.ts'
import { reviseKeptData } from './revise.ts'
import type { Connection } from './sql/connection.ts'

/** The ids of pairs anywhere in a filter. */
const pairIdsIn = (where: unknown): string[] => {
  if (typeof where !== 'object' || where === null) return []
  return Object.entries(where).flatMap(([key, value]) =>
    key === 'pairId' ? ((value as string[] | null) ?? []) : pairIdsIn(value),
  )
}

/** The rows of those pairs that there are of some ids. */
const loadRowIds = async (
  connection: Connection,
  datasetId: number,
  where: object,
): Promise<ReadonlyMap<string, number>> => {
  const ids = pairIdsIn(where)
  if (ids.length === 0) return new Map()
  const sql =
    connection.provider === 'postgresql'
      ? 'pair_id = ANY (?2::text[])'
      : 'pair_id IN (SELECT value FROM json_each(?2))'
  const rows = await connection.query(`SELECT pair_id, row_id FROM pair WHERE dataset_id = ?1 AND ${sql}`, [
    datasetId,
    ids,
  ])
  return new Map(rows as [string, number][])
}

/** A dataset's named slices, by name. */
export const loadNamedSlices = async (connection: Connection, datasetId: number): Promise<NamedSlice[]> => {
  const rows = (await connection.query(
    'SELECT name, description, filter FROM named_slice WHERE dataset_id = ?1',
    [datasetId],
  )) as [string, string | null, string][]
  // SQLite gives JSON as it is written.
  const textOf = (filter: string): string => (connection.provider === 'sqlite' ? JSON.parse(filter) : filter)
  const slices: NamedSlice[] = []
  for (const [name, description, filter] of rows) {
    const where = JSON.parse(textOf(filter))
    slices.push({ name, description, where, rowIds: await loadRowIds(connection, datasetId, where) })
  }
  return slices.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** What a revision may have changed in a dataset whose columns it has not. Null: there is no such dataset. */
export type KeptData = { revision: number; dataRevision: number; slices: NamedSlice[] }

export const loadKeptData = (connection: Connection, datasetId: number): Promise<KeptData | null> =>
  connection.transaction('read', async () => {
    const [row] = await connection.query(
      'SELECT revision, coalesce(data_revision, 0) FROM dataset WHERE id = ?1',
      [datasetId],
    )
    if (!row) return null
    const [revision, dataRevision] = row as [number, number]
    return { revision, dataRevision, slices: await loadNamedSlices(connection, datasetId) }
  })

/** The named slices in a transaction that will change them: nobody else does meanwhile. Null: there is no such dataset. */
const lockNamedSlices = async (connection: Connection, datasetId: number): Promise<NamedSlice[] | null> => {
  const lock = connection.provider === 'postgresql' ? 'FOR NO KEY UPDATE' : ''
  const [dataset] = await connection.query(`SELECT id FROM dataset WHERE id = ?1 ${lock}`, [datasetId])
  return dataset ? loadNamedSlices(connection, datasetId) : null
}

/** What is to be changed of a dataset's named slices, where they are `seen`. */
export type SliceChange = {
  seen: readonly NamedSlice[]
  save?: Omit<NamedSlice, 'rowIds'>
  remove?: string
}

/** Changes named slices, as a revision of their dataset. False: others are there than were seen, and nothing is changed. */
export const changeNamedSlices = (
  connection: Connection,
  datasetId: number,
  { seen, save, remove }: SliceChange,
): Promise<boolean> =>
  connection.transaction('write', async () => {
    if (!isDeepStrictEqual(await lockNamedSlices(connection, datasetId), seen)) return false
    if (remove !== undefined)
      await connection.query('DELETE FROM named_slice WHERE dataset_id = ?1 AND name = ?2 RETURNING name', [
        datasetId,
        remove,
      ])
    if (save) {
      const filter = connection.provider === 'postgresql' ? '?4::jsonb' : '?4'
      // As a text: PostgreSQL would sort an object's keys.
      const text = JSON.stringify(JSON.stringify(save.where))
      await connection.query(
        `INSERT INTO named_slice (dataset_id, name, description, filter) VALUES (?1, ?2, ?3, ${filter})
         ON CONFLICT (dataset_id, name) DO UPDATE SET description = excluded.description, filter = excluded.filter
         RETURNING name`,
        [datasetId, save.name, save.description, text],
      )
    }
    await reviseKeptData(connection, datasetId)
    return true
  })
