import { parseDatabaseUrl } from '../database-url.ts'
import type { Connection } from './connection.ts'

/** Opens a connection to the database that a `DATABASE_URL` means. */
export const openConnection = async (databaseUrl: string): Promise<Connection> => {
  const { provider, url } = parseDatabaseUrl(databaseUrl)
  // Only the driver that is needed: each takes a while to load, in every worker.
  if (provider === 'sqlite') return (await import('./sqlite.ts')).openSqlite(url)
  return (await import('./postgresql.ts')).openPostgres(url)
}
