import { createHash } from 'node:crypto'
import { SealError } from '../domain/errors.ts'
import type { EntryKey } from '../store/find-entries.ts'
import type { RunKind } from '../store/run-kinds.ts'
import { advanceRun, beginRun, endRun, NO_COUNTS } from '../store/runs.ts'
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
  /** How far such commands were when this one was planned. */
  planned?: string
}

/** What such a command works on, as its Run names it. */
export const inputOf = (by: string, variant?: string): string =>
  variant === undefined ? by : `${by}, ${variant}`

/**
 * The Run of one such command: what it has made, its rejects and its end. What is missing tells where it
 * goes on, so that rejected entries come again with the next command.
 */
export const openEntryRun = async (
  { prisma, connection, rejectsDirectory, signal, options }: Context,
  { kind, dataset, by, variant, how, planned }: EntryCommand,
) => {
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([kind, by, variant, how]))
    .digest('hex')
  const file = inputOf(by, variant)
  const run = await beginRun(
    { prisma, connection },
    { datasetId: dataset.id, kind, file, fingerprint, planned, options },
  )
  const names = variant === undefined ? [by] : [by, variant]
  const rejects = openRejects(rejectsFileOf(rejectsDirectory, [dataset.name, kind.toLowerCase(), ...names]))
  const counts = { ...NO_COUNTS, read: run.position, changed: run.changed }

  return {
    /** Of all entries that were read, also by an earlier run that was cut off. */
    counts,
    /** How many entries an earlier run has done. */
    position: run.position,
    /** Writes what was made of some entries, together with how far it is; `write` returns how many rows changed. */
    commit: async (entries: number, write: () => Promise<number>): Promise<void> => {
      const changed = await connection.transaction('write', async () => {
        const rows = await write()
        const next = { ...counts, read: counts.read + entries, changed: counts.changed + rows }
        await advanceRun(connection, run, next.read - next.rejected, next)
        return rows
      })
      counts.read += entries
      counts.changed += changed
    },
    reject: ({ rowId, side }: EntryKey, reason: string): void => {
      counts.read++
      counts.rejected++
      rejects.add({ file: variant ?? '', line: 0, rowId, reason: `${side}: ${reason}` })
    },
    /** @throws what the command failed with, once that is written down. */
    end: async (failure?: unknown): Promise<Outcome> => {
      rejects.close()
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
