import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { temporaryFolder } from '../temporary.ts'

/** For `node`, as compiled: the process that writes is the one that is started, so that it can be killed. */
const command = (script: string) => [path.resolve(`dist/server/${script}.mjs`)]
export const INGEST = command('ingest')

/** What starts a command on a database, with environment variables of its own. */
const starter =
  (script: string) =>
  (url: string, parameters: readonly string[], environment = {}) =>
    spawn(process.execPath, [...command(script), ...parameters], {
      // With PostgreSQL their rejects files go below it.
      cwd: temporaryFolder(),
      env: { ...process.env, DATABASE_URL: url, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })

export const startIngest = starter('ingest')
export const startServe = starter('serve')
export const startScore = starter('score')
export const startEmbed = starter('embed')
export const startLabel = starter('label')
export const startRewrite = starter('rewrite')
export const startMigrate = starter('migrate')
export const startBackup = starter('backup')
export const startDoctor = starter('doctor')
export const startToken = starter('token')
export const startExport = starter('export')
export const startMeasure = starter('measure')
export const startDataset = starter('dataset')
export const startObjectives = starter('objectives')

/** What a command has said when it ends, and how it ends. */
export const endOf = async (child: ReturnType<typeof startIngest>) => {
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => output.push(bytes))
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { code, signal, output: Buffer.concat(output).toString() }
}

/** Runs it to its end. */
export const runIngest = async (url: string, ...parameters: string[]) => {
  const { code, output } = await endOf(startIngest(url, parameters))
  return { code, output }
}
