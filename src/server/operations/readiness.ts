import { setTimeout as wait } from 'node:timers/promises'
import { SealError } from '../../domain/errors.ts'
import { hint } from '../../domain/hint.ts'
import { compareMigrations } from '../../store/migrate.ts'
import type { Connection } from '../../store/sql/connection.ts'
import { openExisting } from '../../store/sql/open.ts'
import { log } from './log.ts'

const PATIENCE_MS = 2000

/** What a server needs to answer, each `ok` or in words what keeps it from that: without addresses, which the log has. */
type Checks = { database: string; migrations: string; shutdown: string }

const OK = 'ok'
const UNKNOWN = 'unknown'

const TOO_LATE = { database: `it does not answer within ${PATIENCE_MS / 1000} s`, migrations: UNKNOWN }

type OfDatabase = Omit<Checks, 'shutdown'>

const checkMigrations = async (connection: Connection): Promise<OfDatabase> => {
  const { missing } = await compareMigrations(connection)
  const migrations =
    missing.length === 0 ? OK : hint`${missing.length} are missing; npm run migrate applies them`
  return { database: OK, migrations }
}

/** By a separate connection: a busy server's pool may have none left. */
const checkDatabase = async (databaseUrl: string, refuseGone: () => void): Promise<OfDatabase> => {
  try {
    refuseGone()
  } catch (error) {
    const { message: database } = error as Error
    return { database, migrations: UNKNOWN }
  }
  const done = new AbortController()
  const opening = openExisting(databaseUrl)
  try {
    const late = wait(PATIENCE_MS, TOO_LATE, { signal: done.signal })
    return await Promise.race([opening.then(checkMigrations), late])
  } catch (err) {
    if (err instanceof SealError && err.code === 'CONFLICT') return { database: OK, migrations: err.message }
    log.warn({ err }, 'not ready: the database does not answer')
    return { database: "it can't be reached; the log says why", migrations: UNKNOWN }
  } finally {
    done.abort()
    // Also one that says nothing, or opens only later.
    void opening.then((connection) => connection.close()).catch(() => undefined)
  }
}

/** Checks whether a server can answer; simultaneous callers share a check. */
export const openReadiness = (databaseUrl: string, isDraining: () => boolean, refuseGone = () => {}) => {
  let checking: Promise<OfDatabase> | undefined
  return async (): Promise<{ isReady: boolean; checks: Checks }> => {
    checking ??= checkDatabase(databaseUrl, refuseGone).finally(() => {
      checking = undefined
    })
    const checks = { ...(await checking), shutdown: isDraining() ? 'the server is shutting down' : OK }
    return { isReady: Object.values(checks).every((check) => check === OK), checks }
  }
}
