import { Conflict, Unavailable } from '../domain/errors.ts'
import { waitForLock } from '../store/sql/wait-for-lock.ts'
import type { Context } from './ingest.ts'

const TRY_MS = 200

type ImportLocking = Pick<Context, 'connection' | 'progress' | 'signal' | 'importWaitMs'>

/**
 * Imports into one dataset take turns, in whichever processes they are: each finds the dataset, its taxonomy
 * and its rows as the one before has left them. One whose process is killed gives its lock back.
 *
 * @throws Conflict where that takes longer than who asks waits
 */
export const withImportLock = async <T>(
  { connection, progress, signal, importWaitMs = Number.POSITIVE_INFINITY }: ImportLocking,
  dataset: string,
  work: () => Promise<T>,
): Promise<T> => {
  const name = `import ${dataset}`
  let release = await connection.lock(name)
  if (!release) {
    progress.notice(`waiting for another import into dataset "${dataset}" to end`)
    release = await waitForLock(connection, name, { everyMs: TRY_MS, tries: importWaitMs / TRY_MS, signal })
  }
  if (!release && !signal.aborted)
    throw new Conflict(
      `another import into dataset "${dataset}", or a deletion from it, is at work: ask again when it has ended`,
    )
  if (!release) throw new Unavailable('interrupted while waiting; nothing was written')
  try {
    return await work()
  } finally {
    // A connection that is lost holds no lock.
    await release().catch(() => undefined)
  }
}
