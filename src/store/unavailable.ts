import { SealError, Unavailable } from '../domain/errors.ts'

/** The codes and words of PostgreSQL, SQLite, Prisma and the operating system for what a database can't do for now. */
const FULL =
  /^(53100|SQLITE_FULL|SQLITE_IOERR_(WRITE|FSYNC|TRUNCATE|SHMSIZE)|ENOSPC|EDQUOT|EFBIG|13|778)$|^database or disk is full$/
const LOST =
  /^(08\w{3}|57P0\d|25P03|P1001|P1002|P1017|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$|^Connection terminated|^Client .* not queryable$/
const CONTENDED = /^(40001|40P01|P2034|SQLITE_BUSY\w*)$|^database is locked$/
const NO_CONNECTION = /^(53300|53200|P1008|P2024|P2028|P2037)$|^timeout exceeded when trying to connect$/
const SLOW = /^(57014|55P03)$/
const FOREIGN = /^SQLITE_NOTADB$|^file is not a database$/
const DAMAGED = /^(SQLITE_CORRUPT\w*|XX00[12])$|^database disk image is malformed$/
const READ_ONLY =
  /^(SQLITE_READONLY\w*|SQLITE_CANTOPEN\w*|25006|42501|EROFS|EACCES|EPERM)$|^attempt to write a readonly database$/

const REASONS = [
  [FULL, 'the disk is full: make room, then do the same again'],
  [LOST, "the database can't be reached; try again in a moment"],
  [CONTENDED, 'the database is busy with what others write; try again in a moment'],
  [NO_CONNECTION, 'the database is busy; try again in a moment'],
  [SLOW, 'the database took too long; ask for less at once'],
  [FOREIGN, 'the file that DATABASE_URL names is no SQLite database; name another one'],
  [DAMAGED, 'the database is damaged: restore the last backup'],
  [READ_ONLY, "the database can't be written to: it, its folder or its role is for reading alone"],
] as const

type DriverError = {
  code?: unknown
  message?: unknown
  cause?: unknown
  originalCode?: unknown
  originalMessage?: unknown
  errors?: unknown
  meta?: { driverAdapterError?: unknown }
}

/** All codes and messages of an error, of what it came from, and of what Prisma made of it. */
const messagesOf = (error: unknown, depth = 0): string[] => {
  if (typeof error !== 'object' || error === null || depth > 5) return []
  const { code, message, cause, originalCode, originalMessage, errors, meta } = error as DriverError
  const inner = [cause, meta?.driverAdapterError, ...(Array.isArray(errors) ? errors : [])]
  return [
    ...[code, originalCode, originalMessage, message].filter((text) => typeof text === 'string'),
    ...inner.flatMap((text) => messagesOf(text, depth + 1)),
  ]
}

const matches = (error: unknown, pattern: RegExp) => messagesOf(error).some((text) => pattern.test(text))

/** Whether two transactions stood in each other's way: either may try again. */
export const isContention = (error: unknown): boolean => matches(error, CONTENDED)

/** Whether the connection is gone: another one may be better. */
export const isLost = (error: unknown): boolean => matches(error, LOST)

/** An error of a driver as people should read it, if it is one that may pass: else as it is. */
export const readableError = (error: unknown): unknown => {
  if (error instanceof SealError) return error
  const reason = REASONS.find(([pattern]) => matches(error, pattern))
  return reason ? new Unavailable(reason[1], { cause: error }) : error
}

/** What pg reports without a code, and no other client of a server does. */
const WORDS =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect$)/

/** The same for whatever was thrown: an error that is not Prisma's may be of another server than the database. */
export const readablePrismaError = (error: unknown): unknown => {
  const { name = '', message = '' } = error instanceof Error ? error : {}
  return /^(Prisma|DriverAdapter)/.test(name) || WORDS.test(message) ? readableError(error) : error
}
