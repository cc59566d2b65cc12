import { Conflict } from '../domain/errors.ts'
import { endLease } from './leases.ts'
import type { Prisma } from './prisma.ts'
import { revise as makeRevision } from './revise.ts'
import type { RunKind, RunState } from './run-kinds.ts'
import {
  IMPORT_KINDS,
  lockOfRun,
  lockRun,
  type RunInput,
  sharedRunLock,
  startLockOf,
  withLock,
} from './run-lock.ts'
import type { Connection, Release } from './sql/connection.ts'
import type { Store } from './store.ts'

/** How many rows of a command's input became what. `changed` counts rows of the database. */
export type Counts = {
  read: number
  rejected: number
  duplicates: number
  conflicts: number
  changed: number
}
/** What became of the records that could be used: of pairs, or of what is brought for them. */
export type Fates = { added: number; altered: number; unchanged: number }
export const NO_FATES: Fates = { added: 0, altered: 0, unchanged: 0 }

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
  /** Of the records among those rows. */
  fates: Fates
  /** How many of those belong to a revision already. */
  revised: number
  /** Ends the lock that shows that it is under way. */
  release: Release
}

type Command = RunInput & {
  fingerprint: string
  /** What it was called with, for `findLastOptions`. */
  options?: RunOptions
}

/** Makes revisions of what runs have written that were killed; those that go on elsewhere hold their locks. */
const endKilled = async (
  { prisma, connection }: Store,
  { datasetId }: Command,
  resumed: number | undefined,
) => {
  const running = await prisma.run.findMany({
    where: { datasetId, state: 'RUNNING', NOT: { id: resumed ?? -1 } },
  })
  for (const run of running) {
    const release = await connection.lock(lockOfRun(run))
    if (!release) continue
    const ended = await prisma.run.updateMany({
      where: { id: run.id, state: 'RUNNING' },
      data: { state: 'INTERRUPTED', finishedAt: new Date() },
    })
    // As it is now: it may have written until it was gone.
    const { counts } = await prisma.run.findUniqueOrThrow({ where: { id: run.id } })
    if (ended.count > 0 && (counts as Counts).changed > 0) await makeRevision(connection, datasetId)
    await endLease(connection, run.id)
    await release()
  }
}

/** A run of a command that has not ended, if nothing else may have undone what it wrote. */
const isUnfinished = async (prisma: Prisma, { datasetId }: Command, run: StoredRun) => {
  const other = await prisma.run.findFirst({
    where: {
      datasetId,
      kind: { in: IMPORT_KINDS },
      NOT: { id: run.id },
      OR: [{ id: { gt: run.id } }, { finishedAt: null }, { finishedAt: { gte: run.startedAt } }],
    },
  })
  return other === null
}

type StoredRun = NonNullable<Awaited<ReturnType<Prisma['run']['findFirst']>>>

/** Goes on with a run, or begins one. */
const openRun = async (
  { prisma }: Store,
  { options, ...command }: Command,
  last: StoredRun | null,
): Promise<Omit<Run, 'release'>> => {
  const { datasetId } = command
  if (!last) {
    if (!(await prisma.dataset.findUnique({ where: { id: datasetId }, select: { id: true } })))
      throw new Conflict('the dataset has been deleted meanwhile')
    const created = await prisma.run.create({
      data: { ...command, counts: NO_COUNTS, options: options && { ...options } },
    })
    return { id: created.id, datasetId, position: 0, changed: 0, fates: NO_FATES, revised: 0 }
  }
  const { changed, added, altered, unchanged } = { ...NO_FATES, ...(last.counts as Counts & Partial<Fates>) }
  await prisma.run.update({
    where: { id: last.id },
    data: { state: 'RUNNING', error: null, finishedAt: null },
  })
  // Whoever was killed has made no revision of what it wrote.
  const revised = last.state === 'RUNNING' ? 0 : changed
  return {
    id: last.id,
    datasetId,
    position: last.position,
    changed,
    fates: { added, altered, unchanged },
    revised,
  }
}

/**
 * Begins a command, or goes on where the same one was cut off. It goes on only if nothing has been brought to
 * the dataset since: otherwise the rows it wrote may be gone, and it repeats itself.
 *
 * @throws Conflict while another command of this kind has the same input.
 */
