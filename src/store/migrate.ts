import { randomUUID } from 'node:crypto'
import { Conflict, Unavailable } from '../domain/errors.ts'
import { hint } from '../domain/hint.ts'
import { groupPairs } from './group-pairs.ts'
import { committedMigrations } from './migrations.ts'
import type { Connection } from './sql/connection.ts'

/** Any number, for PostgreSQL: who migrates holds it. */
const LOCK = 7_325_001

/** Prisma's own bookkeeping, so that its tools understand the database. */
const BOOKKEEPING = (timestamp: string) => `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at ${timestamp},
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at ${timestamp},
  started_at ${timestamp} NOT NULL DEFAULT CURRENT_TIMESTAMP,
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`

const isNew = async (connection: Connection): Promise<boolean> => {
  const sql =
    connection.provider === 'sqlite'
      ? "SELECT name FROM sqlite_master WHERE name = '_prisma_migrations'"
      : "SELECT to_regclass('_prisma_migrations')::text"
  const [row] = await connection.query(sql)
  return !row?.[0]
}

/**
 * The committed migrations that a database lacks, and the names of those that it has and nobody committed: it is newer.
 *
 * @throws Conflict as `migrate` does.
 */
export const compareMigrations = async (connection: Connection) => {
  const all = committedMigrations(connection.provider)
  if (await isNew(connection)) return { missing: all, unknown: [] }
  const rows = await connection.query('SELECT migration_name, checksum FROM _prisma_migrations')
  const applied = new Map(rows as [string, string][])
  const missing = all.filter(({ name, checksum }) => {
    const appliedChecksum = applied.get(name)
    if (appliedChecksum !== undefined && appliedChecksum !== checksum)
      throw new Conflict(`migration ${name} was changed after it had been applied`)
    return appliedChecksum === undefined
  })
  const committed = new Set(all.map(({ name }) => name))
  return { missing, unknown: [...applied.keys()].filter((name) => !committed.has(name)) }
}

/** @throws Conflict for a database that a newer version has made: what is in it may mean something else. */
const missing = async (connection: Connection) => {
  const { missing, unknown } = await compareMigrations(connection)
  if (unknown.length === 0) return missing
  throw new Conflict(
    `the database is newer than this program, which does not know ${unknown.join(', ')}: run the newer one, or restore a backup of before`,
  )
}

/**
 * @param wayOut what else than to migrate there is to do
 * @throws Unavailable when a database lacks committed migrations, naming them; Conflict as `migrate` does.
 */
export const refuseUnmigrated = async (
  connection: Connection,
  wayOut = ', or leave MIGRATE=false out',
): Promise<void> => {
  const names = (await missing(connection)).map(({ name }) => name)
  if (names.length === 0) return
  throw new Unavailable(
    `the database lacks ${names.length === 1 ? 'the migration' : 'the migrations'} ${names.join(', ')}; ` +
      hint`run \`npm run migrate\`${wayOut}`,
  )
}

/**
 * Brings a database to the committed migrations, without network, whoever else does so at the same time.
 * Returns the names of those that it applied.
 *
 * @throws Conflict when an applied migration is not the committed one, or one that nobody here knows.
 */
export const migrate = async (connection: Connection): Promise<string[]> => {
  const { provider } = connection
  // Mostly there is nothing to do, and nobody who writes to wait for.
  if ((await missing(connection)).length === 0) return []
  // SQLite ignores this pragma inside a transaction, and a rebuilt table would take its children along.
  if (provider === 'sqlite') await connection.script('PRAGMA foreign_keys = OFF')
  const applied = connection.transaction('write', async () => {
    if (provider === 'postgresql') {
      // Another one may take its time; then everything is done.
      await connection.script('SET LOCAL statement_timeout = 0')
      await connection.query('SELECT pg_advisory_xact_lock(?1)', [LOCK])
    }
    await connection.script(BOOKKEEPING(provider === 'sqlite' ? 'DATETIME' : 'TIMESTAMPTZ'))
    const left = await missing(connection)
    for (const { name, sql, checksum } of left) {
      await connection.script(sql)
      await connection.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
         VALUES (?1, ?2, ?3, CURRENT_TIMESTAMP, 1) RETURNING id`,
        [randomUUID(), checksum, name],
      )
    }
    await groupPairs(connection)
    return left.map(({ name }) => name)
  })
  return applied.finally(async () => {
    if (provider === 'sqlite') await connection.script('PRAGMA foreign_keys = ON')
  })
}
