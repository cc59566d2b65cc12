import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll } from 'vitest'

/** Where commands run: with PostgreSQL their rejects files go below it. */
export const directory = mkdtempSync(path.join(tmpdir(), 'seal-commands-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
/** For `node`: the process that writes is the one that is started, so that it can be killed. */
export const INGEST = ['--import', tsx, path.resolve('scripts/ingest.ts')]

const SCORE = ['--import', tsx, path.resolve('scripts/score.ts')]

const start = (script: readonly string[], url: string, parameters: readonly string[], environment = {}) =>
  spawn(process.execPath, [...script, ...parameters], {
    cwd: directory,
    env: { ...process.env, DATABASE_URL: url, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** Starts `npm run ingest -- …` on a database. */
export const startIngest = (url: string, parameters: readonly string[]) => start(INGEST, url, parameters)

/** Starts `npm run score -- …` on a database. */
export const startScore = (url: string, parameters: readonly string[], environment = {}) =>
  start(SCORE, url, parameters, environment)

/** Runs it to its end. */
export const runIngest = (url: string, ...parameters: string[]) => ended(startIngest(url, parameters))

export const ended = async (child: ReturnType<typeof startIngest>) => {
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => output.push(bytes))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output: Buffer.concat(output).toString() }
}
