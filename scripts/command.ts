import path from 'node:path'
import { counted } from '../src/domain/counted.ts'
import { InvalidInput } from '../src/domain/errors.ts'
import { stopIfAborted } from '../src/domain/interruption.ts'
import type { Context, Outcome } from '../src/pipeline/ingest.ts'
import { type Config, dataDirectory } from '../src/server/config.ts'
import type { RunOptions } from '../src/store/runs.ts'
import { readConfigured } from './configured.ts'
import { untilStopped } from './stopping.ts'

/** What takes a while to load, once there is something to do: help and wrong usage come at once. */
const loadStore = async () => ({
  ...(await import('../src/store/migrate.ts')),
  ...(await import('../src/store/prisma.ts')),
  ...(await import('../src/store/sql/open.ts')),
})

/** SEAL_LEASE_SECONDS. @throws InvalidInput for what is no number of seconds. */
const leaseMs = (): number | undefined => {
  const text = process.env.SEAL_LEASE_SECONDS
  if (!text) return undefined
  const seconds = Number(text)
  if (Number.isFinite(seconds) && seconds >= 1 && seconds <= 86_400) return 1000 * seconds
  throw new InvalidInput('SEAL_LEASE_SECONDS must be a number from 1 to 86400')
}

/**
 * Opens the database, migrated, and everything else that a writing command works with, for as long as `work` lasts.
 *
 * @throws Cancelled when it was told to stop and has done so.
 */
export const withContext = async <T>(
  config: Config,
  what: string,
  work: (context: Context) => Promise<T>,
  options?: RunOptions,
): Promise<T> => {
  const progress = (await import('./terminal-progress.ts')).terminalProgress(what)
  const { signal, end } = untilStopped(progress)
  try {
    const { migrate, refuseUnmigrated, openConfigured, openPrisma } = await loadStore()
    const connection = await openConfigured(config.databaseUrl)
    const prisma = openPrisma(config.databaseUrl)
    let result: T
    try {
      await (config.migrate === false ? refuseUnmigrated : migrate)(connection)
      const rejectsDirectory = path.join(dataDirectory(config), 'rejects')
      result = await work({
        prisma,
        connection,
        rejectsDirectory,
        progress,
        signal,
        options,
        leaseMs: leaseMs(),
      })
    } finally {
      progress.stop()
      await prisma.$disconnect()
      await connection.close()
    }
    stopIfAborted(signal)
    return result
  } finally {
    end()
  }
}

/** @throws InvalidInput when there were entries, and nothing could be made of any. */
export const refuseNone = ({ counts: { read, rejected } }: Outcome, made: string): void => {
  if (read > 0 && rejected === read)
    throw new InvalidInput(
      `none of ${counted(read, 'entry', 'entries')} was ${made}: see the reasons in the list of rejects`,
    )
}

/** Runs one command and says what it did. */
export const runCommand = <O extends Outcome>(
  what: string,
  command: (context: Context) => Promise<O>,
  say: (outcome: O, context: Context) => string | Promise<string>,
  options?: RunOptions,
): Promise<O> => {
  const work = async (context: Context) => {
    const outcome = await command(context)
    context.progress.notice(await say(outcome, context))
    return outcome
  }
  return withContext(readConfigured(), what, work, options)
}
