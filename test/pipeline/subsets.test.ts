import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases, openAll } from '../databases.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'seal-subsets-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const fileOf = (name: string, pairs: number) => {
  const file = path.join(directory, `${name}.jsonl`)
  const line = (n: number) =>
    JSON.stringify({
      chosen: `\n\nHuman: ${name} ${n}\n\nAssistant: yes`,
      rejected: `\n\nHuman: ${name} ${n}\n\nAssistant: no`,
    })
  writeFileSync(file, `${Array.from({ length: pairs }, (_, n) => line(n)).join('\n')}\n`)
  return file
}

describe.each(databases())('a second file of a dataset on $name', ({ create }) => {
  let database: Awaited<ReturnType<typeof create>>
  let all: Awaited<ReturnType<typeof openAll>>
  const ingest = (subset: string | undefined, pairs: number, more = {}) =>
    ingestPairs(all.context, { dataset: 'd', subset, files: [fileOf(subset ?? 'none', pairs)], ...more })
  const subsets = async () =>
    (await all.connection.query('SELECT subset, count(*) FROM pair GROUP BY subset ORDER BY subset')).map(
      ([name, count]) => [name, Number(count)],
    )

  beforeAll(async () => {
    database = await create()
    all = await openAll(database.url)
    await ingest('harmless', 5)
  })
  afterAll(async () => {
    await all.close()
    await database.drop()
  })

  it('does not take the place of another subset, and says what to do', async () => {
    await expect(ingest('helpful', 3)).rejects.toThrow(/subset "harmless"; --first-row-id 5 .* --replace/)
    expect(await subsets()).toEqual([['harmless', 5]])
  })

  it('nor does one that is of no subset', async () => {
    await expect(ingest(undefined, 3)).rejects.toThrow(
      /row 0 is there already, as a pair of subset "harmless"/,
    )
    expect(await subsets()).toEqual([['harmless', 5]])
  })

  it('comes behind the others where it is told to begin', async () => {
    await ingest('helpful', 3, { firstRowId: 5 })
    expect(await subsets()).toEqual([
      ['harmless', 5],
      ['helpful', 3],
    ])
  })

  it('replaces them when it is told to', async () => {
    await ingest('other', 2, { replace: true })
    expect(await subsets()).toEqual([
      ['harmless', 3],
      ['helpful', 3],
      ['other', 2],
    ])
  })
})
