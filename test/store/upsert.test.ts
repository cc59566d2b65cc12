import { describe, expect, it } from 'vitest'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import { ensureDataset } from '../../src/store/catalog.ts'
import type { Value } from '../../src/store/sql/connection.ts'
import { type OnConflict, TABLES, type Table } from '../../src/store/sql/tables.ts'
import { type Databases, databases, dump, openFresh } from '../databases.ts'

const open = async (database: Databases) => {
  const all = await openFresh(database)
  await ensureDataset(all, 'd', { fallback: SEAL_TAXONOMY })
  return all
}
const pair = (rowId: number, subset: string | null, prompt: string): Value[] => [
  ...[1, rowId, subset, prompt],
  ...[`${2n ** 62n + BigInt(rowId)}`, 0, null],
]

describe.each(databases())('upsert on $name', (database) => {
  it('counts the rows that are new or differ', async () => {
    const { connection } = await open(database)
    const upsert = (...rows: Value[][]) => connection.upsert(TABLES.pair, rows, 'update')
    expect(await upsert()).toBe(0)
    expect(await upsert(pair(0, null, 'a'), pair(1, 's', 'b'), pair(2, 's', 'c'))).toBe(3)
    expect(await upsert(pair(0, null, 'a'), pair(1, 's', 'b'), pair(2, 's', 'c'))).toBe(0)
    // From null, to null, and another text.
    expect(await upsert(pair(0, 's', 'a'), pair(1, null, 'b'), pair(2, 's', 'C'), pair(3, null, 'd'))).toBe(4)
    expect((await dump(connection)).pair).toEqual([
      pair(0, 's', 'a'),
      pair(1, null, 'b'),
      pair(2, 's', 'C'),
      pair(3, null, 'd'),
    ])
  })

  it('keeps what is there when told to', async () => {
    const { connection } = await open(database)
    await connection.upsert(TABLES.pair, [pair(0, 's', 'a')], 'keep')
    expect(await connection.upsert(TABLES.pair, [pair(0, 't', 'b'), pair(1, 't', 'b')], 'keep')).toBe(1)
    expect((await dump(connection)).pair).toEqual([pair(0, 's', 'a'), pair(1, 't', 'b')])
  })

  // SQLite writes 100 rows a statement.
  it.each([1, 99, 100, 101, 250])('takes %d rows', async (count) => {
    const { connection } = await open(database)
    const rows = Array.from({ length: count }, (_, rowId) => pair(rowId, null, `${rowId}`))
    expect(await connection.upsert(TABLES.pair, rows, 'update')).toBe(count)
    rows[count - 1] = pair(count - 1, null, 'changed')
    rows[0] = pair(0, null, 'changed')
    expect(await connection.upsert(TABLES.pair, rows, 'update')).toBe(Math.min(count, 2))
    expect((await dump(connection)).pair.length).toBe(count)
  })

  it('takes 63 bits and every number exactly', async () => {
    const { connection, prisma } = await open(database)
    const write = (table: Table, ...row: Value[]) => connection.upsert(table, [row], 'update')
    await prisma.rewardModel.create({ data: { datasetId: 1, id: 1, name: 'm' } })
    await prisma.labeler.create({ data: { datasetId: 1, id: 1, name: 'l' } })
    await write(TABLES.pair, ...pair(2 ** 31 - 1, null, ''))
    const entry = [1, 2 ** 31 - 1, 0, 'CHOSEN']
    await write(TABLES.entry, ...entry, '', null)
    const all = 2n ** 63n - 1n
    expect(await write(TABLES.label, ...entry, 1, all, all - 2n ** 53n, '[]', '[]')).toBe(1)
    expect(await write(TABLES.label, ...entry, 1, all, all - 2n ** 53n, '[]', '[]')).toBe(0)
    expect(await write(TABLES.label, ...entry, 1, all - 1n, all - 2n ** 53n, '[]', '[]')).toBe(1)
    const { label } = await dump(connection)
    expect(label[0].slice(5, 7)).toEqual([`${all - 1n}`, `${all - 2n ** 53n}`])
    for (const score of [0.1 + 0.2, 5e-324, -1.7976931348623157e308, 1e21, 3, 2 ** 53 + 2]) {
      expect(await write(TABLES.reward, ...entry, 1, score)).toBe(1)
      expect(await write(TABLES.reward, ...entry, 1, score)).toBe(0)
      expect((await dump(connection)).reward).toEqual([[...entry, 1, score]])
    }
  })

  it('takes many rows, new and old, whatever their letters', async () => {
    const { connection } = await open(database)
    const texts = ['\\', '\\.', '\\N', '\t', '\r\n', '', 'é漢😀', '"', '{}', 'NULL', "'", '\u0001']
    const rows = (from: number, end: string) =>
      Array.from({ length: 600 }, (_, index) => {
        const text = texts[index % texts.length]
        return pair(from + index, index % 3 ? text : null, `${text}${end}`)
      })
    const upsert = (onConflict: OnConflict, ...some: Value[][][]) =>
      connection.transaction('write', () => connection.upsert(TABLES.pair, some.flat(), onConflict))
    const [first, second, third] = [rows(0, 'a'), rows(600, 'b'), rows(1200, 'c')]
    expect(await upsert('update', first)).toBe(600)
    expect(await upsert('update', second)).toBe(600)
    // Some are there, others not.
    expect(await upsert('update', second, third)).toBe(600)
    expect(await upsert('keep', rows(1200, 'd'))).toBe(0)
    expect(await upsert('update', rows(600, 'e'))).toBe(600)
    const keyed = [...first, ...rows(600, 'e'), ...third].map((row) => [JSON.stringify(row), row] as const)
    keyed.sort(([a], [b]) => (a < b ? -1 : 1))
    expect((await dump(connection)).pair).toEqual(keyed.map(([, row]) => row))
  })

  it('is undone with its transaction', async () => {
    const { connection } = await open(database)
    const failing = connection.transaction('write', async () => {
      await connection.upsert(TABLES.pair, [pair(0, null, 'a')], 'update')
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect((await dump(connection)).pair).toEqual([])
    await connection.transaction('write', () =>
      connection.upsert(TABLES.pair, [pair(0, null, 'b')], 'update'),
    )
    expect((await dump(connection)).pair).toEqual([pair(0, null, 'b')])
  })
})
