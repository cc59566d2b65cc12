import { Conflict } from '../domain/errors.ts'
import type { RunKind } from './run-kinds.ts'
import type { Connection, Release } from './sql/connection.ts'
import { waitForLock } from './sql/wait-for-lock.ts'
import type { Store } from './store.ts'

/** What a command works on: two of one input would do the same. */
export type RunInput = { datasetId: number; kind: RunKind; file: string }

/** A process that was killed may take a moment to be gone. */
const TRIES = 10
const TRY_MS = 200

/** The name of the lock that a command holds which works on its input alone. */
export const inputLock = ({ datasetId, kind, file }: RunInput) => `${datasetId} ${kind} ${file}`

/** The name of the lock that the Run of a command holds which shares its work with others. */
export const sharedRunLock = (runId: number) => `run ${runId}`

/** Kinds that write rows over others: what they do can undo what a run has written. */
export const IMPORT_KINDS: RunKind[] = ['PAIRS', 'REWARDS', 'LABELS', 'REWRITES']

/** The lock that a run's command holds while it is at work. */
export const lockOfRun = (run: RunInput & { id: number }) =>
  IMPORT_KINDS.includes(run.kind) ? inputLock(run) : sharedRunLock(run.id)

/** The name of the lock under which Runs begin and are ended: they are there before they are locked. */
export const startLockOf = ({ datasetId }: Pick<RunInput, 'datasetId'>) => `runs of ${datasetId}`

const SOON_MS = 20

/** Does something while it holds a lock that others hold for a moment each. */
export const withLock = async <T>(
  connection: Connection,
  name: string,
  work: () => Promise<T>,
): Promise<T> => {
  const release = await waitForLock(connection, name, { everyMs: SOON_MS })
  return work().finally(release)
}

/** Waits a moment for the command's lock. @throws Conflict when another command holds it. */
export const lockRun = async ({ prisma, connection }: Store, command: RunInput): Promise<Release> => {
  const release = await waitForLock(connection, inputLock(command), { everyMs: TRY_MS, tries: TRIES })
  if (release) return release
  const { datasetId, kind, file } = command
  const running = await prisma.run.findFirst({
    where: { datasetId, kind, file, state: 'RUNNING' },
    orderBy: { id: 'desc' },
  })
  const since = running ? ` since ${running.startedAt.toISOString()}` : ''
  throw new Conflict(
    `another command is at work on the same thing${since} (${kind} ${file}); wait for its end, or stop it`,
  )
}

/** Does something while no command begins or is at work on a dataset. @throws Conflict when one is. */
export const whileIdle = <T>(
  { prisma, connection }: Store,
  datasetId: number,
  work: () => Promise<T>,
): Promise<T> =>
  withLock(connection, startLockOf({ datasetId }), async () => {
    for (const run of await prisma.run.findMany({ where: { datasetId, state: 'RUNNING' } })) {
      const release = await connection.lock(lockOfRun(run))
      if (!release) {
        const { kind, file, startedAt } = run
        throw new Conflict(
          `a command is at work on the dataset since ${startedAt.toISOString()} (${kind} ${file}); wait for its end, or stop it`,
        )
      }
      await release()
    }
    return work()
  })
