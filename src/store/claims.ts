import type { Side } from '../domain/side.ts'
import { type EntryKey, lacks, type Missing } from './find-entries.ts'
import { sharedClock } from './leases.ts'
import type { Connection } from './sql/connection.ts'
import { inRows } from './sql/in-rows.ts'

/** What is to be made of entries, for whom. */
export type Job = Missing & { by: number }

const entriesOf = (rows: unknown[][]): EntryKey[] =>
  (rows as [number, Side][]).map(([rowId, side]) => ({ rowId, side }))

/** Parameters 1 to 7: the job and some entries, all rows first because an index begins with them. */
const parametersOf = ({ datasetId, variantId, by, what }: Job, entries: readonly EntryKey[]) => {
  const rowsOf = (side?: Side) =>
    entries.filter((entry) => side === undefined || entry.side === side).map(({ rowId }) => rowId)
  return [datasetId, variantId, by, rowsOf(), rowsOf('CHOSEN'), rowsOf('REJECTED'), what] as const
}
const among = (connection: Connection) =>
  `dataset_id = ?1 AND variant_id = ?2 AND ${inRows(connection, 4)}
   AND ((side = 'CHOSEN' AND ${inRows(connection, 5)}) OR (side = 'REJECTED' AND ${inRows(connection, 6)}))`

const OF_ENTRY = `claim.dataset_id = entry.dataset_id AND claim.row_id = entry.row_id
  AND claim.variant_id = entry.variant_id AND claim.side = entry.side`

/**
 * Claims those of some entries that lack what the job makes and that nobody else is at work on or has given
 * up; gives them in their order. What a Run has claimed whose lease is over is free.
 */
export const claimEntries = (
  connection: Connection,
  job: Job,
  runId: number,
  entries: readonly EntryKey[],
): Promise<EntryKey[]> =>
  connection.transaction('write', async () => {
    const parameters = [...parametersOf(job, entries), runId]
    const leased = 'EXISTS (SELECT 1 FROM lease WHERE lease.run_id = claim.run_id AND lease.until > ?9)'
    const skipping = connection.provider === 'postgresql' ? 'FOR NO KEY UPDATE OF entry SKIP LOCKED' : ''
    await connection.query(
      `INSERT INTO claim (dataset_id, row_id, variant_id, side, what, by_id, run_id)
       SELECT dataset_id, row_id, variant_id, side, CAST(?7 AS TEXT), CAST(?3 AS INTEGER), CAST(?8 AS INTEGER)
       FROM entry WHERE ${among(connection)} AND ${lacks(connection, job)} AND NOT EXISTS (
         SELECT 1 FROM claim WHERE ${OF_ENTRY} AND claim.what = ?7 AND claim.by_id = ?3
           AND (claim.given_up OR ${leased}))
       ORDER BY row_id, side ${skipping}
       ON CONFLICT (dataset_id, row_id, variant_id, side, what, by_id) DO UPDATE SET run_id = excluded.run_id
       WHERE NOT claim.given_up AND NOT ${leased} RETURNING row_id`,
      [...parameters, await sharedClock(connection)],
    )
    // In a state of the database that is newer than the claims: others may have come to an end meanwhile.
    return entriesOf(
      await connection.query(
        `SELECT row_id, side FROM entry WHERE ${among(connection)} AND ${lacks(connection, job)} AND EXISTS (
           SELECT 1 FROM claim WHERE ${OF_ENTRY} AND claim.what = ?7 AND claim.by_id = ?3
             AND claim.run_id = ?8 AND NOT claim.given_up)
         ORDER BY row_id, side`,
        parameters,
      ),
    )
  })

/**
 * Those of some entries that are still a Run's: not those that others took over when its lease was over. To
 * be called in the transaction that writes what was made of them.
 */
export const heldEntries = async (
  connection: Connection,
  job: Job,
  runId: number,
  entries: readonly EntryKey[],
): Promise<EntryKey[]> => {
  const lock = connection.provider === 'postgresql' ? 'FOR UPDATE' : ''
  return entriesOf(
    await connection.query(
      `SELECT row_id, side FROM claim WHERE ${among(connection)} AND what = ?7 AND by_id = ?3 AND run_id = ?8
         AND NOT given_up ORDER BY row_id, side ${lock}`,
      [...parametersOf(job, entries), runId],
    ),
  )
}

/** Ends a Run's claims of some entries: what was to be made of them is made. */
export const dropClaims = async (
  connection: Connection,
  job: Job,
  runId: number,
  entries: readonly EntryKey[],
): Promise<void> => {
  await connection.query(
    `DELETE FROM claim WHERE ${among(connection)} AND what = ?7 AND by_id = ?3 AND run_id = ?8 RETURNING row_id`,
    [...parametersOf(job, entries), runId],
  )
}

/** Leaves some of a Run's entries to later commands; gives those that were still its own. */
export const giveUp = async (
  connection: Connection,
  job: Job,
  runId: number,
  entries: readonly EntryKey[],
): Promise<EntryKey[]> =>
  entriesOf(
    await connection.query(
      `UPDATE claim SET given_up = TRUE
       WHERE ${among(connection)} AND what = ?7 AND by_id = ?3 AND run_id = ?8 RETURNING row_id, side`,
      [...parametersOf(job, entries), runId],
    ),
  )

/** Lets a command try again what others have given up who are not at work any more. */
export const tryAgain = async (
  connection: Connection,
  { datasetId, variantId, what, by }: Job,
): Promise<void> => {
  await connection.query(
    `DELETE FROM claim WHERE dataset_id = ?1 AND variant_id = ?2 AND by_id = ?3 AND what = ?4 AND given_up
     AND NOT EXISTS (SELECT 1 FROM lease WHERE lease.run_id = claim.run_id AND lease.until > ?5) RETURNING row_id`,
    [datasetId, variantId, by, what, await sharedClock(connection)],
  )
}

/** The entries that lack what the job makes and that others are at work on, or nobody. */
export const loadElsewhere = async (connection: Connection, job: Job, runId: number): Promise<EntryKey[]> =>
  entriesOf(
    await connection.query(
      `SELECT row_id, side FROM entry WHERE dataset_id = ?1 AND variant_id = ?2 AND ${lacks(connection, job)}
       AND NOT EXISTS (SELECT 1 FROM claim WHERE ${OF_ENTRY} AND claim.what = ?4 AND claim.by_id = ?3
         AND (claim.given_up OR claim.run_id = ?5)) ORDER BY row_id, side`,
      [job.datasetId, job.variantId, job.by, job.what, runId],
    ),
  )
