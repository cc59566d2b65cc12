import { setTimeout } from 'node:timers/promises'
import { Conflict } from '../domain/errors.ts'
import type { Prisma } from './prisma.ts'
import type { RunKind } from './run-kinds.ts'
import type { Connection, Release } from './sql/connection.ts'

export type Store = { prisma: Prisma; connection: Connection }
/** What a command works on: two of one input would do the same. */
export type RunInput = { datasetId: number; kind: RunKind; file: string }

/** A process that was killed may take a moment to be gone. */
const TRIES = 10
const TRY_MS = 200

/** The name of the lock that a command holds which works on its input alone. */
export const lockOf = ({ datasetId, kind, file }: RunInput) => `${datasetId} ${kind} ${file}`

/** Of a command that shares its work with others: its Run's own. */
export const lockOfShared = (runId: number) => `run ${runId}`

/** Kinds that bring rows over others: what they do can undo what a run has written. */
export const BRINGING: RunKind[] = ['PAIRS', 'REWARDS', 'LABELS', 'REWRITES']

/** The lock that a run's command holds while it is at work. */
export const lockOfRun = (run: RunInput & { id: number }) =>
  BRINGING.includes(run.kind) ? lockOf(run) : lockOfShared(run.id)

/** Runs are there before they are locked: who begins or ends any does so alone. */
export const beginning = ({ datasetId }: Pick<RunInput, 'datasetId'>) => `runs of ${datasetId}`

const SOON_MS = 20

/** Does something as the only one who does so under a name, after those who do: short things alone. */
export const alone = async <T>(connection: Connection, name: string, work: () => Promise<T>): Promise<T> => {
  for (;;) {
    const release = await connection.lock(name)
    if (release) return work().finally(release)
    await setTimeout(SOON_MS)
  }
}

/** Waits a moment for the command's lock. @throws Conflict when another command holds it. */
export const lockRun = async ({ prisma, connection }: Store, command: RunInput): Promise<Release> => {
  for (let tries = 1; ; tries++) {
    const release = await connection.lock(lockOf(command))
    if (release) return release
    if (tries < TRIES) {
      await setTimeout(TRY_MS)
      continue
    }
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
}

/** Does something while no command begins or is at work on a dataset. @throws Conflict when one is. */
export const whileNobodyWorks = <T>(
  { prisma, connection }: Store,
  datasetId: number,
  work: () => Promise<T>,
): Promise<T> =>
  alone(connection, beginning({ datasetId }), async () => {
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
