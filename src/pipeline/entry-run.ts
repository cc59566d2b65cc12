import { createHash } from 'node:crypto'
import { mutex } from '../async/mutex.ts'
import { counted } from '../domain/counted.ts'
import { Conflict, SealError } from '../domain/errors.ts'
import { dropClaims, giveUp, heldEntries, type Job, tryAgain } from '../store/claims.ts'
import { type EntryKey, keyOf } from '../store/find-entries.ts'
import { endSilentTransactions, extendLease, LEASE_MS } from '../store/leases.ts'
import type { RunKind } from '../store/run-kinds.ts'
import { advanceRun, endRun, joinRun, NO_COUNTS } from '../store/runs.ts'
import { claims } from './claims.ts'
import type { Context, Outcome } from './ingest.ts'
import { openRejects, rejectsFileOf } from './rejects.ts'

/** A command that makes something of entries, each by itself. */
export type EntryCommand = {
  kind: RunKind
  dataset: { id: number; name: string }
  /** Whose work it is: a labeler, a model, a rewriter. */
  by: string
  /** The rewriter whose entries they are; left out: the originals. */
  variant?: string
  /** What else makes it another command. */
  how: unknown
  /** What its entries lack; what that is for is made where it isn't there. */
  prepare: () => Promise<Job>
}

/** What such a command works on, as its Run names it. */
export const inputOf = (by: string, variant?: string): string =>
  variant === undefined ? by : `${by}, ${variant}`

/**
 * The Run of one such command, which shares its work with others: what it has claimed and made, its rejects
 * and its end. What is missing tells where it goes on, so that rejected entries come again with the next command.
 */
export const openEntryRun = async (
  { prisma, connection, rejectsDirectory, progress, signal, options, leaseMs = LEASE_MS }: Context,
  { kind, dataset, by, variant, how, prepare }: EntryCommand,
) => {
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([kind, by, variant, how]))
    .digest('hex')
  const file = inputOf(by, variant)
  const { run, prepared: job } = await joinRun(
    { prisma, connection },
    { datasetId: dataset.id, kind, file, fingerprint, options },
    prepare,
  )
  await endSilentTransactions(connection, leaseMs)
  await tryAgain(connection, job)
  await extendLease(connection, run.id, leaseMs)
  // One connection: nothing else may be in a transaction of it.
  const database = mutex()
  const heartbeat = setInterval(() => {
    // A database that can't be reached fails the next write.
    database(() => extendLease(connection, run.id, leaseMs)).catch(() => undefined)
  }, leaseMs / 4)
  heartbeat.unref()
  const names = variant === undefined ? [by] : [by, variant]
  const rejects = openRejects(rejectsFileOf(rejectsDirectory, [dataset.name, kind.toLowerCase(), ...names]))
  const counts = { ...NO_COUNTS, read: run.position, changed: run.changed }
  let late = 0

  return {
    job,
    /** Of all entries that were read, also by an earlier run that was cut off. */
    counts,
    /** How many entries an earlier run has done. */
    position: run.position,
    /** Entries to work on, as `claims` has it. */
    claims: (entries: readonly EntryKey[], stop: AbortSignal, waits?: boolean) =>
      claims({ connection, database, job, runId: run.id, leaseMs }, entries, stop, waits),
    /** Items that are read from the database, one at a time: never in the midst of a transaction. */
    reading: async function* <T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
      for (;;) {
        const next = await database(() => items.next())
        if (next.done) return
        yield next.value
      }
    },
    /**
     * Writes what was made of some entries that are still this Run's, together with how far it is: others may
     * have taken over the rest when its lease was over. `write` returns how many rows changed.
     */
    commit: <T extends { item: EntryKey }>(
      made: readonly T[],
      write: (held: readonly T[]) => Promise<number>,
      of: 'CLAIMED' | 'RESERVED' = 'CLAIMED',
    ): Promise<void> =>
      database(async () => {
        const { changed, held } = await connection.transaction('write', async () => {
          const entries = made.map(({ item }) => item)
          const still =
            of === 'CLAIMED'
              ? new Set((await heldEntries(connection, job, run.id, entries)).map(keyOf))
              : null
          const held = still ? made.filter(({ item }) => still.has(keyOf(item))) : made
          const changed = await write(held)
          await dropClaims(connection, job, run.id, entries)
          const read = counts.read + held.length
          const next = { ...counts, read, changed: counts.changed + changed }
          await advanceRun(connection, run, read - counts.rejected, next)
          return { changed, held: held.length }
        })
        counts.read += held
        counts.changed += changed
        late += made.length - held
      }),
    /** Does something with entries all of which must still be this Run's. @throws Conflict when they are not. */
    holding: (entries: readonly EntryKey[], work: () => Promise<unknown>): Promise<void> =>
      database(() =>
        connection.transaction('write', async () => {
          const held = await heldEntries(connection, job, run.id, entries)
          if (held.length < entries.length)
            throw new Conflict('others took over what this command was silent about; run it again')
          await work()
        }),
      ),
    reject: async (
      entry: EntryKey,
      reason: string,
      of: 'CLAIMED' | 'RESERVED' = 'CLAIMED',
    ): Promise<void> => {
      const held = await database(() => giveUp(connection, job, run.id, [entry]))
      if (of === 'CLAIMED' && held.length === 0) {
        late++
        return
      }
      counts.read++
      counts.rejected++
      rejects.add({ file: variant ?? '', line: 0, rowId: entry.rowId, reason: `${entry.side}: ${reason}` })
    },
    /** @throws what the command failed with, once that is written down. */
    end: async (failure?: unknown): Promise<Outcome> => {
      clearInterval(heartbeat)
      await database(async () => undefined)
      rejects.close()
      if (late > 0)
        progress.notice(
          `${counted(late, 'entry was', 'entries were')} done too late: others took over while this command was silent`,
        )
      const revise = counts.changed > run.revised
      if (failure !== undefined) {
        const error = failure instanceof SealError ? failure.message : 'the command failed'
        await endRun(connection, run, { state: 'FAILED', counts, error, revise }).catch(() => undefined)
        throw failure
      }
      await endRun(connection, run, { state: signal.aborted ? 'INTERRUPTED' : 'DONE', counts, revise })
      const { revision } = await prisma.dataset.findUniqueOrThrow({ where: { id: dataset.id } })
      return { counts, rejectsFile: rejects.path, revision, interrupted: signal.aborted }
    },
  }
}

export type EntryRun = Awaited<ReturnType<typeof openEntryRun>>
