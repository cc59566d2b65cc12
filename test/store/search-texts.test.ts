import { beforeAll, describe, expect, it } from 'vitest'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import { ensureDataset } from '../../src/store/catalog.ts'
import { searchTexts } from '../../src/store/search-texts.ts'
import type { Connection } from '../../src/store/sql/connection.ts'
import { writePairs } from '../../src/store/write/pairs.ts'
import { databases, openAll } from '../databases.ts'

const TEXTS: [chosen: string, rejected: string][] = [
  ['Hello World', 'nothing'],
  ['other', 'say hello twice: hello'],
  ['100% sure', 'x'],
  ['1000 sure', 'x'],
  ['snake_case', 'x'],
  ['snakeXcase', 'x'],
  ['C:\\temp\\new', 'x'],
  ['C:temp', 'x'],
  ['Éclair au café', 'x'],
  ['éCLAIR', 'x'],
  ['Eclair', 'x'],
  ['ΣΟΦΙΑ and ЖИЗНЬ', 'x'],
  ['😀 smile', 'x'],
  ['two\nlines', 'x'],
  [`it's "quoted"`, 'x'],
]

describe.each(databases())('searchTexts on $name', ({ create }) => {
  let connection: Connection
  let id: number
  const found = async (text: string) =>
    Array.from(await searchTexts(connection, id, text)).sort((a, b) => a - b)

  beforeAll(async () => {
    const { url, drop } = await create()
    const all = await openAll(url)
    const { prisma, close } = all
    connection = all.connection
    const records = TEXTS.map(([chosen, rejected], rowId) => ({
      rowId,
      subset: null,
      chosen: `\n\nHuman: the question\n\nAssistant: ${chosen}`,
      rejected: `\n\nHuman: the question\n\nAssistant: ${rejected}`,
    }))
    const datasetOf = async (name: string) => (await ensureDataset(all, name, { fallback: SEAL_TAXONOMY })).id
    id = await datasetOf('d')
    await writePairs(connection, id, records)
    await writePairs(connection, await datasetOf('another'), [{ ...records[0], rowId: 99 }])
    // A rewriting is not searched.
    await prisma.variant.create({ data: { datasetId: id, id: 1, rewriter: 'r' } })
    await prisma.entry.create({
      data: { datasetId: id, rowId: 3, variantId: 1, side: 'CHOSEN', text: 'Hello rewritten' },
    })
    return async () => {
      await close()
      await drop()
    }
  })

  it.each<[string, number[]]>([
    ['hello', [0, 1]],
    ['HELLO', [0, 1]],
    ['hello world', [0]],
    ['100%', [2]],
    ['0%', [2]],
    ['e_c', [4]],
    ['snake', [4, 5]],
    ['\\temp', [6]],
    ['\\', [6]],
    ['\\\\', []],
    ['éclair', [8, 9]],
    ['ÉCLAIR', [8, 9]],
    ['CAFÉ', [8]],
    ['caf_é', []],
    ['eclair', [10]],
    ['σοφια AND жизнь', [11]],
    ['😀', [12]],
    ['😁', []],
    ['two\nlines', [13]],
    [`it's "Q`, [14]],
    ["'; --", []],
    ['nowhere', []],
    // Where the prompt ends and the response begins.
    ['question\n\nassistant: snake', [4, 5]],
    ['THE QUESTION', TEXTS.map((_, row) => row)],
    ['rewritten', []],
    ['a\0b', []],
    ['\ud800', []],
  ])('%j is in %j', async (text, rows) => {
    expect(await found(text)).toEqual(rows)
  })

  it('lists a pair once, and all of them for an empty text', async () => {
    expect(Array.from(await searchTexts(connection, id, 'assistant')).length).toBe(TEXTS.length)
    expect((await found('')).length).toBe(TEXTS.length)
    expect(await Promise.resolve(searchTexts(connection, id + 100, 'hello'))).toEqual(new Int32Array())
  })

  it('takes a long text', async () => {
    const long = `${'x'.repeat(50_000)}_${'y'.repeat(50_000)}`
    const text = `\n\nHuman: a\n\nAssistant: ${long}`
    await writePairs(connection, id, [{ rowId: 100, subset: null, chosen: text, rejected: text }])
    expect(await found(long.toUpperCase())).toEqual([100])
    expect(await found(`${long}y`)).toEqual([])
    await connection.query('DELETE FROM pair WHERE row_id = 100 RETURNING row_id')
  })
})
