import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { generateDataset } from '../synthetic/generate-dataset.ts'
import { benchIngest, runIngest } from './ingest.ts'

/** An entry's text on average, where it counts, and the shortest, which statistics don't read. */
export const BYTES = 900
const SHORTEST = 150

/** A dataset named `bench` with labels, two models and rewritings, made once for all runs; its database. */
export const benchDataset = async (pairs: number, bytes = SHORTEST): Promise<string> => {
  const directory = `.tmp/bench/${pairs}-${bytes}`
  const databaseUrl = `file:${directory}/seal.db`
  const files = `${directory}/files`
  if (existsSync(`${directory}/ready`)) return databaseUrl
  console.log(`writing ${pairs} pairs (not measured)`)
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(files, { recursive: true })
  const rewrites = Math.round(pairs / 100)
  await generateDataset({ pairs, rewrites, seed: 1, bytes, directory: files })
  await benchIngest(databaseUrl, files)
  await runIngest('rewrites', databaseUrl, [
    '--rewriter',
    'rewriter',
    '--pre',
    'pre',
    '--post',
    'post',
    '--labeler',
    'first',
    `${files}/rewrites.csv`,
  ])
  writeFileSync(`${directory}/ready`, '')
  return databaseUrl
}
