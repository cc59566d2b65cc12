import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { CutShort } from '../../src/ingest/cut-short.ts'
import { readPairs } from '../../src/ingest/read-pairs.ts'
import { trl } from '../../src/ingest/trl.ts'
import { collect, sourceOf } from './files.ts'
import { repeated, zstOf } from './zst-files.ts'

const read = async (content: string | Buffer) => {
  const source = await sourceOf(content)
  const stream = readPairs(trl, source)
  return { ...(await collect(stream.rows)), notices: stream.notices, count: stream.rowIds, file: source.file }
}
const rows = Array.from({ length: 5 }, (_, at) => ({
  prompt: `Q${at}, "q"`,
  chosen: `g${at} é😀`,
  rejected: `b${at}`,
}))
const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
const csv = `prompt,chosen,rejected\n${rows.map((row) => Object.values(row).map(quoted).join(',')).join('\n')}\n`

const tsv = csv.replaceAll(/,(?=chosen|rejected|"[gb]\d)/g, '\t')

it('lists a row of a TSV file whose quote is out of place, and goes on behind it', async () => {
  const lines = ['prompt\tchosen\trejected', 'Q, q\ta "b" c\td', 'Q\t"a\tb', 'c ""d"""\te', 'Q\ta', 'Q\ta\tb']
  const { records, rejected } = await read(`${lines.join('\n')}\n`)
  expect(records.map(({ rowId, chosen }) => [rowId, chosen])).toEqual([
    [1, '\n\nHuman: Q\n\nAssistant: a\tb\nc "d"'],
    [3, '\n\nHuman: Q\n\nAssistant: a'],
  ])
  expect(rejected).toEqual([
    { line: 2, rowId: 0, reason: 'a quote stands in a field that is not quoted' },
    { line: 5, rowId: 2, reason: 'the row has 2 cells, the header 3 columns' },
  ])
})

it.each<[string, string]>([
  ['a JSON array', JSON.stringify(rows)],
  ['an indented one', JSON.stringify(rows, null, 2)],
  ['one with a row a line', `[\n${lines.trimEnd().replaceAll('}\n', '},\n')}\n]\n`],
  ['CSV', csv],
  ['TSV', tsv],
  ['CRLF after a byte order mark', `\ufeff${lines.trimEnd().replaceAll('\n', '\r\n')}`],
])('gives from %s what JSON lines give, compressed or not', async (_, content) => {
  const { records } = await read(lines)
  expect(records.length).toBe(5)
  for (const file of [content, gzipSync(content), zstOf(content)]) {
    const { records: same, rejected, count, notices } = await read(file)
    expect([rejected, notices.filter((notice) => !/no newline/.test(notice))]).toEqual([[], []])
    expect(same).toEqual(records)
    expect(count).toBe(5)
  }
})

it('takes arrays apart wherever their chunks end', async () => {
  const many = Array.from({ length: 4000 }, (_, at) => ({
    prompt: `[${at}] {"}`,
    chosen: `\\ ${'é😀],'.repeat(at % 40)}`,
    rejected: '\\"',
  }))
  const { records, rejected } = await read(JSON.stringify(many, null, 1))
  expect(rejected).toEqual([])
  expect(records.map(({ chosen }) => chosen)).toEqual(
    many.map(({ prompt, chosen }) => `\n\nHuman: ${prompt}\n\nAssistant: ${chosen}`),
  )
})

it('lists what is wrong about an element, and goes on behind it', async () => {
  const good = JSON.stringify(rows[0])
  const { records, rejected } = await read(`[\n${good},\n{"prompt": NaN},\n7,\n${good}\n]`)
  expect(records.map(({ rowId }) => rowId)).toEqual([0, 3])
  expect(rejected).toEqual([
    { line: 3, rowId: 1, reason: expect.stringMatching(/^the element is not JSON: /) },
    { line: 4, rowId: 2, reason: expect.stringMatching(/not a JSON object/) },
  ])
})

it('keeps what comes before the end of an array that is cut', async () => {
  const { records, error } = await read(JSON.stringify(rows).slice(0, -20))
  expect(records.length).toBe(4)
  expect(error).toBeInstanceOf(CutShort)
  expect(error?.message).toMatch(/the JSON array is never closed, after element 4$/)
  expect((await read('[]\n{}')).error?.message).toMatch(/more comes after the end of the array, in line 2$/)
  expect((await read('[]')).error?.message).toMatch(/is empty$/)
})

it('refuses keys that come twice, whatever stands in the texts', async () => {
  const { records, rejected } = await read(
    [
      '{"prompt": "Q", "chosen": "a", "rejected" : "b", "chosen" :"c"}',
      '{"prompt": "Q", "chosen": "\\"x\\": 1, \\"x\\": 2", "rejected": "{\\\\"}',
      '{"prompt": [{"role": "user", "role": "user", "content": "Q"}], "chosen": "a", "rejected": "b"}',
      '{"prompt": "Q", "chosen": "a", "rejected": "b", "\\u0070rompt": 1}',
    ].join('\n'),
  )
  expect(records.map(({ rowId }) => rowId)).toEqual([1])
  expect(rejected.map(({ reason }) => reason.replace(/^.*JSON: /, ''))).toEqual([
    'the key "chosen" comes twice',
    'the key "role" comes twice',
    'the key "prompt" comes twice',
  ])
})

/** A tar of one file, as old and new ones begin. */
const tarOf = (magic: string) => {
  const block = Buffer.alloc(1024)
  block.write('pairs.jsonl\0')
  block.write('0000644\0', 100)
  block.write('00000000010\0', 124)
  block.write(magic, 257)
  block.write('        ', 148)
  const sum = block.subarray(0, 512).reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([block.subarray(0, 512), Buffer.from(lines)])
}

it.each<[string, Buffer | string, RegExp]>([
  ['a tar', tarOf('ustar\x0000'), / is a tar archive; unpack it/],
  ['a gzipped tar', gzipSync(tarOf('ustar  \0')), / is a tar archive; unpack it/],
  ['a tar of old', gzipSync(tarOf('')), / is a tar archive; unpack it/],
  ['a zip', Buffer.from('PK\x03\x04rest'), / is a zip archive/],
  ['a zst of a zst', zstOf(zstOf(lines)), / is compressed twice, with zstd inside/],
  ['a gzip of a gzip', gzipSync(gzipSync(lines)), / is compressed twice, with gzip inside/],
  ['UTF-16', Buffer.from(`\ufeff${lines}`, 'utf16le'), / is UTF-16; save it as UTF-8$/],
  ['UTF-16 without a mark', Buffer.from(lines, 'utf16le'), / is UTF-16; save it as UTF-8$/],
  ['UTF-16, the other way round', Buffer.from(lines, 'utf16le').swap16(), / is UTF-16; save it as UTF-8$/],
  [
    'a pointer',
    'version https://git-lfs.github.com/spec/v1\noid sha256:0\n',
    / is a pointer of Git LFS; get/,
  ],
  ['a page', '<!DOCTYPE html>\n<html>\n', / is a page of HTML; get the file itself$/],
  [
    'a table with semicolons',
    'prompt;"chosen";rejected\r\np;c;r\r\n',
    /by semicolons; save it with commas or/,
  ],
  [
    'one object',
    JSON.stringify({ data: rows }, null, 2),
    / is one JSON object over many lines, and has no columns/,
  ],
])('refuses %s for what it is, once', async (_, content, message) => {
  const { records, rejected, error } = await read(content)
  expect([records, rejected]).toEqual([[], []])
  expect(error?.message).toMatch(message)
})

it('gives all of a zst before the place where it is cut, and says where that is', async () => {
  const zst = zstOf(lines)
  const lineAt = (at: number) => lines.slice(0, at).split('\n').length - 1
  // 4 + 1 + 1 bytes of head, then blocks of 20 behind 3 bytes each.
  for (const [end, whole] of [
    [zst.length - 4, Math.floor((lines.length - 1) / 20) * 20],
    [6 + 23 * 3 + 10, 60],
  ]) {
    const { records, error } = await read(zst.subarray(0, end))
    expect(error).toBeInstanceOf(CutShort)
    expect(error?.message).toMatch(new RegExp(`: the zst ends early, after line ${lineAt(whole)}$`))
    expect(records.length).toBe(lineAt(whole))
  }
})

it('says that a zst is damaged, and where', async () => {
  const zst = zstOf(lines)
  // The second block's kind becomes the one that is none.
  zst[6 + 23] |= 6
  const { error } = await read(zst)
  expect(error).toBeInstanceOf(CutShort)
  expect(error?.message).toMatch(/: the zst is damaged \(invalid block type\), after line 0$/)
})

it('reads all frames of a zst, those that have no rows among them', async () => {
  const skipped = Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0]), Buffer.from('abc')])
  const half = lines.indexOf('\n') + 1
  const { records, error } = await read(
    Buffer.concat([zstOf(lines.slice(0, half)), skipped, zstOf(lines.slice(half))]),
  )
  expect([records.length, error]).toEqual([5, null])
})

