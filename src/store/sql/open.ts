import { parseDatabaseUrl } from '../database-url.ts'
import type { Connection } from './connection.ts'
import { openPostgres } from './postgresql.ts'
import { openSqlite } from './sqlite.ts'

/** Opens a connection to the database that a `DATABASE_URL` means. */
export const openConnection = async (databaseUrl: string): Promise<Connection> => {
  const { provider, url } = parseDatabaseUrl(databaseUrl)
  return provider === 'sqlite' ? openSqlite(url) : openPostgres(url)
}