export const beginRun = async (store: Store, command: Command): Promise<Run> => {
  const { prisma } = store
  const { datasetId, fingerprint } = command
  const release = await lockRun(store, command)
  try {
    return await withLock(store.connection, startLockOf(command), async () => {
      const found = await prisma.run.findFirst({ where: { datasetId, fingerprint }, orderBy: { id: 'desc' } })
      const isResumed = found && found.state !== 'DONE' && (await isUnfinished(prisma, command, found))
      const last = isResumed ? found : null
      await endKilled(store, command, last?.id)
      return { ...(await openRun(store, command, last)), release }
    })
  } catch (error) {
    await release()
    throw error
  }
}

/** The last run of a command that was cut off, locked, unless one has come to the end since. */
const resumeShared = async ({ prisma, connection }: Store, command: Command) => {
  const { datasetId, fingerprint } = command
  const runs = await prisma.run.findMany({ where: { datasetId, fingerprint }, orderBy: { id: 'desc' } })
  for (const { id, state } of runs) {
    if (state === 'DONE') return null
    const release = await connection.lock(sharedRunLock(id))
    if (!release) continue
    // As it is now: its command may have come to its end before the lock was free.
    const run = await prisma.run.findUniqueOrThrow({ where: { id } })
    if (run.state !== 'DONE' && (await isUnfinished(prisma, command, run))) return { run, release }
    await release()
  }
  return null
}

/** What a model or labeler is that has nothing yet follows from the first command at work: one that differs has to wait. */
const refuseOthers = async ({ prisma }: Store, { datasetId, kind, file, fingerprint }: Command) => {
  const other = await prisma.run.findFirst({
    where: { datasetId, kind, file, state: 'RUNNING', NOT: { fingerprint } },
  })
  if (!other) return
  throw new Conflict(
    `another command with other options is at work on the same thing since ${other.startedAt.toISOString()} (${kind} ${file}); wait for its end, or stop it`,
  )
}

/**
 * Begins a command that shares its work with others of its kind, input and options, or goes on with the Run of one that
 * was cut off. What such a one had claimed is free again.
 *
 * @param prepare makes what is worked for, if it isn't there: nobody else begins meanwhile
 * @throws Conflict while another command does the same with other options.
 */
export const joinRun = <T>(
  store: Store,
  command: Command,
  prepare: () => Promise<T>,
): Promise<{ run: Run; prepared: T }> =>
  withLock(store.connection, startLockOf(command), async () => {
    const { connection } = store
    const resumed = await resumeShared(store, command)
    let release = resumed?.release
    try {
      await endKilled(store, command, resumed?.run.id)
      await refuseOthers(store, command)
      const prepared = await prepare()
      const run = await openRun(store, command, resumed?.run ?? null)
      await endLease(connection, run.id)
      release ??= (await connection.lock(sharedRunLock(run.id))) ?? undefined
      if (!release) throw new Error(`run ${run.id} is locked already`)
      return { run: { ...run, release }, prepared }
    } catch (error) {
      await release?.()
      throw error
    }
  })

/** To be called in the transaction that writes the rows. */
export const advanceRun = (
  connection: Connection,
  run: Run,
  position: number,
  counts: Counts & Partial<Fates>,
) =>
  connection.query('UPDATE run SET position = ?1, counts = ?2 WHERE id = ?3 RETURNING id', [
    position,
    JSON.stringify(counts),
    run.id,
  ])

/** Ends a run and, if it changed something, makes the dataset's next revision of it. */
export const endRun = async (
  connection: Connection,
  run: Run,
  {
    state,
    counts,
    error,
    revise,
  }: { state: RunState; counts: Counts & Partial<Fates>; error?: string; revise: boolean },
): Promise<void> => {
  const end = connection.transaction('write', async () => {
    const cast = connection.provider === 'postgresql' ? '::"RunState"' : ''
    await connection.query(
      `UPDATE run SET state = ?1${cast}, counts = ?2, error = ?3, finished_at = ?4 WHERE id = ?5 RETURNING id`,
      [state, JSON.stringify(counts), error ?? null, new Date().toISOString(), run.id],
    )
    await endLease(connection, run.id)
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
