import { randomUUID } from 'node:crypto'
import type { Connection } from './sql/connection.ts'

/** Where PostgreSQL tells all servers of a new revision. */
export const REVISED = 'seal_revised'

/** Tells the servers that a dataset has been revised; those on SQLite look for themselves. */
export const notifyRevised = async (connection: Connection, datasetId: number): Promise<void> => {
  if (connection.provider === 'postgresql')
    await connection.query('SELECT pg_notify(?1, ?2)', [REVISED, String(datasetId)])
}

/** Makes a dataset's next revision; the servers hear of it when it is committed. */
export const revise = async (connection: Connection, datasetId: number): Promise<void> => {
  await connection.query(
    `UPDATE dataset SET revision = revision + 1, data_revision = revision + 1, data_key = ?2
     WHERE id = ?1 RETURNING id`,
    [datasetId, randomUUID()],
  )
  await notifyRevised(connection, datasetId)
}

/** The same where nothing has changed that is in a dataset's columns: servers keep them. */
export const reviseKeptData = async (connection: Connection, datasetId: number): Promise<void> => {
  await connection.query('UPDATE dataset SET revision = revision + 1 WHERE id = ?1 RETURNING id', [datasetId])
  await notifyRevised(connection, datasetId)
}
