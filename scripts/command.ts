import path from 'node:path'
import { SealError } from '../src/domain/errors.ts'
import type { Context, Outcome } from '../src/pipeline/ingest.ts'
import { dataDirectory, readConfig } from '../src/server/config.ts'
import { migrate } from '../src/store/migrate.ts'
import { openPrisma } from '../src/store/prisma.ts'
import { openConnection } from '../src/store/sql/open.ts'
import { terminalProgress } from './terminal-progress.ts'

/** Says what went wrong: to people in one line, of defects the whole trace. */
export const fail = (error: unknown): never => {
  console.error(error instanceof SealError ? `error: ${error.message}` : error)
  process.exit(1)
}

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

/** Opens what a writing command needs, runs it, and ends the process with its exit code. */
export const runCommand = async (
  what: string,
  command: (context: Context) => Promise<Outcome>,
): Promise<void> => {
  const config = readConfig()
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort())
  process.once('SIGTERM', () => stopping.abort())
  const connection = await openConnection(config.databaseUrl)
  const prisma = openPrisma(config.databaseUrl)
  const progress = terminalProgress(what)
  try {
    await migrate(connection)
    const rejectsDirectory = path.join(dataDirectory(config), 'rejects')
    const outcome = await command({ prisma, connection, rejectsDirectory, progress, signal: stopping.signal })
    progress.stop()
    console.log(summary(outcome))
    if (outcome.interrupted) {
      console.log('interrupted; run the same command again to go on')
      process.exitCode = 1
    }
  } finally {
    progress.stop()
    await prisma.$disconnect()
    await connection.close()
  }
}
