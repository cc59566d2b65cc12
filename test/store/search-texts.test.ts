import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import { ensureDataset } from '../../src/store/catalog.ts'
import { insertMatches, searchTexts } from '../../src/store/search-texts.ts'
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
  const searched = async (...texts: string[]) => {
    const all = texts.map((): number[] => [])
    // On a busy machine in parts.
    for (let after: number | null = -1; after !== null; ) {
      const { rowIds, last } = await searchTexts(connection, id, { texts, after })
      texts.forEach((text, index) => {
        all[index].push(...(rowIds.get(text) ?? []))
      })
      after = last
    }
    return all.map((ids) => ids.sort((a, b) => a - b))
  }
  const found = async (text: string) => (await searched(text))[0]

  /** By the database alone; null: it can't. */
  const matched = async (text: string) => {
    await connection.script(
      'DROP TABLE IF EXISTS found; CREATE TEMPORARY TABLE found (search int, row_id int)',
    )
    if (!(await insertMatches(connection, 'found', { search: 1, datasetId: id, text }))) return null
    return (await connection.query('SELECT row_id FROM found ORDER BY row_id')).flat()
  }

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
    // Beside others it is sought in another way.
    expect((await searched('nobody has it', text))[1]).toEqual(rows)
    const foldsOtherwise = connection.provider === 'sqlite' && /[^\p{ASCII}\p{Surrogate}]/u.test(text)
    expect(await matched(text)).toEqual(foldsOtherwise ? null : rows)
  })

  it('lists a pair once, and all of them for an empty text', async () => {
    expect(await found('assistant')).toHaveLength(TEXTS.length)
    expect(await found('')).toHaveLength(TEXTS.length)
    expect(await searchTexts(connection, id + 100, { texts: ['hello'], after: -1 })).toEqual({
      rowIds: new Map([['hello', []]]),
      last: null,
    })
  })

  it('begins behind a row, and says where it stopped', async () => {
    const clock = vi.spyOn(performance, 'now')
    onTestFinished(() => clock.mockRestore())
    let now = 0
    clock.mockImplementation(() => {
      now += 1000
      return now
    })
    // Each part has the pairs that one takes at once, shared by the texts.
    const texts = ['hello', ...Array.from({ length: 999 }, (_, index) => `nobody ${index}`)]
    const first = await searchTexts(connection, id, { texts, after: -1 })
    expect([first.rowIds.get('hello'), first.last]).toEqual([[0, 1], 1])
    const second = await searchTexts(connection, id, { texts, after: 1 })
    expect([second.rowIds.get('hello'), second.last]).toEqual([[], 3])
  })

  it('reads the texts once, however many are sought', async () => {
    const query = vi.spyOn(connection, 'query')
    onTestFinished(() => query.mockRestore())
    await searched('hello', 'sure', 'snake')
    expect(query.mock.calls.filter(([sql]) => sql.includes('entry'))).toHaveLength(1)
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
