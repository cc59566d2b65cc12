import type { Piscina } from 'piscina'
import { SealError, Unavailable } from '../../domain/errors.ts'
import type { Outcome, Task } from './change-thread.ts'

const WAITING = 100
const IDLE_MS = 10_000

/** A thread that makes changes one after the other, and is there while there is something to change: SQLite keeps its own waiting. */
export type ChangeThread = { run(task: Task): Promise<unknown>; close(): Promise<void> }

export const openChangeThread = (): ChangeThread => {
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
  return {
    run: async (task) => {
      opening ??= open()
      const pool = await opening
      if (pool.queueSize >= WAITING)
        throw new Unavailable(`the server is busy: ${WAITING} changes wait already; ask again later`)
      const outcome = await pool.run(task, { transferList: task.stop ? [task.stop] : [] })
      if ('failure' in outcome) throw new SealError(outcome.failure.code, outcome.failure.message)
      return outcome.result
    },
    close: async () => (await opening)?.close(),
  }
}
