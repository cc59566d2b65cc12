import { Unavailable } from '../domain/errors.ts'
import { waitForLock } from '../store/sql/wait-for-lock.ts'
import type { Context } from './ingest.ts'

const TRY_MS = 200

/**
 * Imports into one dataset take turns, in whichever processes they are: each finds the dataset, its taxonomy
 * and its rows as the one before has left them. One whose process is killed gives its lock back.
 */
export const withImportLock = async <T>(
  { connection, progress, signal }: Context,
  dataset: string,
  work: () => Promise<T>,
): Promise<T> => {
  const name = `import ${dataset}`
  let release = await connection.lock(name)
  if (!release) {
    progress.notice(`waiting for another import into dataset "${dataset}" to end`)
    release = await waitForLock(connection, name, { everyMs: TRY_MS, signal })
  }
  if (!release) throw new Unavailable('interrupted while waiting; nothing was written')
  try {
    return await work()
  } finally {
    // A connection that is lost holds no lock.
    await release().catch(() => undefined)
  }
}
