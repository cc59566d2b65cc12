import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import {
  type Files,
  type GenerateOptions,
  generateDataset,
} from '../../scripts/synthetic/generate-dataset.ts'

export type Row = Record<string, string>
export type Pair = { chosen: string; rejected: string }

/** Generates into a folder of its own, hands the files over, and removes them. */
export const withDataset = async <T>(
  options: Omit<GenerateOptions, 'directory'>,
  read: (files: Files) => T,
): Promise<T> => {
  const directory = await mkdtemp(join(tmpdir(), 'seal-synthetic-'))
  try {
    return read(await generateDataset({ ...options, directory }))
  } finally {
    await rm(directory, { recursive: true })
  }
}

const rows = (path: string): Row[] => parse(readFileSync(path), { columns: true })

export const readAll = (files: Files) => ({
  pairs: readFileSync(files.pairs, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): Pair => JSON.parse(line)),
  rewardsPre: rows(files.rewardsPre),
  rewardsPost: rows(files.rewardsPost),
  labels: rows(files.labels),
  labelsSecond: rows(files.labelsSecond),
  rewrites: rows(files.rewrites),
})

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
