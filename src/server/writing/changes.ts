import type { Piscina } from 'piscina'
import { SealError, Unavailable } from '../../domain/errors.ts'
import type { Changes } from '../../pipeline/changes.ts'
import type { Outcome, Task } from './change-thread.ts'

const WAITING = 100
const IDLE_MS = 10_000

/** Makes changes one after the other, in a thread that is there while there is something to change: SQLite keeps its own waiting. */
export const openChanges = (databaseUrl: string): Changes & { close(): Promise<void> } => {
  let opening: Promise<Piscina<Task, Outcome>> | undefined
  const open = async () =>
    new (await import('piscina')).Piscina<Task, Outcome>({
      filename: new URL('./change-worker.mjs', import.meta.url).href,
      minThreads: 0,
      maxThreads: 1,
      maxQueue: WAITING,
      idleTimeout: IDLE_MS,
      execArgv: [],
    })
  const run = async (task: Task): Promise<unknown> => {
    opening ??= open()
    const pool = await opening
    if (pool.queueSize >= WAITING)
      throw new Unavailable(`the server is busy: ${WAITING} changes wait already; ask again later`)
    const outcome = await pool.run(task)
    if ('failure' in outcome) throw new SealError(outcome.failure.code, outcome.failure.message)
    return outcome.result
  }
  return {
    make: (name, given) => run({ databaseUrl, name, given }) as never,
    close: async () => (await opening)?.close(),
  }
}
