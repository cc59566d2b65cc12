import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deleteFrom } from '../../src/pipeline/delete.ts'
import { databases, openAll, type TestDatabase } from '../databases.ts'
import { ingestSealSmall } from '../graphql/ask.ts'
import { endOf, startBackup, startDataset } from './command-line.ts'

const dataset = 'seal-small'
const OF = ['--dataset', dataset]

describe.each(databases())('npm run dataset -- slice on $name', (on) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await on.create()
    const { context, close } = await openAll(database.url)
    await ingestSealSmall(context)
    await close()
  })
  afterAll(() => database.drop())
  const run = async (...parameters: string[]) => {
    const { code, output } = await endOf(startDataset(database.url, ['slice', ...parameters]))
    return [code, output]
  }
  const listed = (url: string) => endOf(startDataset(url, ['slice', 'list', ...OF]))

  it('saves, lists and removes; a backup has them, and a dataset that is deleted none', async () => {
    const health = ['--where', '{"topic": ["Health and fitness"]}']
    expect(await run('save', 'health', ...OF, ...health, '--description', 'About\n\u202ehealth.')).toEqual([
      0,
      expect.stringMatching(/^slice "health" of "seal-small" is saved: \d+ of 600 pairs\n$/),
    ])
    expect(await run('save', 'first', ...OF, '--where', '{"slice": "health", "rowId": {"lte": 99}}')).toEqual(
      [0, expect.stringMatching(/^slice "first" of "seal-small" is saved: /)],
    )
    expect(
      await run('save', 'first', ...OF, '--where', '{"rowId": {"lte": 9}, "not": {"slice": "health"}}'),
    ).toEqual([
      0,
      expect.stringMatching(/^slice "first" of "seal-small" is what this says now: \d of 600 pairs\n$/),
    ])
    const lines =
      'first\t{"not":{"slice":"health"},"rowId":{"lte":9}}\nhealth\t{"topic":["Health and fitness"]}\tAbout health.\n'
    expect(await listed(database.url)).toMatchObject({ code: 0, output: lines })
    expect((await endOf(startDataset(database.url, ['describe', dataset]))).output).toContain(
      '\nslice first\nslice health: About health.\n',
    )
    expect(await run('remove', 'health', ...OF)).toEqual([1, 'error: slice "health" is a part of "first"\n'])

    if (on.name === 'SQLite') {
      const copy = path.join(mkdtempSync(path.join(tmpdir(), 'seal-test-')), 'copy.db')
      expect((await endOf(startBackup(database.url, [copy]))).code).toBe(0)
      expect((await listed(`file:${copy}`)).output).toBe(lines)
    }

    expect(await run('remove', 'first', ...OF)).toEqual([0, 'slice "first" of "seal-small" is removed\n'])
    const { context, connection, close } = await openAll(database.url)
    const count = async () => (await connection.query('SELECT name FROM named_slice')).length
    expect(await count()).toBe(1)
    await deleteFrom(context, { dataset, what: 'dataset', name: dataset }, () => undefined)
    expect(await count()).toBe(0)
    await close()
  })

  it.each([
    [['save', 'x', ...OF, '--where', '{topic'], 2, /It must be a PairFilter in JSON, such as/],
    [['save', 'x', ...OF], 2, /required option '--where <filter>' not specified/],
    [['save', 'x', '--dataset', 'y', '--where', '{}'], 1, /^error: unknown dataset "y"/],
    [['remove', 'x', '--dataset', 'y'], 1, /^error: unknown dataset "y"/],
  ])('%j changes nothing', async (parameters, code, message) => {
    expect(await run(...parameters)).toEqual([code, expect.stringMatching(message)])
  })
})