it('refuses a zst that wants more memory than zstd gives', async () => {
  const zst = zstOf(lines)
  zst[5] = 18 << 3
  const { records, error } = await read(zst)
  expect(records).toEqual([])
  expect(error?.message).toMatch(
    /the zst needs more than 134217728 bytes at hand \(--long\); compress it anew/,
  )
})

it('gives 64 MB of a zst of 2 KB in pieces', async () => {
  const source = await sourceOf(repeated(512))
  let [bytes, most] = [0, 0]
  for await (const chunk of source.chunks()) {
    bytes += chunk.length
    most = Math.max(most, chunk.length)
  }
  expect([bytes, most]).toEqual([512 << 17, 1 << 17])
})

it('reads what zstd has compressed, checksum and all', async () => {
  // zstd 1.5.4: zstd -19 --check
  const zst = Buffer.from(
    'KLUv/QRoJQMAtAR7InByb21wdCI6IlEwLCBcInFcIiIsImNob3NlbiI6ImcwIMOp8J+YgCIsInJlamVjdGVkIjoiYjAifQoxMTEy' +
      'MjIzMzM0NDQifQoMoBDw+v854DUHCt0pdKegdQpo8Of2DiAQSrs=',
    'base64',
  )
  const { records, error } = await read(zst)
  expect([records, error]).toEqual([(await read(lines)).records, null])
})
