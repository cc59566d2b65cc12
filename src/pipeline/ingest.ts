import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { counted } from '../domain/counted.ts'
import { InvalidInput, SealError, Unavailable } from '../domain/errors.ts'
import type { RowStream } from '../ingest/row.ts'
import { type Input, openSource, type Source } from '../ingest/source.ts'
import type { Prisma } from '../store/prisma.ts'
import type { RunKind, RunState } from '../store/run-kinds.ts'
import {
  beginRun,
  type Counts,
  endRun,
  NO_COUNTS,
  NO_FATES,
  type Run,
  type RunOptions,
} from '../store/runs.ts'
import type { Connection } from '../store/sql/connection.ts'
import { NOTHING_REMOVED } from '../store/write/remove-measured.ts'
import type { Progress } from './progress.ts'
import { openRejects, type Reject, rejectsFileOf } from './rejects.ts'
import { type Located, type Tally, type Target, type Work, writeRows } from './write-rows.ts'

/** What every command works with. */
export type Context = {
  prisma: Prisma
  connection: Connection
  /** Where rejects files go. */
  rejectsDirectory: string
  progress: Progress
  signal: AbortSignal
  /** How long commands that share their work may be silent; left out: a minute. */
  leaseMs?: number
  /** How long to wait for others who import into the same dataset; left out: for their end. */
  importWaitMs?: number
  /** What the command was called with: kept with its Run. */
  options?: RunOptions
  /** How people find a file; left out: by its whole path. */
  placeOf?: (file: string) => string
  /** Is told what an import is: its Run, once there is one, and each row that can't be used as it is. */
  onRun?: (id: number) => void
  onReject?: (reject: Reject) => void
}

/** `revision` null: there is no such dataset, and none was made. */
export type Outcome = {
  counts: Counts
  rejectsFile: string
  revision: number | null
  interrupted: boolean
}
export type IngestOutcome = Outcome & Tally

/** Where the records go: known only once there is a usable one. */
export type Destination<T> = { datasetId: number; write: Target<T>['write'] }

/** One command: what tells it from others, how its files become records, and where these go. */
export type Ingest<T extends { rowId: number }> = {
  kind: RunKind
  dataset: string
  /** The dataset, if it is there already. */
  datasetId: number | null
  files: readonly Input[]
  /** Options that make it another command on the same files. */
  options: readonly (string | number | boolean | null | undefined)[]
  read: (source: Source) => RowStream<T>
  keyOf: Work<T>['keyOf']
  rowIds?: Work<T>['rowIds']
  refuse?: Work<T>['refuse']
  /** Creates what the records need: the dataset, a model, a labeler. */
  prepare: () => Promise<Destination<T>>
}

type Named = Pick<Ingest<{ rowId: number }>, 'kind' | 'dataset' | 'files' | 'options'>

const fingerprintOf = ({ kind, dataset, files, options }: Named) => {
  const inputs = files.map((file) => {
    if (file.sha256 !== undefined) return [file.name, file.sha256]
    const { size, mtimeMs } = statSync(file.path)
    return [path.resolve(file.path), size, mtimeMs]
  })
  return createHash('sha256')
    .update(JSON.stringify([kind, dataset, options, inputs]))
    .digest('hex')
}

/** Files of one name can be of several models or labelers. */
const namesOf = ({ kind, dataset, files, options }: Named) => {
  const names = options.filter((option) => typeof option === 'string')
  return [dataset, kind.toLowerCase(), ...names, path.basename(files[0].name)]
}

/** Every client of the server can read it: files are named without their folders. */
const withoutFolders = (message: string, { files }: Named): string =>
  files.reduce((text, { name }) => text.replaceAll(name, path.basename(name)), message)

/**
 * Runs one command to its end: rows to the database, rejects to their file, the Run, the next revision.
 *
 * @throws InvalidInput when a file can't be used, or its end is missing: everything before that is written, and of files
 *   without any row before that nothing.
 */
