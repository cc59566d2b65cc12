import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readJsonLines } from '../../src/ingest/jsonl.ts'
import { collect, sourceOf } from './files.ts'

it('numbers lines as an editor does, whatever ends them', async () => {
  const { records, lines, rejected } = await collect(
    readJsonLines(await sourceOf('1\r\n\r\n2\n\n{"a":"é😀"}\n\n\n')),
  )
  expect(records).toEqual([1, 2, { a: 'é😀' }])
  expect(lines).toEqual([1, 3, 5])
  expect(rejected).toEqual([])
})

it('drops a byte order mark', async () => {
  expect((await collect(readJsonLines(await sourceOf('\ufeff{"a":1}')))).records).toEqual([{ a: 1 }])
})

it('rejects what is not JSON, and a last line that is cut', async () => {
  const { records, rejected } = await collect(readJsonLines(await sourceOf('{"a":1}\nnope\n{"a":2}\n{"a":')))
  expect(records).toEqual([{ a: 1 }, { a: 2 }])
  expect(rejected).toEqual([
    { line: 2, reason: expect.stringMatching(/^the line is not JSON/) },
    { line: 4, reason: expect.stringMatching(/^the last line, which no newline ends, is not JSON/) },
  ])
})

it('rejects a line that is too long and goes on after it', async () => {
  const content = `1\n"${'x'.repeat(300_000)}"\n2\n"${'x'.repeat(300_000)}"`
  const { records, rejected } = await collect(readJsonLines(await sourceOf(content), { maxLineBytes: 1000 }))
  expect(records).toEqual([1, 2])
  expect(rejected).toEqual([2, 4].map((line) => ({ line, reason: 'the line is longer than 1000 bytes' })))
})

it('survives bytes that are not UTF-8', async () => {
  const bytes = Buffer.concat([Buffer.from('"a'), Buffer.from([0xff]), Buffer.from('"\n')])
  expect((await collect(readJsonLines(await sourceOf(bytes)))).records).toEqual(['a\ufffd'])
})

it('keeps a prefix of the rows of a gzip, wherever it is cut', async () => {
  const values = Array.from({ length: 12 }, (_, index) => ({ index, text: `${'ab'.repeat(index)}😀\n` }))
  const gzip = gzipSync(values.map((value) => JSON.stringify(value)).join('\n'))
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: gzip.length - 1 }), async (size) => {
      const { records, error } = await collect(readJsonLines(await sourceOf(gzip.subarray(0, size))))
      expect(records).toEqual(values.slice(0, records.length))
      expect(error?.message).toMatch(/: the gzip ends early, after line \d+$/)
    }),
    { numRuns: 300 },
  )
})
