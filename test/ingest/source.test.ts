import { appendFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { InvalidInput } from '../../src/domain/errors.ts'
import { CutShort } from '../../src/ingest/cut-short.ts'
import { openSource, type Source } from '../../src/ingest/source.ts'
import { sourceOf, tempFile } from './files.ts'

const read = async (source: Source): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of source.chunks()) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

it('knows a gzip by its first bytes, not by its name', async () => {
  const source = await sourceOf(gzipSync('häh\n'))
  expect(await read(source)).toBe('häh\n')
  expect(source.bytesRead).toBe(source.totalBytes)
  expect(source.totalBytes).toBe(gzipSync('häh\n').length)
})

it('reads all members of a gzip', async () => {
  const path = tempFile(gzipSync('one\n'))
  appendFileSync(path, gzipSync('two\n'))
  expect(await read(await openSource(path))).toBe('one\ntwo\n')
})

it.each([
  ['\ufeffa,b\n', 'a,b\n'],
  ['\ufeff', ''],
  ['ab', 'ab'],
  ['', ''],
  ['a\ufeffb', 'a\ufeffb'],
])('drops a byte order mark at the beginning only: %j', async (content, expected) => {
  expect(await read(await sourceOf(content))).toBe(expected)
  expect(await read(await sourceOf(gzipSync(content)))).toBe(expected)
})

it('names the first line that is not UTF-8, and goes on', async () => {
  const long = Buffer.from('😀é\n'.repeat(50_000))
  const source = await sourceOf(Buffer.concat([long, Buffer.from([0x61, 0xff, 0x0a]), long]))
  expect((await read(source)).length).toBe(400_003)
  expect(source.notices).toEqual([expect.stringMatching(/line 50001 is the first that isn't UTF-8/)])
  const cut = await sourceOf(Buffer.from('ok\n😀').subarray(0, 5))
  await read(cut)
  expect(cut.notices).toEqual([expect.stringMatching(/line 2 is/)])
  const clean = await sourceOf(long)
  await read(clean)
  expect(clean.notices).toEqual([])
})

it('gives all of a large gzip that is cut short, then says where it ended', async () => {
  const text = Array.from({ length: 200_000 }, (_, index) => `line ${index} ${(index * 7919) % 1013}\n`).join(
    '',
  )
  const gzip = gzipSync(text)
  const source = await sourceOf(gzip.subarray(0, gzip.length - 9))
  let got = ''
  await expect(async () => {
    for await (const chunk of source.chunks()) got += chunk.toString()
  }).rejects.toThrow(CutShort)
  expect(text.startsWith(got)).toBe(true)
  expect(text.length - got.length).toBeLessThan(1000)
  const lines = got.split('\n').length - 1
  await expect(read(await openSource(source.file))).rejects.toThrow(
    `${source.file}: the gzip ends early, after line ${lines}`,
  )
})

it('says that a gzip is damaged', async () => {
  const gzip = gzipSync('a\nb\n')
  gzip[gzip.length - 8] ^= 1
  await expect(read(await sourceOf(gzip))).rejects.toThrow(
    /the gzip is damaged \(incorrect data check\), after line \d/,
  )
})

it('takes zeros behind a gzip for nothing, and says what else comes', async () => {
  const gzip = gzipSync('one\n')
  for (const zeros of [1, 512, 300_000].map((count) => Buffer.alloc(count))) {
    expect(await read(await sourceOf(Buffer.concat([gzip, zeros])))).toBe('one\n')
    await expect(read(await sourceOf(Buffer.concat([gzip, zeros, gzip])))).rejects.toThrow(
      /the gzip is damaged \(more comes behind zeros\), after line 1$/,
    )
  }
})

it('gives what is far before the damage of a gzip', async () => {
  const text = Array.from({ length: 100_000 }, (_, index) => `line ${index} ${(index * 7919) % 1013}\n`).join(
    '',
  )
  const gzip = gzipSync(text)
  let got = ''
  await expect(async () => {
    for await (const chunk of (await sourceOf(Buffer.concat([gzip, Buffer.from('x')]))).chunks()) got += chunk
  }).rejects.toThrow(CutShort)
  expect(text.startsWith(got)).toBe(true)
  expect(gzipSync(text.slice(got.length)).length).toBeLessThan(1 << 15)
})

it('refuses what is no file', async () => {
  await expect(openSource('/no/such.csv')).rejects.toThrow('/no/such.csv: there is no such file')
  await expect(openSource(tmpdir())).rejects.toThrow(/is a folder/)
  await expect(openSource(tmpdir())).rejects.toThrow(InvalidInput)
})
