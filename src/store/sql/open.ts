import { Unavailable } from '../../domain/errors.ts'
import { refuseMissing } from '../database-file.ts'
import { parseDatabaseUrl } from '../database-url.ts'
import type { Connection } from './connection.ts'

/** Opens a connection to a database that is there. @throws Unavailable for a SQLite file that is not */
export const openExisting = (databaseUrl: string): Promise<Connection> =>
  // At once before it is opened: meanwhile it could go, and would be made.
  openConnection(databaseUrl, () => refuseMissing(databaseUrl))

/** Opens a connection to the database that a `DATABASE_URL` means; a SQLite file is made where there is none. */
export const openConnection = async (databaseUrl: string, beforeFile = () => {}): Promise<Connection> => {
  const { provider, url } = parseDatabaseUrl(databaseUrl)
  // Only the driver that is needed: each takes a while to load, in every worker.
  if (provider === 'postgresql') return (await import('./postgresql.ts')).openPostgres(url)
  const { openSqlite } = await import('./sqlite.ts')
  beforeFile()
  return openSqlite(url)
}

/**
 * The same for whoever has set the `DATABASE_URL`: not for clients, who need not know where the data lie.
 *
 * @throws Unavailable with the driver's reason. The URL of a PostgreSQL server, which may hold a password,
 * is not repeated.
 */
export const openConfigured = async (
  databaseUrl: string,
  open: (databaseUrl: string) => Promise<Connection> = openConnection,
): Promise<Connection> => {
  const { provider, url } = parseDatabaseUrl(databaseUrl)
  try {
    return await open(databaseUrl)
  } catch (error) {
    const cause = error instanceof Unavailable ? error.cause : error
    // Where several addresses were tried, there is a code and no message.
    const { message, code } = cause as Error & { code?: string }
    const which = provider === 'sqlite' ? url : 'the PostgreSQL database'
    throw new Unavailable(`DATABASE_URL: ${which} can't be opened: ${message || code}`, { cause })
  }
}
