import path from 'node:path'
import type { RunOptions } from '../src/store/runs.ts'

/** What a command works on and how it asks: another one, on other entries, has these of its own. */
const OF_ONE_COMMAND = new Set([
  'dataset',
  'variant',
  'rewriter',
  'limit',
  'sample',
  'seed',
  'rowIds',
  'yes',
  'dryRun',
  'wait',
])

/** A command's options without what is of one call only; paths as they are from anywhere. */
export const repeatable = (options: Record<string, unknown>): RunOptions => {
  const kept = Object.entries(options).filter(
    ([name, value]) => value !== undefined && !OF_ONE_COMMAND.has(name),
  )
  const { path: directory, ...rest } = Object.fromEntries(kept) as RunOptions
  return typeof directory === 'string' ? { ...rest, path: path.resolve(directory) } : rest
}

const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** The same options as a command line has them. */
export const argumentsOf = (options: RunOptions): string[] =>
  Object.entries(options).flatMap(([name, value]) => {
    if (typeof value === 'boolean') return value ? [flagOf(name)] : []
    return [`${flagOf(name)}=${[value].flat().join(',')}`]
  })
