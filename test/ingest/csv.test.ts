import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { InvalidInput } from '../../src/domain/errors.ts'
import { requireColumns } from '../../src/ingest/columns.ts'
import { readCsv } from '../../src/ingest/csv.ts'
import { openSource } from '../../src/ingest/source.ts'
import { type Collected, collect, sourceOf } from './files.ts'

const read = async (
  content: string | Buffer,
): Promise<Collected<string[]> & { header: readonly string[] }> => {
  let header: readonly string[] = []
  const collected = await collect(
    readCsv(await sourceOf(content), (names) => {
      header = names
    }),
  )
  return { header, ...collected }
}

it.each(['\n', '\r\n'])('reads newlines, quotes and emoji in fields, lines ended by %j', async (eol) => {
  const content = ['a,b', `1,"x${eol}y ""q"" 😀, z${eol}"`, '2,plain', '', `3,"${eol}${eol}"`, '4,'].join(eol)
  const { header, records, lines, rejected } = await read(content)
  expect(header).toEqual(['a', 'b'])
  expect(records).toEqual([
    ['1', `x${eol}y "q" 😀, z${eol}`],
    ['2', 'plain'],
    ['3', `${eol}${eol}`],
    ['4', ''],
  ])
  expect(lines).toEqual([2, 5, 7, 10])
  expect(rejected).toEqual([])
})

it('drops a byte order mark, before a quoted header too', async () => {
  expect((await read('\ufeff"a",b\n1,2\n')).header).toEqual(['a', 'b'])
})

it('rejects rows with too few or too many cells', async () => {
  const { records, rejected } = await read('a,b\n1\n1,2,3\n1,2\n7')
  expect(records).toEqual([['1', '2']])
  expect(rejected).toEqual([
    { line: 2, reason: 'the row has 1 cell, the header 2 columns' },
    { line: 3, reason: 'the row has 3 cells, the header 2 columns' },
    { line: 5, reason: 'the row has 1 cell, the header 2 columns' },
  ])
})

it('rejects a row whose quote is never closed, and keeps what is before', async () => {
  const { records, rejected } = await read('a,b\n1,2\n3,"x\ny\n')
  expect(records).toEqual([['1', '2']])
  expect(rejected).toEqual([{ line: 3, reason: 'a quote is opened and never closed (lines 3 to 4)' }])
})

it('says that a last row without its newline may be incomplete', async () => {
  const notices = async (content: string) => {
    const source = await sourceOf(content)
    await collect(readCsv(source, () => {}))
    return source.notices
  }
  expect(await notices('a,b\n1,2.5')).toEqual([expect.stringMatching(/the row in line 2 has no newline/)])
  expect(await notices('a,b\n1,2.5\n')).toEqual([])
  expect(await notices('a,b\n1')).toEqual([])
})

it('rejects quotes out of place and finds the next row again', async () => {
  const { records, lines, rejected } = await read(
    'a,b\n1,"he said "hi" to\nme"\n2,x\n3,in"side\n4,y\n5,"x"y\n6,"z"\n7,"\r\n"\n8,w',
  )
  expect(records).toEqual([
    ['2', 'x'],
    ['4', 'y'],
    ['6', 'z'],
    ['7', '\r\n'],
    ['8', 'w'],
  ])
  expect(lines).toEqual([4, 6, 8, 9, 11])
  expect(rejected).toEqual([
    { line: 2, reason: 'a quote in a quoted field is not doubled (lines 2 to 3)' },
    { line: 5, reason: 'a quote stands in a field that is not quoted' },
    { line: 7, reason: 'a quote in a quoted field is not doubled' },
  ])
})

const rowsWith = (broken: string, at = 10, rows = 200) =>
  ['a,b', ...Array.from({ length: rows }, (_, row) => (row === at ? broken : `${row},x`)), ''].join('\n')

it.each([
  ['not doubled', '10,"2"5'],
  ['not closed', '10,"25'],
  ['not opened', '10,2"5'],
  ['closed a line later', '10,"25\n11",x'],
])('loses one row by a quote that is %s', async (_, broken) => {
  const later = rowsWith(broken).replace('50,x', '50,"x, ""y"""')
  for (const content of [rowsWith(broken), later, rowsWith(broken, 199)]) {
    const { records, rejected } = await read(content)
    expect(rejected).toEqual([
      {
        line: content === later || content === rowsWith(broken) ? 12 : 201,
        reason: expect.stringMatching(/quote|cells/),
      },
    ])
    expect(records.length).toBe(199)
  }
})

