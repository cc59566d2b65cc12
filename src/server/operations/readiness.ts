import { setTimeout as wait } from 'node:timers/promises'
import { SealError } from '../../domain/errors.ts'
import { compareMigrations } from '../../store/migrate.ts'
import { openConnection } from '../../store/sql/open.ts'
import { log } from './log.ts'

const PATIENCE_MS = 2000

/** What a server needs to answer, each `ok` or in words what keeps it from that: without addresses, which the log has. */
type Checks = { database: string; migrations: string; shutdown: string }

const OK = 'ok'
const UNKNOWN = 'unknown'

/** By a connection of its own: one for requests may be waited for where there is much to do. */
const lookAt = async (databaseUrl: string): Promise<Omit<Checks, 'shutdown'>> => {
  try {
    const connection = await openConnection(databaseUrl)
    try {
      const { missing } = await compareMigrations(connection)
      const migrations =
        missing.length === 0 ? OK : `${missing.length} are missing; npm run migrate applies them`
      return { database: OK, migrations }
    } finally {
      await connection.close()
    }
  } catch (err) {
    if (err instanceof SealError && err.code === 'CONFLICT') return { database: OK, migrations: err.message }
    log.warn({ err }, 'not ready: the database does not answer')
    return { database: "it can't be reached; the log says why", migrations: UNKNOWN }
  }
}

/** Looks whether a server can answer; whoever asks at the same time gets the same look. */
export const openReadiness = (databaseUrl: string, isDraining: () => boolean) => {
  let looking: ReturnType<typeof lookAt> | undefined
  return async (): Promise<{ isReady: boolean; checks: Checks }> => {
    looking ??= lookAt(databaseUrl).finally(() => {
      looking = undefined
    })
    const late = new AbortController()
    const tooLate = { database: `it does not answer within ${PATIENCE_MS / 1000} s`, migrations: UNKNOWN }
    const found = await Promise.race([looking, wait(PATIENCE_MS, tooLate, { signal: late.signal })])
    late.abort()
    const checks = { ...found, shutdown: isDraining() ? 'the server is shutting down' : OK }
    return { isReady: Object.values(checks).every((check) => check === OK), checks }
  }
}
