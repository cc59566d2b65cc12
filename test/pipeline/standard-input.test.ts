import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Context } from '../../src/pipeline/ingest.ts'
import { withInputs } from '../../src/pipeline/inputs.ts'
import { databases, dump, firstDifference, openFresh } from '../databases.ts'
import { parquetOf } from '../ingest/parquet-files.ts'
import { temporaryFolder } from '../temporary.ts'
import { endOf, INGEST, runIngest } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'

/** A folder in which standard input is kept. */
const ownFolder = () => mkdtempSync(path.join(temporaryFolder(), 'spool-'))

const start = (url: string, TMPDIR: string, ...parameters: string[]) =>
  spawn(process.execPath, [...INGEST, 'pairs', '--dataset', 'd', ...parameters], {
    cwd: temporaryFolder(),
    env: { ...process.env, DATABASE_URL: url, TMPDIR },
    stdio: ['pipe', 'pipe', 'pipe'],
  })

const send = async (url: string, content: string | Buffer, ...parameters: string[]) => {
  const own = ownFolder()
  const child = start(url, own, ...parameters)
  child.stdin.end(content)
  return { ...(await endOf(child as never)), left: readdirSync(own) }
}

describe.each(databases())('standard input on $name', (database) => {
  it('gives what a file gives, and is known again by its bytes', async () => {
    const { url, connection, prisma } = await openFresh(database)
    const lines = manyPairs(30)
    const first = await send(url, gzipSync(lines), '-')
    expect(first).toMatchObject({ code: 0, left: [] })
    expect(first.output).toMatch(/standard input: read as hh-rlhf/)
    const expected = await openFresh(database)
    await runIngest(expected.url, 'pairs', '--dataset', 'd', tempFile(lines))
    expect(firstDifference(await dump(connection), await dump(expected.connection))).toBeNull()
    expect(await send(url, gzipSync(lines), '-')).toMatchObject({ code: 0, left: [] })
    await send(url, gzipSync(manyPairs(29)), '-')
    const runs = await prisma.run.findMany({ orderBy: { id: 'asc' } })
    expect(runs.map(({ file }) => file)).toEqual(Array(3).fill('standard input'))
    const prints = runs.map(({ fingerprint }) => fingerprint)
    expect([prints[0] === prints[1], prints[0] === prints[2]]).toEqual([true, false])
  })

  it('may be Parquet, or what is wrong with it is told by its name', async () => {
    const { url, prisma } = await openFresh(database)
    const rows = [{ prompt: 'Q', chosen: 'a', rejected: 'b' }]
    expect(await send(url, parquetOf(rows), '-')).toMatchObject({ code: 0, left: [] })
    expect(await prisma.pair.count()).toBe(1)
    const zip = await send(url, 'PK\x03\x04', '-')
    expect(zip).toMatchObject({ code: 1, left: [] })
    expect(zip.output).toMatch(/(^|\s)standard input is a zip archive/)
    expect((await send(url, '', '-')).output).toMatch(/standard input is empty/)
    expect((await send(url, '', '-', '-')).output).toMatch(/standard input \(-\) can be read once only/)
  })

  it('is nowhere after Ctrl-C', async () => {
    const { url, prisma } = await openFresh(database)
    const own = ownFolder()
    const child = start(url, own, '-')
    child.stdin.write(manyPairs(2))
    const ended = endOf(child as never)
    await expect.poll(() => readdirSync(own, { recursive: true }).length, { timeout: 30_000 }).toBe(2)
    child.kill('SIGINT')
    const { code, output } = await ended
    expect(code).not.toBe(0)
    expect(output).toMatch(/interrupted while standard input was read; nothing was written/)
    expect(readdirSync(own)).toEqual([])
    expect(await prisma.dataset.count()).toBe(0)
  })
})

const context = (signal = new AbortController().signal) =>
  ({ signal, progress: { notice: () => undefined } }) as unknown as Context

it('is a file only while there is work with it', async () => {
  const content = Readable.from([Buffer.from('one\n'), Buffer.from('two\n')])
  let place = ''
  const work = withInputs(
    context(),
    ['other', '-'],
    async ([other, { path: file, name }]) => {
      expect([other.path, name, readFileSync(file, 'utf8')]).toEqual([
        'other',
        'standard input',
        'one\ntwo\n',
      ])
      place = file
      throw new Error('the work failed')
    },
    content,
  )
  await expect(work).rejects.toThrow('the work failed')
  expect(() => readFileSync(place)).toThrow(/ENOENT/)
})

it('ends when it breaks or nobody waits for it any more', async () => {
  const work = async () => 0
  const broken = new PassThrough()
  const reading = withInputs(context(), ['-'], work, broken)
  broken.destroy(new Error('broken pipe'))
  await expect(reading).rejects.toThrow(/standard input can't be read or kept in .* \(broken pipe\)/)
  const stop = new AbortController()
  const stopped = withInputs(context(stop.signal), ['-'], work, new PassThrough())
  stop.abort()
  await expect(stopped).rejects.toThrow(/^interrupted while standard input was read/)
})
