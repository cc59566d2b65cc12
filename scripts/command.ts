import path from 'node:path'
import type { Context, Outcome } from '../src/pipeline/ingest.ts'
import { type Config, dataDirectory, readConfig } from '../src/server/config.ts'
import { migrate, refuseUnmigrated } from '../src/store/migrate.ts'
import { openPrisma } from '../src/store/prisma.ts'
import type { RunOptions } from '../src/store/runs.ts'
import { openConfigured } from '../src/store/sql/open.ts'
import { terminalProgress } from './terminal-progress.ts'

const summary = ({ counts, rejectsFile, revision }: Outcome): string => {
  const { read, rejected, duplicates, conflicts, changed } = counts
  const lines = [
    `${read} rows read: ${rejected} rejected, ${duplicates} repeated (the last one counts), ${conflicts} conflicts`,
    `${changed} rows of the database changed; the dataset is at revision ${revision}`,
  ]
  if (rejected + conflicts > 0)
    lines.push(`rejects and conflicts, with file and line: ${path.relative('.', rejectsFile)}`)
  return lines.join('\n')
}

/** Opens the database, migrated, and everything else that a writing command works with, for as long as `work` lasts. */
export const withContext = async (
  config: Config,
  what: string,
  work: (context: Context) => Promise<void>,
  options?: RunOptions,
): Promise<void> => {
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const connection = await openConfigured(config.databaseUrl)
  const prisma = openPrisma(config.databaseUrl)
  const progress = terminalProgress(what)
  try {
    await (config.migrate === false ? refuseUnmigrated : migrate)(connection)
    const rejectsDirectory = path.join(dataDirectory(config), 'rejects')
    await work({ prisma, connection, rejectsDirectory, progress, signal: stopping.signal, options })
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    progress.stop()
    await prisma.$disconnect()
    await connection.close()
  }
}

/** For a command that was told to stop. */
export const sayInterrupted = ({ progress }: Context): void => {
  progress.notice('interrupted; run the same command again to go on')
  process.exitCode = 1
}

/** Runs one command and says what it did. */
export const runCommand = (
  what: string,
  command: (context: Context) => Promise<Outcome>,
  say: (outcome: Outcome) => string = summary,
  options?: RunOptions,
): Promise<void> => {
  const work = async (context: Context) => {
    const outcome = await command(context)
    context.progress.notice(say(outcome))
    if (outcome.interrupted) sayInterrupted(context)
  }
  return withContext(readConfig(), what, work, options)
}
