import { describe, expect, it } from 'vitest'
import { SEAL_TAXONOMY } from '../../../src/domain/seal-taxonomy.ts'
import { ingestPairs } from '../../../src/pipeline/ingest-pairs.ts'
import { databases } from '../../databases.ts'
import { manyPairs, tempFile } from '../../pipeline/files.ts'
import { shared, write } from '../ask.ts'
import { HOSTILE, mutating, ODD, told } from './mutate.ts'

const POLITE = { name: 'is_polite', description: 'It is polite.', kind: 'BOOLEAN', role: 'TARGET' }
const WORDS = { name: 'words', description: 'Words.', kind: 'NUMERIC', role: 'SPOILER', unit: 'words' }
const DATASET = 'dataset { name description revision pairCount features { name kind } }'

describe.each(databases())('on $name', (on) => {
  const api = shared(async () => undefined, { on })
  const mutate = mutating(api)
  const create = (input: object) => mutate('createDataset', input, DATASET)
  const names = async (): Promise<string[]> =>
    (await api.ask('{ datasets { name } }')).datasets.map(({ name }: { name: string }) => name)

  it('a dataset is created, and pairs go into it', async () => {
    const { made } = await create({ name: 'new', description: 'What it is.' })
    expect(made.dataset).toMatchObject({ name: 'new', description: 'What it is.', revision: 0, pairCount: 0 })
    const [{ name, kind }] = SEAL_TAXONOMY.features
    expect(made.dataset.features[0]).toEqual({ name, kind })
    await write(api.url, (context) =>
      ingestPairs(context, { dataset: 'new', files: [tempFile(manyPairs(3))] }),
    )
    expect((await api.ask('{ dataset(name: "new") { pairCount description } }')).dataset).toEqual({
      pairCount: 3,
      description: 'What it is.',
    })
  })

  it('of a taxonomy of its own; the same once more is the same, and another is refused', async () => {
    const taxonomy = { features: [POLITE, { ...WORDS, title: null }], priority: ['is_polite'], topics: null }
    const { made } = await create({ name: 'own', taxonomy })
    expect(made.dataset.features.slice(0, 1)).toEqual([{ name: 'is_polite', kind: 'BOOLEAN' }])
    expect(made.dataset.features).toContainEqual({ name: 'words', kind: 'NUMERIC' })
    expect((await create({ name: 'own', description: '', taxonomy })).made).toEqual(made)
    for (const other of [{}, { taxonomy: { ...taxonomy, priority: [] } }, { taxonomy, description: 'x' }])
      expect(told((await create({ name: 'own', ...other })).error)).toEqual([
        'CONFLICT',
        'there is a dataset "own" already, with another description or taxonomy: take another name',
      ])
  })

  it('of several who create it at once all have it', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => create({ name: 'at once' })))
    expect(all.map(({ made }) => made?.dataset.name)).toEqual(Array(4).fill('at once'))
    expect((await names()).filter((name) => name === 'at once')).toHaveLength(1)
  })

  it('without pairs: every question is answered, or says why not', async () => {
    await create({ name: 'empty' })
    const { dataset } = await api.ask(
      '{ dataset(name: "empty") { audit { alignment { score reason } findings { sentence } } pairs { totalCount } leaderboard { pairs } objectives { name } } }',
    )
    expect(dataset.audit.alignment).toEqual({ score: null, reason: expect.stringMatching(/./) })
    expect(dataset.pairs.totalCount).toBe(0)
  })

  it('is described in other words, once', async () => {
    await create({ name: 'described' })
    const describing = (description?: string | null) =>
      mutate('describeDataset', { dataset: 'described', description }, 'dataset { description revision }')
    expect((await describing('x')).made.dataset).toEqual({ description: 'x', revision: 1 })
    expect((await describing('x')).made.dataset).toEqual({ description: 'x', revision: 1 })
    expect((await describing(null)).made.dataset).toEqual({ description: null, revision: 2 })
    expect((await describing('')).made.dataset).toEqual({ description: null, revision: 2 })
    expect(told((await describing('y'.repeat(1001))).error)).toEqual([
      'INVALID_INPUT',
      'the description of a dataset has 1000 characters at most, and this one 1001',
    ])
    expect(told((await describing('a\0')).error)[0]).toBe('INVALID_INPUT')
    expect(told((await mutate('describeDataset', { dataset: 'nothing' })).error)[0]).toBe('NOT_FOUND')
  })

  it.each(Object.entries(HOSTILE))('is not called what is no name: %s', async (_, name) => {
    const before = await names()
    const [code, message] = told((await create({ name })).error)
    expect(code).toBe('INVALID_INPUT')
    expect(message).toMatch(/^the name of a dataset (has|must)/)
    expect(message?.length).toBeLessThan(200)
    expect(await names()).toEqual(before)
  })

  it('is called nothing that is longer than any argument', async () => {
    expect(told((await create({ name: 'x'.repeat(100_000) })).error)).toEqual([
      'LIMIT_EXCEEDED',
      expect.stringMatching(/^input: more than 100000 bytes .*\(MAX_FILTER_BYTES\)$/),
    ])
  })

  it.each(ODD)('may be called %j, and no other is meant', async (name) => {
    expect((await create({ name })).made.dataset.name).toBe(name)
    const { data, extensions } = await api.answer(
      'query ($name: String!) { dataset(name: $name) { name pairCount } }',
      { name },
    )
    expect(data.dataset).toEqual({ name, pairCount: 0 })
    expect(Object.entries(extensions.revisions)).toEqual([[name, 0]])
  })

  it.each([
    [{ features: [], priority: [] }, 'features is []; it must be a list of at least one feature'],
    [{ features: [{ ...POLITE, name: '1' }], priority: [] }, 'features[0].name is "1"; it must be a letter'],
    [{ features: [POLITE, POLITE], priority: [] }, 'features[1].name is "is_polite", as features[0].name'],
    [{ features: [POLITE], priority: ['x'] }, 'priority[0] is "x"; it must be one of the features is_polite'],
    [{ features: [{ ...POLITE, description: 'a\0' }], priority: [] }, 'features[0].description has a NUL'],
    [{ features: [POLITE], priority: [], topics: ['x'.repeat(300)] }, 'topics[0] is "xxx'],
  ])('is not made of the taxonomy %j', async (taxonomy, problem) => {
    const [code, message] = told((await create({ name: 'odd', taxonomy })).error)
    expect([code, message]).toEqual([
      'INVALID_INPUT',
      expect.stringContaining(`taxonomy is no taxonomy:\n  `),
    ])
    expect(message).toContain(problem)
    expect(await names()).not.toContain('odd')
  })
})
