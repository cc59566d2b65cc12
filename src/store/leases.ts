import type { Connection } from './sql/connection.ts'

/** How long a command may be silent before others take over what it has claimed. */
export const LEASE_MS = 60_000

/**
 * Milliseconds of a clock that everybody at work on a database shares, whatever their machines' clocks say:
 * the PostgreSQL server's; on SQLite, where all are on one machine, the time since it was started.
 */
export const sharedClock = async (connection: Connection): Promise<number> => {
  if (connection.provider === 'sqlite') return Number(process.hrtime.bigint() / 1_000_000n)
  const [[now]] = await connection.query(
    'SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)',
  )
  return now as number
}

/** Makes a Run's lease last from now on. */
export const extendLease = async (connection: Connection, runId: number, leaseMs: number): Promise<void> => {
  const until = (await sharedClock(connection)) + leaseMs
  await connection.query(
    `INSERT INTO lease (run_id, until) VALUES (?1, ?2)
     ON CONFLICT (run_id) DO UPDATE SET until = excluded.until RETURNING run_id`,
    [runId, until],
  )
}

/**
 * Has the server break off what this connection's transactions leave undone for as long as a lease: one that
 * stands still in the midst of one would lock what others take over. SQLite has no such thing.
 */
export const endSilentTransactions = async (connection: Connection, leaseMs: number): Promise<void> => {
  if (connection.provider === 'sqlite') return
  await connection.query("SELECT set_config('idle_in_transaction_session_timeout', ?1, false)", [
    `${leaseMs}`,
  ])
}

/** Gives back what a Run has claimed. What it has given up stays so for those who are at work. */
export const endLease = async (connection: Connection, runId: number): Promise<void> => {
  await connection.query('DELETE FROM claim WHERE run_id = ?1 AND NOT given_up RETURNING run_id', [runId])
  await connection.query('DELETE FROM lease WHERE run_id = ?1 RETURNING run_id', [runId])
}
