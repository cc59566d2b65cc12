import { Conflict } from '../domain/errors.ts'
import type { Prisma } from './prisma.ts'
import { revise as makeRevision } from './revise.ts'
import type { RunKind, RunState } from './run-kinds.ts'
import { lockOf, lockRun, type RunInput, type Store } from './run-lock.ts'
import type { Connection, Release } from './sql/connection.ts'

/** How many rows of a command's input became what. `changed` counts rows of the database. */
export type Counts = {
  read: number
  rejected: number
  duplicates: number
  conflicts: number
  changed: number
}
export const NO_COUNTS: Counts = { read: 0, rejected: 0, duplicates: 0, conflicts: 0, changed: 0 }

/** What a command can be called with, as JSON. */
export type RunOptions = Record<string, string | number | boolean | readonly string[]>

export type Run = {
  id: number
  datasetId: number
  /** Rows of the input that an earlier, unfinished run of the same command has committed. */
  position: number
  /** Rows of the database that it changed. */
  changed: number
  /** How many of those belong to a revision already. */
  revised: number
  /** Lets the next command of its kind and input begin. */
  release: Release
}

type Command = RunInput & {
  fingerprint: string
  /** The `progressOf` that the command was planned with, where it may have waited since. */
  planned?: string
  /** What it was called with, for `findLastOptions`. */
  options?: RunOptions
}

/** Kinds that bring rows over others: what they do can undo what a run has written. */
const BRINGING: RunKind[] = ['PAIRS', 'REWARDS', 'LABELS', 'REWRITES']

/** How far commands of a kind and input are: another value, and one of them has been at work. */
export const progressOf = async (prisma: Prisma, { datasetId, kind, file }: RunInput): Promise<string> => {
  const last = await prisma.run.findFirst({ where: { datasetId, kind, file }, orderBy: { id: 'desc' } })
  return last ? `${last.id} ${last.position}` : ''
}

/** Makes revisions of what runs have written that were killed; those that go on elsewhere hold their locks. */
const endKilled = async ({ prisma, connection }: Store, { datasetId }: Command, own: number | undefined) => {
  const running = await prisma.run.findMany({
    where: { datasetId, state: 'RUNNING', NOT: { id: own ?? -1 } },
  })
  for (const run of running) {
    const release = await connection.lock(lockOf(run))
    if (!release) continue
    const ended = await prisma.run.updateMany({
      where: { id: run.id, state: 'RUNNING' },
      data: { state: 'INTERRUPTED', finishedAt: new Date() },
    })
    if (ended.count > 0 && (run.counts as Counts).changed > 0) await makeRevision(connection, datasetId)
    await release()
  }
}

/** The last run of a command, if it has not ended and nothing else may have undone what it wrote. */
const findUnfinished = async (prisma: Prisma, { datasetId, fingerprint }: Command) => {
  const last = await prisma.run.findFirst({ where: { datasetId, fingerprint }, orderBy: { id: 'desc' } })
  if (!last || last.state === 'DONE') return null
  const other = await prisma.run.findFirst({
    where: {
      datasetId,
      kind: { in: BRINGING },
      NOT: { id: last.id },
      OR: [{ id: { gt: last.id } }, { finishedAt: null }, { finishedAt: { gte: last.startedAt } }],
    },
  })
  return other ? null : last
}

/**
 * Begins a command, or goes on where the same one was cut off. It goes on only if nothing has been brought to
 * the dataset since: otherwise the rows it wrote may be gone, and it repeats itself.
 *
 * @throws Conflict while another command of this kind has the same input, or has had since this one was planned.
 */
export const beginRun = async (store: Store, { planned, options, ...command }: Command): Promise<Run> => {
  const { prisma } = store
  const { datasetId } = command
  const release = await lockRun(store, command)
  try {
    if (planned !== undefined && planned !== (await progressOf(prisma, command)))
      throw new Conflict(
        `another command has been at work on the same thing meanwhile (${command.kind} ${command.file}); run this one again`,
      )
    const last = await findUnfinished(prisma, command)
    await endKilled(store, command, last?.id)
    if (!last) {
      const created = await prisma.run.create({
        data: { ...command, counts: NO_COUNTS, options: options && { ...options } },
      })
      return { id: created.id, datasetId, position: 0, changed: 0, revised: 0, release }
    }
    const { changed } = last.counts as Counts
    await prisma.run.update({
      where: { id: last.id },
      data: { state: 'RUNNING', error: null, finishedAt: null },
    })
    // Whoever was killed has made no revision of what it wrote.
    const revised = last.state === 'RUNNING' ? 0 : changed
    return { id: last.id, datasetId, position: last.position, changed, revised, release }
  } catch (error) {
    await release()
    throw error
  }
}

/** To be called in the transaction that writes the rows. */
export const advanceRun = (connection: Connection, run: Run, position: number, counts: Counts) =>
  connection.query('UPDATE run SET position = ?1, counts = ?2 WHERE id = ?3 RETURNING id', [
    position,
    JSON.stringify(counts),
    run.id,
  ])

/** Ends a run and, if it changed something, makes the dataset's next revision of it. */
export const endRun = async (
  connection: Connection,
  run: Run,
  { state, counts, error, revise }: { state: RunState; counts: Counts; error?: string; revise: boolean },
): Promise<void> => {
  const end = connection.transaction('write', async () => {
    const cast = connection.provider === 'postgresql' ? '::"RunState"' : ''
    await connection.query(
      `UPDATE run SET state = ?1${cast}, counts = ?2, error = ?3, finished_at = ?4 WHERE id = ?5 RETURNING id`,
      [state, JSON.stringify(counts), error ?? null, new Date().toISOString(), run.id],
    )
    if (revise) await makeRevision(connection, run.datasetId)
  })
  await end.finally(run.release)
}

/** What the last command of a kind was called with, of those that `file` tells; null where nobody knows. */
export const findLastOptions = async (
  prisma: Prisma,
  where: { datasetId: number; kind: RunKind; file?: string },
): Promise<RunOptions | null> => {
  const runs = await prisma.run.findMany({ where, select: { options: true }, orderBy: { id: 'desc' } })
  return (runs.find(({ options }) => options !== null)?.options as RunOptions | undefined) ?? null
}
