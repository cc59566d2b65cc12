import { tableFromIPC } from 'apache-arrow'
import { parse } from 'csv-parse/sync'
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { expect, it } from 'vitest'
import { arrow } from '../../src/server/tables/formats/arrow.ts'
import { parquet } from '../../src/server/tables/formats/parquet.ts'
import { csv } from '../../src/server/tables/formats/text.ts'
import type { Cell, Part } from '../../src/server/tables/table.ts'

async function* part(texts: readonly (string | number)[]) {
  yield { columns: [{ name: 'cell', type: 'text' as const }], rows: texts.map((text) => [text]) }
}

const cells = async (texts: readonly (string | number)[]) => {
  let text = ''
  for await (const piece of csv(part(texts))) text += piece
  return parse(text, { columns: true }).map((row) => (row as { cell: string }).cell)
}

it('what a spreadsheet takes for a formula has a mark in front, in every script', async () => {
  const formulas = ['=1', '+1', '-1', '@a', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠a']
  expect(await cells(formulas)).toEqual(formulas.map((text) => `'${text}`))
})

it('numbers and other texts are what they are', async () => {
  expect(await cells([-1, 'a=1', ' =1', "'", '', '1-2'])).toEqual(['-1', 'a=1', ' =1', "'", '', '1-2'])
})

const COLUMNS: Part['columns'] = [
  { name: 'id', type: 'integer' },
  { name: 'by', type: 'text' },
  { name: 'checked', type: 'boolean' },
  { name: 'rating', type: 'number' },
]
/** In parts of 100, of which many make a batch. */
async function* partsOf(rows: Cell[][]) {
  for (let start = 0; start < rows.length || start === 0; start += 100)
    yield { columns: COLUMNS, rows: rows.slice(start, start + 100) }
}
const whole = async (pieces: AsyncGenerator<Uint8Array>) => {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return { bytes: new Uint8Array(Buffer.concat(all)), pieces: all.length }
}

it.each([0, 3, 2000, 5001])('typed formats have the very cells of %i rows', async (count) => {
  const rows: Cell[][] = Array.from({ length: count }, (_, row) => [
    row % 7 === 3 ? null : row * 1_000_003,
    row % 5 === 1 ? null : `é\u0000"${row % 11}`,
    [true, 'false', null, 'true', false][row % 5],
    row % 3 === 2 ? null : row / 7,
  ])
  const expected = rows.map(([id, by, checked, rating]) => ({
    id: id === null ? null : BigInt(id),
    by,
    checked: checked === null ? null : `${checked}` === 'true',
    rating,
  }))
  const inArrow = await whole(arrow(partsOf(rows)))
  const table = tableFromIPC(inArrow.bytes)
  expect(table.schema.fields.map(({ name, type }) => [name, `${type}`])).toEqual([
    ['id', 'Int64'],
    ['by', 'Utf8'],
    ['checked', 'Bool'],
    ['rating', 'Float64'],
  ])
  expect(table.toArray().map((row) => row.toJSON())).toEqual(expected)
  expect(table.batches).toHaveLength(Math.max(1, Math.ceil(count / 2100)))
  expect(inArrow.pieces).toBe(Math.floor(count / 2100) + 1)

  const inParquet = await whole(parquet(partsOf(rows)))
  const file = inParquet.bytes.buffer
  expect(await parquetReadObjects({ file })).toEqual(expected)
  const { schema, row_groups } = await parquetMetadataAsync(file)
  expect(schema.slice(1).map(({ name, type }) => [name, type])).toEqual([
    ['id', 'INT64'],
    ['by', 'BYTE_ARRAY'],
    ['checked', 'BOOLEAN'],
    ['rating', 'DOUBLE'],
  ])
  expect(row_groups).toHaveLength(Math.ceil(count / 2100))
})
