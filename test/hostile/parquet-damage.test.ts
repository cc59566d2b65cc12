import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { randomStreams } from '../../scripts/synthetic/random.ts'
import { InvalidInput } from '../../src/domain/errors.ts'
import { CutShort } from '../../src/ingest/cut-short.ts'
import { readPairs } from '../../src/ingest/read-pairs.ts'
import { trl } from '../../src/ingest/trl.ts'
import { databases, openAll } from '../databases.ts'
import { collect, sourceOf, tempFile } from '../ingest/files.ts'
import { parquetOf } from '../ingest/parquet-files.ts'
import { endOf, startIngest } from '../pipeline/command-line.ts'

const whole = readFileSync('test/fixtures/formats/trl.parquet')
const read = async (file: Buffer) => collect(readPairs(trl, await sourceOf(file)).rows)

const DAMAGED = 60

/** With this byte hyparquet decodes for ever. */
const endless = Buffer.from(whole)
endless[7] = 244

describe('a damaged Parquet file', () => {
  it('ends in rows or an error within seconds, wherever the damage is', { timeout: 120_000 }, async () => {
    const { damage: random } = randomStreams(3, ['damage'])
    const below = (limit: number) => Math.floor(random.uniform() * limit)
    const damaged = Array.from({ length: DAMAGED }, (_, index) => {
      const file = Buffer.from(whole)
      if (index % 5 === 0) return file.subarray(0, below(file.length))
      file[below(file.length)] = below(256)
      return file
    })
    const ends = { rows: 0, error: 0 }
    const readNext = async () => {
      for (let file = damaged.pop(); file !== undefined; file = damaged.pop()) {
        const started = performance.now()
        const { error } = await read(file)
        ends[error ? 'error' : 'rows']++
        if (error) expect(error).toBeInstanceOf(InvalidInput)
        expect(performance.now() - started).toBeLessThan(20_000)
      }
    }
    await Promise.all([readNext(), readNext(), readNext()])
    expect(ends.rows + ends.error).toBe(DAMAGED)
    expect(Math.min(ends.rows, ends.error)).toBeGreaterThan(DAMAGED / 10)
  })

  it('is refused where it would decode for ever', { timeout: 60_000 }, async () => {
    const { error, records } = await read(endless)
    expect(error).toBeInstanceOf(CutShort)
    expect(error?.message).toMatch(
      /file-\d+: the Parquet is damaged in row group 1 \(no progress for 10 seconds\), after row 0; get or write/,
    )
    expect(records).toEqual([])
  })

  it('is refused where it would take all memory', { timeout: 60_000 }, async () => {
    const rows = Array.from({ length: 10 }, (_, row) => ({
      chosen: `first ${row}, and so on`,
      rejected: 'r',
    }))
    const file = parquetOf(rows, { codec: 'UNCOMPRESSED' })
    // In place of "10 times the level 1": half a billion times.
    file.set([0xfe, 0xff, 0xff, 0xff, 0x03], file.indexOf('first 0') - 6)
    const { error } = await read(file)
    expect(error).toBeInstanceOf(CutShort)
    // Whichever comes first on a slow machine.
    expect(error?.message).toMatch(
      /in row group 1 \((decoding it ended with SIG\w+, as it does where memory|no progress for 10 seconds)/,
    )
  })

  it.each([[['--format', 'trl']], [[]]])(
    'can be left with Ctrl-C while it is decoded, with %j',
    async (format) => {
      const { url, drop } = await databases()[0].create()
      const started = performance.now()
      const child = startIngest(url, ['pairs', '--dataset', 'd', ...format, tempFile(endless)])
      const end = endOf(child)
      // Once there is a process that decodes.
      await vi.waitUntil(() => spawnSync('pgrep', ['-P', `${child.pid}`]).status === 0, { timeout: 10_000 })
      child.kill('SIGINT')
      const { code, signal, output } = await end
      expect(performance.now() - started).toBeLessThan(8000)
      expect({ code, signal, output }).toEqual({
        code: 1,
        signal: null,
        output: expect.stringMatching(
          /^stopping, .*\nerror: interrupted before the first row; nothing was written\n$/,
        ),
      })
      const { prisma, close } = await openAll(url)
      expect(await prisma.dataset.count()).toBe(0)
      await close()
      await drop()
    },
  )
})
