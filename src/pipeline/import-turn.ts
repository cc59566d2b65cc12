import { setTimeout } from 'node:timers/promises'
import { Unavailable } from '../domain/errors.ts'
import type { Context } from './ingest.ts'

const LOOK_MS = 200

/**
 * Imports into one dataset take turns, in whichever processes they are: each finds the dataset, its taxonomy
 * and its rows as the one before has left them. One whose process is killed gives its turn back.
 */
export const inImportTurn = async <T>(
  { connection, progress, signal }: Context,
  dataset: string,
  work: () => Promise<T>,
): Promise<T> => {
  const take = () => connection.lock(`import ${dataset}`)
  let release = await take()
  if (!release) progress.notice(`waiting for another import into dataset "${dataset}" to end`)
  while (!release) {
    await setTimeout(LOOK_MS, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) throw new Unavailable('interrupted while waiting; nothing was written')
    release = await take()
  }
  try {
    return await work()
  } finally {
    // A connection that is lost holds no lock.
    await release().catch(() => undefined)
  }
}
