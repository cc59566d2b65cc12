import { setTimeout as wait } from 'node:timers/promises'
import { SealError } from '../../domain/errors.ts'
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

const lookAt = async (connection: Connection): Promise<OfDatabase> => {
  const { missing } = await compareMigrations(connection)
  const migrations = missing.length === 0 ? OK : `${missing.length} are missing; npm run migrate applies them`
  return { database: OK, migrations }
}

/** By a connection of its own: one for requests may be waited for where there is much to do. */
const look = async (databaseUrl: string, refuseGone: () => void): Promise<OfDatabase> => {
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
    return await Promise.race([opening.then(lookAt), late])
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

/** Looks whether a server can answer; whoever asks at the same time gets the same look. */
export const openReadiness = (databaseUrl: string, isDraining: () => boolean, refuseGone = () => {}) => {
  let looking: Promise<OfDatabase> | undefined
  return async (): Promise<{ isReady: boolean; checks: Checks }> => {
    looking ??= look(databaseUrl, refuseGone).finally(() => {
      looking = undefined
    })
    const checks = { ...(await looking), shutdown: isDraining() ? 'the server is shutting down' : OK }
    return { isReady: Object.values(checks).every((check) => check === OK), checks }
  }
}