export const ingest = async <T extends { rowId: number }>(
  context: Context,
  command: Ingest<T>,
): Promise<IngestOutcome> => {
  const { prisma, connection, progress, signal } = context
  const sources: Source[] = []
  for (const file of command.files) sources.push(await openSource(file, signal))
  const totalBytes = sources.reduce((sum, source) => sum + source.totalBytes, 0)

  let cut: unknown = null
  async function* located(): AsyncGenerator<Located<T>> {
    try {
      for (const source of sources) {
        for await (const batch of command.read(source).rows) {
          for (const row of batch) yield { file: source.file, row }
          // Where nothing is read from the disk and nothing written, an interruption is heard here only.
          await setImmediate()
          if (signal.aborted) return
        }
      }
    } catch (error) {
      // An abort may end the reading anywhere; what came before it is whole.
      if (signal.aborted) return
      // What came before it goes in first.
      if (error instanceof InvalidInput) cut = error
      else throw error
    }
  }
  const rows = located()
  const first = await rows.next()
  if (first.done && cut) throw cut
  if (first.done && signal.aborted)
    throw new Unavailable('interrupted before the first row; nothing was written')
  async function* all() {
    if (!first.done) yield first.value
    yield* rows
  }

  const file = rejectsFileOf(context.rejectsDirectory, namesOf(command))
  const rejects = openRejects(file, context.onReject)
  const counts = { ...NO_COUNTS }
  const tally: Tally = { fates: NO_FATES, measured: 0, removed: NOTHING_REMOVED }
  let run: Run | undefined
  const begin = async (datasetId: number): Promise<Run> => {
    const { kind } = command
    const file = command.files.map(({ name }) => path.basename(name)).join(', ')
    const fingerprint = fingerprintOf(command)
    const begun = await beginRun({ prisma, connection }, { datasetId, kind, file, fingerprint })
    if (begun.position > 0)
      progress.notice(`going on behind row ${begun.position}, where an earlier run was cut off`)
    counts.changed = begun.changed
    tally.fates = begun.fates
    run = begun
    context.onRun?.(begun.id)
    return begun
  }
  const open = async () => {
    const { datasetId, write } = await command.prepare()
    return { run: await begin(datasetId), write }
  }
  const end = async (how: { state: RunState; error?: string }) => {
    const all = { ...counts, ...tally.fates }
    if (run) await endRun(connection, run, { ...how, counts: all, revise: counts.changed > run.revised })
  }
  const onBatch = () => {
    const bytes = sources.reduce((sum, source) => sum + source.bytesRead, 0)
    progress.update({ rows: counts.read, bytes, totalBytes })
  }
  onBatch()
  try {
    const { keyOf, rowIds, refuse } = command
    const rows = all()
    const to = { rejects, counts, tally, onBatch, signal }
    await writeRows({ connection, rows, keyOf, rowIds, refuse, open, ...to })
    if (cut) throw cut
    if (!run && command.datasetId !== null) await begin(command.datasetId)
    await end({ state: signal.aborted ? 'INTERRUPTED' : 'DONE' })
  } catch (error) {
    // The batch that failed is rolled back; what came before it stays, and the same command goes on from there.
    const message = error instanceof SealError ? withoutFolders(error.message, command) : 'the command failed'
    await end({ state: 'FAILED', error: message }).catch(() => undefined)
    if (error === cut) {
      const { read, rejected } = counts
      const but = `, but ${counted(rejected, 'rejected one')}, listed in ${(context.placeOf ?? path.resolve)(rejects.path)}`
      progress.notice(`${counted(read, 'row')} before the error went in${rejected > 0 ? but : ''}`)
    }
    throw error
  } finally {
    rejects.close()
    for (const notice of sources.flatMap(({ notices }) => notices)) progress.notice(notice)
  }
  const dataset = await prisma.dataset.findUnique({ where: { name: command.dataset } })
  const revision = dataset?.revision ?? null
  return { counts, ...tally, rejectsFile: rejects.path, revision, interrupted: signal.aborted }
}
