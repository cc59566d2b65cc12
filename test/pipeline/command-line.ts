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

/** Starts `npm run ingest -- …` on a database. */
export const startIngest = (url: string, parameters: readonly string[]) =>
  spawn(process.execPath, [...INGEST, ...parameters], {
    cwd: directory,
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** Runs it to its end. */
export const runIngest = async (url: string, ...parameters: string[]) => {
  const child = startIngest(url, parameters)
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => output.push(bytes))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output: Buffer.concat(output).toString() }
}
