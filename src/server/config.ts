import path from 'node:path'
import { InvalidInput } from '../domain/errors.ts'
import type { EngineKind, EngineOptions } from '../engine/engine.ts'
import { parseDatabaseUrl, sqlitePath } from '../store/database-url.ts'
import { readDatabaseUrl } from './database-settings.ts'
import { readFlag, readWholeNumber } from './environment.ts'
import type { Patience } from './http.ts'
import { checkLogLevel, readShutdown, type Shutdown } from './operations/settings.ts'
import { readSafety, type Safety } from './safety.ts'
import { readWebhooks, type WebhookSettings } from './webhooks/settings.ts'

export type Config = {
  databaseUrl: string
  host: string
  port: number
  /** Origins whose pages may read this server; `*` for all. */
  corsOrigins?: readonly string[]
  /** Where answers are computed. */
  engine?: EngineKind
  /** How many MiB of datasets' columns stay in memory. */
  frameMemory?: number
  /** Whether documents other than the committed ones are refused. */
  persistedOnly?: boolean
  /** Whether the database is migrated when it is opened. True when left out. */
  migrate?: boolean
  safety?: Safety
  /** How long clients may take to send a request. */
  patience?: Patience
  shutdown?: Shutdown
  /** Who is told of revisions. */
  webhooks?: WebhookSettings
}

/** An origin as browsers write it, or `*`. */
const isOrigin = (text: string) => text === '*' || (URL.canParse(text) && new URL(text).origin === text)

const readOrigins = (list: string): string[] => {
  const origins = list.split(',').map((origin) => origin.trim())
  for (const origin of origins.filter(Boolean)) {
    if (!isOrigin(origin)) {
      throw new InvalidInput(`CORS_ORIGINS lists origins such as https://a.example, or *, not "${origin}"`)
    }
  }
  return origins.filter(Boolean)
}

const readEngine = (name: string, databaseUrl: string): EngineKind => {
  if (name !== 'columns' && name !== 'sql')
    throw new InvalidInput(`SEAL_ENGINE must be columns or sql, not "${name}"`)
  if (name === 'sql' && parseDatabaseUrl(databaseUrl).provider !== 'postgresql')
    throw new InvalidInput('SEAL_ENGINE=sql computes in PostgreSQL: set DATABASE_URL to postgresql://…')
  return name === 'sql' ? 'SQL' : 'COLUMNS'
}

const MOST_FRAME_MEMORY = 1_048_576

/** @throws InvalidInput for a value that can't be used, naming its variable. */
export const readConfig = (environment: NodeJS.ProcessEnv = process.env): Config => {
  const databaseUrl = readDatabaseUrl(environment)
  const port = Number(environment.PORT || 4000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidInput(`PORT must be a number from 0 to 65535, not "${environment.PORT}"`)
  }
  const host = environment.HOST || '127.0.0.1'
  checkLogLevel(environment)
  return {
    databaseUrl,
    host,
    port,
    corsOrigins: readOrigins(environment.CORS_ORIGINS ?? ''),
    engine: readEngine(environment.SEAL_ENGINE || 'columns', databaseUrl),
    frameMemory: readWholeNumber(
      'SEAL_FRAME_MEMORY',
      environment.SEAL_FRAME_MEMORY || '1024',
      MOST_FRAME_MEMORY,
      ' of MiB',
    ),
    persistedOnly: readFlag('PERSISTED_ONLY', environment.PERSISTED_ONLY || 'false'),
    migrate: readFlag('MIGRATE', environment.MIGRATE || 'true'),
    safety: readSafety(environment),
    shutdown: readShutdown(environment, host),
    webhooks: readWebhooks(environment),
  }
}

/** Where files belong that go with the database, such as lists of rejected rows. */
export const dataDirectory = ({ databaseUrl }: Config): string => {
  const { provider, url } = parseDatabaseUrl(databaseUrl)
  return provider === 'sqlite' ? path.dirname(sqlitePath(url)) : path.resolve('data')
}

/** What the engine of a configuration is opened with. */
export const engineOptions = (config: Config): EngineOptions => ({
  kind: config.engine,
  frameMemory: config.frameMemory,
  columnsDirectory: path.join(dataDirectory(config), 'columns'),
})
