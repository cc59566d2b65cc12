import type { SealError } from '../domain/errors.ts'
import type { Reject } from '../pipeline/rejects.ts'
import type { ImportRequest } from './commands.ts'

/** What the process that imports is told: an import, to cut off what is under way, or that there is nothing more to do. */
export type Order = {
  request: ImportRequest
  databaseUrl: string
  /** Where the list of rejects goes, which is there if there are any, and how people find it. */
  rejects: { directory: string; address: string }
}
export type Command = Order | 'STOP' | 'LEAVE'

/** A defect has no code. */
export type Failure = { code?: SealError['code']; message: string; stack?: string }

/** How many rejects are told of; all are listed. */
export const FIRST_REJECTS = 20

/** What an import has come to: also of what failed, something may be in. */
export type Ended = {
  /** Of the dataset; null: unknown, or there is none. */
  revision: number | null
  failure: Failure | null
  rejects: { count: number; first: Reject[] }
}

/** What the process says: lines for people, the Run once there is one, the end. */
export type Said = { notice: string } | { run: number } | { ended: Ended }
