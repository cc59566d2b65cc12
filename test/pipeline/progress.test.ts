import { execFileSync, spawnSync } from 'node:child_process'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, expect, it, vi } from 'vitest'
import { terminalProgress } from '../../scripts/terminal-progress.ts'
import { databases } from '../databases.ts'
import { temporaryFolder } from '../temporary.ts'
import { INGEST } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'

afterEach(() => vi.restoreAllMocks())

const streamOf = (isTTY: boolean) => {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 }) as unknown as NodeJS.WriteStream
  const written = () => ((stream as unknown as PassThrough).read() as Buffer | null)?.toString() ?? ''
  return { stream, written }
}
/** A clock that stands still until it is set. */
const clock = () => {
  let now = 1000
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  return { advance: (seconds: number) => (now += seconds * 1000) }
}

it('says plain lines elsewhere than on a terminal, and not too many', () => {
  const { advance } = clock()
  const { stream, written } = streamOf(false)
  const progress = terminalProgress('labels', stream)
  // Whoever is asked before it begins may take a while to answer.
  advance(100)
  progress.update({ rows: 0, bytes: 0, totalBytes: 1000 })
  for (let rows = 1; rows <= 40; rows++) {
    advance(0.1)
    progress.update({ rows: rows * 2000, bytes: rows * 10, totalBytes: 1000 })
  }
  expect(written()).toBe('labels: 31 %, 62000 rows, 20000 rows/s, 7s left\n')
  advance(10)
  progress.update({ rows: 140_000, bytes: 1000, totalBytes: 1000 })
  progress.notice('done')
  progress.stop()
  expect(written()).toBe('labels: 100 %, 140000 rows, 10000 rows/s, 0s left\ndone\n')
})

it('says so of an empty file, too', () => {
  const { advance } = clock()
  const { stream, written } = streamOf(false)
  const progress = terminalProgress('pairs', stream)
  progress.update({ rows: 0, bytes: 0, totalBytes: 0 })
  advance(4)
  progress.update({ rows: 0, bytes: 0, totalBytes: 0 })
  expect(written()).toBe('pairs: 100 %, 0 rows, 0 rows/s, 0s left\n')
})

/** The states of a bar, which are drawn over one another. */
const drawn = (output: string) =>
  output
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what takes the cursor to the line's beginning
    .split(/\u001b\[1G|\r|\n/)
    .map((state) => stripVTControlCharacters(state))
    .filter((state) => state.includes('%'))
const BAR = /^\w+ [^ ]+ \d+% \| \d+ rows \| \d+ rows\/s \| ((\d+[hms])+|\?) left$/

it('draws a bar with rate and time left on a terminal of 80 columns', () => {
  const { stream, written } = streamOf(true)
  const progress = terminalProgress('rewrites', stream)
  progress.update({ rows: 160_800, bytes: 5, totalBytes: 1000 })
  progress.update({ rows: 321_600, bytes: 1000, totalBytes: 1000 })
  progress.notice('done')
  const output = written()
  const states = drawn(output)
  expect(states.length).toBeGreaterThan(1)
  for (const state of states) {
    expect(state).toMatch(BAR)
    expect(state.length).toBeLessThanOrEqual(80)
  }
  expect(states.at(-1)).toMatch(/ 100% \| 321600 rows \| /)
  // The notice has a line of its own, below the bar.
  expect(output).toMatch(/\n[^\n]*done\n$/)
  progress.stop()
  expect(written()).toBe('')
})

const hasScript = spawnSync('script', ['--version']).status === 0
it.skipIf(!hasScript)('draws it in a real terminal', async () => {
  const { url, drop } = await databases()[0].create()
  try {
    const file = tempFile(manyPairs(9000))
    const command = [process.execPath, ...INGEST, 'pairs', '--dataset', 'd', file]
    const output = execFileSync('script', ['-qec', command.join(' '), '/dev/null'], {
      cwd: temporaryFolder(),
      env: { ...process.env, DATABASE_URL: url },
      stdio: ['ignore', 'pipe', 'inherit'],
    }).toString()
    const states = drawn(output)
    expect(states.length).toBeGreaterThan(1)
    for (const state of states) expect(state).toMatch(BAR)
    expect(states.at(-1)).toMatch('100% | 9000 rows')
    expect(output).toMatch('9000 rows read: 0 rejected')
  } finally {
    await drop()
  }
})