it('loses one row by a stray quote wherever the chunks of a file end', async () => {
  const broken = (row: number) => row % 1000 === 500
  const lines = Array.from({ length: 8000 }, (_, row) =>
    broken(row) ? `${row},"${'y'.repeat(20)}` : `${row},"x, ""${row}""\nz"`,
  )
  const { records, rejected } = await read(`a,b\n${lines.join('\n')}\n`)
  expect(rejected.length).toBe(8)
  expect(records.map(([row]) => Number(row))).toEqual(lines.flatMap((_, row) => (broken(row) ? [] : [row])))
})

it('keeps 199 of the 200 rows with one stray quote', async () => {
  const source = await openSource('test/fixtures/faults/stray-quote.csv')
  const { records, rejected } = await collect(readCsv(source, () => {}))
  expect(records.length).toBe(199)
  expect(rejected).toEqual([{ line: 12, reason: 'a quote in a quoted field is not doubled' }])
})

it.each([
  ['', /is empty$/],
  ['\n\r\n', /is empty$/],
  ['\ufeff', /is empty$/],
  ['a,b,a,c,b\n1,2,3,4,5\n', /the header names a, b more than once$/],
  ['a,"b"x\n1,2\n', /the header can't be read: a quote in a quoted field is not doubled$/],
  ['a,"b\n1,2\n', /the header can't be read: a quote is opened and never closed$/],
  ['a,b\r1,2\r3,4', /its lines end in CR alone/],
])('refuses %j', async (content, message) => {
  const { error, records, rejected } = await read(content)
  expect(error).toBeInstanceOf(InvalidInput)
  expect(error?.message).toMatch(message)
  expect([...records, ...rejected]).toEqual([])
})

it('gives up on a row that is far too long, after the rows before it', async () => {
  const source = await sourceOf(`a,b\n1,2\n3,"${'x\n'.repeat(1_000_000)}`)
  const { records, error } = await collect(readCsv(source, () => {}, { maxRecordBytes: 500_000 }))
  expect(records).toEqual([['1', '2']])
  expect(error?.message).toMatch(
    /the row that begins in line 3 is longer than 500000 bytes; is a quote never/,
  )
})

it('names every column that is missing, and those there are', () => {
  expect(() => requireColumns(['a', 'b'], ['c', 'b', 'd'], 'f.csv')).toThrow(
    'f.csv lacks the columns c, d; it has a, b',
  )
  expect(() => requireColumns(['a'], ['b'], 'f.csv', 'try x')).toThrow(
    'f.csv lacks the column b; it has a; try x',
  )
})

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '\r\n', ' ', 'é', '😀') }),
  fc.string({ unit: 'grapheme' }),
)
const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 })
const eols = fc.constantFrom('\n', '\r\n')
const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const print = (table: string[][], eol: string) => table.map((row) => `${row.map(quoted).join(',')}${eol}`)

it('gives back what was printed, with the line that every row begins in', async () => {
  await fc.assert(
    fc.asyncProperty(rows, eols, fc.boolean(), async (table, eol, lastEol) => {
      const printed = print([['x', 'y', 'z'], ...table], eol)
      const begins = printed.map((_, index) => printed.slice(0, index).join('').split('\n').length)
      const content = printed.join('').slice(0, lastEol ? undefined : -eol.length)
      const { records, lines, rejected } = await read(content)
      expect(records).toEqual(table)
      expect(lines).toEqual(begins.slice(1))
      expect(rejected).toEqual([])
    }),
    { numRuns: 300 },
  )
})

it('numbers lines right across the chunks of a large file', async () => {
  const table = Array.from({ length: 30_000 }, (_, index) => [
    `${index}`,
    'é\r\n"😀"\n'.repeat(index % 5),
    index % 3 ? 'x' : '',
  ])
  const printed = print([['x', 'y', 'z'], ...table], '\r\n')
  let line = 1
  const begins = printed.map((text) => {
    const begin = line
    line += text.split('\n').length - 1
    return begin
  })
  const { records, lines } = await read(gzipSync(printed.join('')))
  expect(records).toEqual(table)
  expect(lines).toEqual(begins.slice(1))
})

it('keeps a prefix of the rows of a gzip, wherever it is cut', async () => {
  const table = Array.from({ length: 15 }, (_, index) => [
    `${index}`,
    'a\n"b"'.repeat(index % 3),
    `${index / 7}`,
  ])
  const gzip = gzipSync(print([['x', 'y', 'z'], ...table], '\r\n').join(''))
  for (let size = 2; size < gzip.length; size++) {
    const { records, rejected, error } = await read(gzip.subarray(0, size))
    expect(records).toEqual(table.slice(0, records.length))
    expect(rejected.length).toBeLessThanOrEqual(1)
    expect(error?.message).toMatch(/the gzip ends early, after line \d+$/)
  }
})
