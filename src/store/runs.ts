import type { Prisma } from './prisma.ts'
import type { Connection } from './sql/connection.ts'

export const RUN_KINDS = [
  'PAIRS',
  'REWARDS',
  'LABELS',
  'REWRITES',
  'SCORING',
  'SIMILARITY',
  'LABELING',
  'REWRITING',
] as const
export type RunKind = (typeof RUN_KINDS)[number]
export const RUN_STATES = ['RUNNING', 'DONE', 'INTERRUPTED', 'FAILED'] as const
export type RunState = (typeof RUN_STATES)[number]

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

type NewRun = {
  datasetId: number
  kind: RunKind
  file: string
  fingerprint: string
  /** What it was called with, to be repeated by `findLastOptions`. */
  options?: RunOptions
}

export type Run = {
  id: number
  datasetId: number
  /** Rows of the input that an earlier, unfinished run of the same command has committed. */
  position: number
  /** Rows of the database that it changed. */
  changed: number
  /** How many of those belong to a revision already. */
  revised: number
}

/**
 * Begins a command, or goes on where the same one was cut off. It goes on only if nothing else has been
 * done to the dataset since: otherwise the rows it wrote may be gone, and it repeats itself.
 */
export const beginRun = async (prisma: Prisma, { options, ...input }: NewRun): Promise<Run> => {
  const last = await prisma.run.findFirst({ where: { datasetId: input.datasetId }, orderBy: { id: 'desc' } })
  const { changed } = (last?.counts ?? NO_COUNTS) as Counts
  // Whoever was killed has made no revision of what it wrote.
  const killed = last?.state === 'RUNNING'
  if (last && last.fingerprint === input.fingerprint && last.state !== 'DONE') {
    await prisma.run.update({
      where: { id: last.id },
      data: { state: 'RUNNING', error: null, finishedAt: null },
    })
    const revised = killed ? 0 : changed
    return { id: last.id, datasetId: last.datasetId, position: last.position, changed, revised }
  }
  if (killed && changed > 0) {
    await prisma.dataset.update({ where: { id: input.datasetId }, data: { revision: { increment: 1 } } })
  }
  const created = await prisma.run.create({
    data: { ...input, counts: NO_COUNTS, options: options && { ...options } },
  })
  return { id: created.id, datasetId: created.datasetId, position: 0, changed: 0, revised: 0 }
}

/** To be called in the transaction that writes the rows. */
export const advanceRun = (connection: Connection, run: Run, position: number, counts: Counts) =>
  connection.query('UPDATE run SET position = ?1, counts = ?2 WHERE id = ?3 RETURNING id', [
    position,
    JSON.stringify(counts),
    run.id,
  ])

/** Ends a run and, if it changed something, makes the dataset's next revision of it. */
export const endRun = (
  connection: Connection,
  run: Run,
  { state, counts, error, revise }: { state: RunState; counts: Counts; error?: string; revise: boolean },
): Promise<void> =>
  connection.transaction('write', async () => {
    const cast = connection.provider === 'postgresql' ? '::"RunState"' : ''
    await connection.query(
      `UPDATE run SET state = ?1${cast}, counts = ?2, error = ?3, finished_at = ?4 WHERE id = ?5 RETURNING id`,
      [state, JSON.stringify(counts), error ?? null, new Date().toISOString(), run.id],
    )
    if (!revise) return
    await connection.query('UPDATE dataset SET revision = revision + 1 WHERE id = ?1 RETURNING id', [
      run.datasetId,
    ])
  })

/** What the last command of a kind was called with, of those that `file` tells; null where nobody knows. */
export const findLastOptions = async (
  prisma: Prisma,
  where: { datasetId: number; kind: RunKind; file?: string },
): Promise<RunOptions | null> => {
  const runs = await prisma.run.findMany({ where, select: { options: true }, orderBy: { id: 'desc' } })
  return (runs.find(({ options }) => options !== null)?.options as RunOptions | undefined) ?? null
}
