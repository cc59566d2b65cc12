import { existsSync, statfsSync, statSync } from 'node:fs'
import path from 'node:path'
import { hint } from '../../src/domain/hint.ts'
import type { Config } from '../../src/server/config.ts'
import { parseDatabaseUrl, sqliteFile } from '../../src/store/database-url.ts'
import { compareMigrations } from '../../src/store/migrate.ts'
import type { Connection } from '../../src/store/sql/connection.ts'
import { openConfigured, openExisting } from '../../src/store/sql/open.ts'
import { fromHere } from '../from-here.ts'
import { type Finding, messageOf, sizeText } from './finding.ts'

const LITTLE_ROOM = 1e9
const SLOW_MS = 20
const ROUND_TRIPS = 5

const aboutSqlite = async (connection: Connection, file: string): Promise<Finding> => {
  const [[version]] = await connection.query('SELECT sqlite_version()')
  const { bavail, bsize } = statfsSync(path.dirname(file))
  const free = bavail * bsize
  const found = `SQLite ${version} in ${fromHere(file)}, ${sizeText(statSync(file).size)}; ${sizeText(free)} free on its disk`
  if (free >= LITTLE_ROOM) return { state: 'ok', what: 'database', found }
  return {
    state: 'note',
    what: 'database',
    found,
    todo: 'make room: an import that finds none ends, and goes on later',
  }
}

const aboutPostgres = async (connection: Connection): Promise<Finding> => {
  const started = performance.now()
  for (let trip = 0; trip < ROUND_TRIPS; trip++) await connection.query('SELECT 1')
  const ms = (performance.now() - started) / ROUND_TRIPS
  const [[version, size, most, creates]] = await connection.query(
    `SELECT current_setting('server_version'), pg_database_size(current_database())::float8,
       current_setting('max_connections')::int, has_schema_privilege(current_schema(), 'CREATE')`,
  )
  const found = `PostgreSQL ${version}, ${sizeText(Number(size))}, ${most} connections at most, ${ms.toFixed(1)} ms away`
  const todo = !creates
    ? 'its role must not create tables: grant CREATE on the schema for migrations and SEAL_ENGINE=sql'
    : ms > SLOW_MS
      ? 'it is far away: run the server beside it'
      : undefined
  return { state: todo ? 'note' : 'ok', what: 'database', found, todo }
}

const aboutMigrations = async (connection: Connection, { migrate = true }: Config): Promise<Finding> => {
  const what = 'tables'
  const { missing, unknown } = await compareMigrations(connection)
  if (unknown.length > 0)
    return {
      state: 'failed',
      what,
      found: `they are of newer code: ${unknown.join(', ')} is not known here`,
      todo: 'run the code that migrated them, or a newer one',
    }
  if (missing.length === 0) return { state: 'ok', what, found: 'they have all migrations' }
  const found = `they lack ${missing.map(({ name }) => name).join(', ')}`
  if (!migrate) return { state: 'failed', what, found, todo: hint`npm run migrate (MIGRATE=false is set)` }
  return {
    state: 'note',
    what,
    found,
    todo: hint`npm run migrate, or start the server or any command: each does it`,
  }
}

/** The database and its tables; `look` goes on with what is in them, where they are as this code needs them. */
export async function* checkDatabase(
  config: Config,
  look: (connection: Connection) => AsyncGenerator<Finding>,
): AsyncGenerator<Finding> {
  const { provider, url } = parseDatabaseUrl(config.databaseUrl)
  const file = provider === 'sqlite' ? sqliteFile(url) : null
  if (file && !existsSync(file)) {
    const found = `there is no ${fromHere(file)} yet`
    yield {
      state: 'note',
      what: 'database',
      found,
      todo: hint`npm start makes it with a demo, npm run ingest without`,
    }
    return
  }
  let connection: Connection | undefined
  try {
    connection = await openConfigured(config.databaseUrl, openExisting)
    yield file ? await aboutSqlite(connection, file) : await aboutPostgres(connection)
    const tables = await aboutMigrations(connection, config)
    yield tables
    if (tables.state === 'ok') yield* look(connection)
  } catch (error) {
    const todo = 'see that it runs and that DATABASE_URL says where, with a user that may connect'
    yield { state: 'failed', what: 'database', found: messageOf(error), todo }
  } finally {
    await connection?.close()
  }
}
