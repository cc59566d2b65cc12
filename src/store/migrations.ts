import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Provider } from './database-url.ts'

const MIGRATIONS = path.resolve(import.meta.dirname, '../../prisma/migrations')

/** The migrations that come with the code, in their order. */
export const committedMigrations = (provider: Provider) =>
  readdirSync(path.join(MIGRATIONS, provider))
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(MIGRATIONS, provider, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
