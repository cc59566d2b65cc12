import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Conflict } from '../domain/errors.ts'
import type { Connection } from './sql/connection.ts'

const MIGRATIONS = path.resolve(import.meta.dirname, '../../prisma/migrations')

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

/**
 * Brings a database to the committed migrations, without network.
 *
 * @throws Conflict when an applied migration is not the committed one.
 */
export const migrate = async (connection: Connection): Promise<string[]> => {
  const { provider } = connection
  // SQLite ignores this pragma inside a transaction, and a rebuilt table would take its children along.
  if (provider === 'sqlite') await connection.script('PRAGMA foreign_keys = OFF')
  const applied = connection.transaction('write', async () => {
    // Two servers that start at once: the second one waits and then finds everything done.
    if (provider === 'postgresql') await connection.query('SELECT pg_advisory_xact_lock(?1)', [LOCK])
    await connection.script(BOOKKEEPING(provider === 'sqlite' ? 'DATETIME' : 'TIMESTAMPTZ'))
    const known = new Map(
      (await connection.query('SELECT migration_name, checksum FROM _prisma_migrations')) as [
        string,
        string,
      ][],
    )
    const names: string[] = []
    for (const name of readdirSync(path.join(MIGRATIONS, provider)).sort()) {
      const sql = readFileSync(path.join(MIGRATIONS, provider, name, 'migration.sql'), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      if (known.get(name) === checksum) continue
      if (known.has(name)) throw new Conflict(`migration ${name} was changed after it had been applied`)
      await connection.script(sql)
      await connection.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
         VALUES (?1, ?2, ?3, CURRENT_TIMESTAMP, 1) RETURNING id`,
        [randomUUID(), checksum, name],
      )
      names.push(name)
    }
    return names
  })
  return applied.finally(async () => {
    if (provider === 'sqlite') await connection.script('PRAGMA foreign_keys = ON')
  })
}
