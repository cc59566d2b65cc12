/** The process in which a server's imports run, one after the other. */
import { rmSync } from 'node:fs'
import { InvalidInput, SealError, Unavailable } from '../domain/errors.ts'
import type { Context } from '../pipeline/ingest.ts'
import { openPrisma } from '../store/prisma.ts'
import { openExisting } from '../store/sql/open.ts'
import { readablePrismaError } from '../store/unavailable.ts'
import { type Command, type Ended, type Failure, FIRST_REJECTS, type Order, type Said } from './messages.ts'
import { runImport } from './run-import.ts'

/** A small body can be decompressed to millions of rows that say nothing. */
const MOST_REJECTS = 1_000_000

const stopping = new AbortController()
const { signal } = stopping
/** A server that was killed hears nothing. */
const say = (said: Said) => void (process.connected && process.send?.(said, () => undefined))

const STOPPED = new Unavailable('the server is stopping: send it again, and it goes on where it was cut off')

const failureOf = (thrown: unknown): Failure => {
  const error = readablePrismaError(thrown)
  if (signal.aborted && !(error instanceof SealError && error.code !== 'CANCELLED')) return failureOf(STOPPED)
  if (error instanceof SealError) return { code: error.code, message: error.message }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { message, stack }
}

const importOne = async ({ request, databaseUrl, rejects }: Order): Promise<Ended> => {
  const ended: Ended = { revision: null, failure: null, rejects: { count: 0, first: [] } }
  try {
    const connection = await openExisting(databaseUrl)
    const prisma = openPrisma(databaseUrl)
    const context: Context = {
      prisma,
      connection,
      signal,
      rejectsDirectory: rejects.directory,
      placeOf: () => rejects.address,
      progress: { update: () => undefined, notice: (notice) => say({ notice }) },
      onRun: (run) => say({ run }),
      onReject: (reject) => {
        if (ended.rejects.count++ < FIRST_REJECTS) ended.rejects.first.push(reject)
        if (ended.rejects.count > MOST_REJECTS)
          throw new InvalidInput(
            `more than ${MOST_REJECTS} rows can't be used: see the reasons in the list of rejects`,
          )
      },
    }
    try {
      const { lines, revision, problem } = await runImport(context, request)
      for (const notice of lines) say({ notice })
      ended.revision = revision
      if (problem ?? signal.aborted) ended.failure = failureOf(signal.aborted ? STOPPED : problem)
    } finally {
      await prisma.$disconnect()
      await connection.close()
    }
  } catch (error) {
    ended.failure = failureOf(error)
  }
  return ended
}

let last: Promise<unknown> = Promise.resolve()
process.on('message', (command: Command) => {
  if (command === 'STOP') return stopping.abort()
  if (command === 'LEAVE') return process.exit()
  last = last.then(async () => say({ ended: await importOne(command) }))
})
/** The server was killed: what is under way ends where it can go on, and what was sent is kept no longer. */
const leave = async () => {
  stopping.abort()
  await last
  rmSync(process.argv[2], { recursive: true, force: true })
  process.exit()
}
process.once('disconnect', leave)
// It may have been before this process listened.
if (!process.connected) void leave()
// Ctrl-C in a terminal reaches this process too, and some stop a server by stopping all its processes: the server decides.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => undefined)
