import {
  Bool,
  CompressionType,
  compressionRegistry,
  DateDay,
  Dictionary,
  Field,
  Int32,
  Int64,
  LargeUtf8,
  List,
  makeData,
  Null,
  RecordBatchStreamWriter,
  Struct,
  Table,
  TimestampMicrosecond,
  tableToIPC,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow'
import { expect, it } from 'vitest'
import { InvalidInput } from '../../src/domain/errors.ts'
import { CutShort } from '../../src/ingest/cut-short.ts'
import { detectFormat } from '../../src/ingest/detect-format.ts'
import { readObjects } from '../../src/ingest/objects.ts'
import { readPairs } from '../../src/ingest/read-pairs.ts'
import { sampleOf } from '../../src/ingest/sample.ts'
import { openSource } from '../../src/ingest/source.ts'
import { collect, fixture, sourceOf } from './files.ts'

const ALL = { format: 'trl', needed: [], optional: () => [], check: () => undefined }
const read = async (content: Buffer, needed: string[] = []) => {
  const source = await sourceOf(content)
  return { ...(await collect(readObjects(source, { ...ALL, needed }))), notices: source.notices }
}
type Kind = 'file' | 'stream'
const kinds: Kind[] = ['file', 'stream']
/** A file is a stream between magic and footer, as pyarrow writes it; nothing is read from the footer. */
const fileOf = (stream: Uint8Array) =>
  Buffer.concat([Buffer.from('ARROW1\0\0'), stream, Buffer.from('footer\0\0\x08\0\0\0ARROW1')])
const contentOf = (table: Table, kind: Kind): Buffer => {
  const stream = RecordBatchStreamWriter.writeAll(table).toUint8Array(true)
  return kind === 'file' ? fileOf(stream) : Buffer.from(stream)
}
/** Batches of rows of one column of texts, in one file. */
const batchesOf = (kind: Kind, batches: readonly (readonly string[])[]): Buffer =>
  contentOf(
    batches
      .map((texts) => new Table({ text: vectorFromArray(texts, new Utf8()) }))
      .reduce((all, one) => all.concat(one)),
    kind,
  )
const texts = [['a', 'é😀'], ['', 'long '.repeat(100)], ['z']]

const message = new Struct([new Field('role', new Utf8()), new Field('content', new LargeUtf8(), true)])
const columns = new Table({
  text: vectorFromArray(['a', null, 'c'], new LargeUtf8()),
  of: vectorFromArray(['x', 'y', 'x'], new Dictionary(new Utf8(), new Int32())),
  turns: vectorFromArray(
    [
      [
        { role: 'user', content: 'Q' },
        { role: 'assistant', content: null },
      ],
      [],
      null,
    ],
    new List(new Field('item', message, true)),
  ),
  whole: vectorFromArray([1n, -(2n ** 53n) + 1n, 2n ** 53n + 2n], new Int64()),
  when: vectorFromArray([0, 1_600_000_000_123, null], new TimestampMicrosecond('UTC')),
  day: vectorFromArray([new Date('2024-02-29'), null, new Date(0)], new DateDay()),
  right: vectorFromArray([true, false, null], new Bool()),
  number: vectorFromArray([0.5, null, -1]),
})

it.each(kinds)('gives the values of a %s as JSON has them', async (kind) => {
  const { records, lines, error, notices } = await read(contentOf(columns, kind))
  expect([error, lines, notices]).toEqual([null, [1, 2, 3], []])
  expect(records).toEqual([
    {
      ...{ text: 'a', of: 'x', whole: 1, when: '1970-01-01T00:00:00.000Z', day: '2024-02-29' },
      turns: [
        { role: 'user', content: 'Q' },
        { role: 'assistant', content: null },
      ],
      ...{ right: true, number: 0.5 },
    },
    {
      ...{ text: null, of: 'y', turns: [], whole: -(2 ** 53) + 1, when: '2020-09-13T12:26:40.123Z' },
      ...{ day: null, right: false, number: null },
    },
    {
      ...{ text: 'c', of: 'x', turns: null, whole: '9007199254740994', when: null },
      ...{ day: '1970-01-01', right: null, number: -1 },
    },
  ])
})

it.each(kinds)('keeps what comes before the place where a %s is cut', async (kind) => {
  const whole = batchesOf(kind, texts)
  const all = (await read(whole)).records
  expect(all).toEqual(texts.flat().map((text) => ({ text })))
  const found = new Set<number>()
  for (let end = 8; end < whole.length; end += 4) {
    const { records, error } = await read(whole.subarray(0, end))
    expect(records).toEqual(all.slice(0, records.length))
    found.add(records.length)
    if (error instanceof CutShort)
      expect(error.message).toMatch(
        new RegExp(`damaged in batch \\d \\(.*\\), after row ${records.length}; get`),
      )
    else if (error !== null)
      expect([records, error.message]).toEqual([[], expect.stringMatching(/ is Arrow, but its schema/)])
  }
  expect([...found]).toEqual([0, 2, 4, 5])
})

it.each(kinds)('ends, whichever byte of a %s is wrong', async (kind) => {
  const whole = batchesOf(kind, texts)
  let refused = 0
  for (let at = 8; at < whole.length; at++) {
    for (const value of [0xff, 0x7f]) {
      const damaged = Buffer.from(whole)
      damaged[at] ^= value
      const { error } = await read(damaged)
      if (error !== null) expect(error).toBeInstanceOf(InvalidInput)
      if (error !== null) refused++
    }
  }
  expect(refused).toBeGreaterThan(whole.length / 4)
})

it('refuses a file that lacks a column, and one whose schema is only at its end', async () => {
  const table = new Table({ chosen: vectorFromArray(['a'], new Utf8()) })
  const { error } = await read(contentOf(table, 'stream'), ['rejected'])
  expect(error?.message).toMatch(/lacks the column rejected; it has chosen/)
  const footed = await read(Buffer.from(tableToIPC(table, 'file')))
  expect(footed.error?.message).toMatch(/its schema can't be read \(it does not begin with one\)/)
})

it('takes null columns, but no more rows of nothing else than the file has bits', async () => {
  const nulls = (length: number) =>
    contentOf(new Table({ text: new Vector([makeData({ type: new Null(), length })]) }), 'stream')
  expect((await read(nulls(3))).records).toEqual([{ text: null }, { text: null }, { text: null }])
  const { records, error } = await read(nulls(3e8))
  expect(records).toEqual([])
  expect(error?.message).toMatch(/: a batch of 300000000 rows has no value in any column; leave it out$/)
})

it('refuses a list of more nulls than the file has bits', async () => {
  const items = makeData({ type: new Null(), length: 3e8 })
  const type = new List(new Field('item', new Null(), true))
  const lists = makeData({ type, length: 1, valueOffsets: new Int32Array([0, 3e8]), child: items })
  const { error } = await read(contentOf(new Table({ turns: new Vector([lists]) }), 'stream'))
  expect(error?.message).toMatch(/damaged in batch 1 \(300000000 nulls in a column\), after row 0;/)
})

it('reads what datasets.save_to_disk has written', async () => {
  const place = fixture('formats/hf-save-to-disk/rlhf-length-biases/data-00000-of-00001.arrow')
  if (place === null) return
  const source = await openSource(place)
  const { records, error } = await collect(readObjects(source, ALL))
  expect([records.length, error, source.notices]).toEqual([200, null, []])
  expect(records[0]).toMatchObject({ source: expect.any(String), tokj: expect.any(Number) })
  const format = detectFormat(await sampleOf(place), place)
  const pairs = await collect(readPairs(format, await openSource(place)).rows)
  expect([format.name, pairs.records.length, pairs.rejected]).toEqual(['paired-answers', 200, []])
})

it('refuses batches that are compressed by themselves, as Feather writes them', async () => {
  const frame = Buffer.from('04224d18604082000000000000000000', 'hex')
  compressionRegistry.set(CompressionType.LZ4_FRAME, { encode: () => frame, decode: (bytes) => bytes })
  const writer = new RecordBatchStreamWriter({ compressionType: CompressionType.LZ4_FRAME })
  writer.write(new Table({ text: vectorFromArray(['long '.repeat(100)], new Utf8()) }))
  writer.finish()
  const { records, error } = await read(Buffer.from(writer.toUint8Array(true)))
  expect(records).toEqual([])
  expect(error?.message).toMatch(/its batches are compressed .*; write it uncompressed, or as Parquet$/)
})
