import { describe, expect, it } from 'vitest'
import { SEAL_TAXONOMY } from '../../../src/domain/seal-taxonomy.ts'
import { ingestPairs } from '../../../src/pipeline/ingest-pairs.ts'
import { databases } from '../../databases.ts'
import { manyPairs, tempFile } from '../../pipeline/files.ts'
import { type Problem, shared, write } from '../ask.ts'

const CREATE = `mutation ($input: CreateDatasetInput!) {
  createDataset(input: $input) { dataset { name description revision pairCount features { name kind } } }
}`
const DESCRIBE = `mutation ($input: DescribeDatasetInput!) {
  describeDataset(input: $input) { dataset { description revision } }
}`

const POLITE = { name: 'is_polite', description: 'It is polite.', kind: 'BOOLEAN', role: 'TARGET' }
const WORDS = { name: 'words', description: 'Words.', kind: 'NUMERIC', role: 'SPOILER', unit: 'words' }

describe.each(databases())('on $name', (on) => {
  const api = shared(async () => undefined, { on })
  const create = async (input: object) => {
    const { data, errors } = await api.answer(CREATE, { input })
    return { dataset: data?.createDataset.dataset, error: errors?.[0] as Problem | undefined }
  }

  it('a dataset is created, and pairs go into it', async () => {
    const { dataset } = await create({ name: 'new', description: 'What it is.' })
    expect(dataset).toMatchObject({ name: 'new', description: 'What it is.', revision: 0, pairCount: 0 })
    const labels = dataset.features.filter(({ kind }: { kind: string }) => kind !== 'NUMERIC')
    expect(labels.slice(0, 1)).toEqual([
      { name: SEAL_TAXONOMY.features[0].name, kind: SEAL_TAXONOMY.features[0].kind },
    ])
    await write(api.url, (context) =>
      ingestPairs(context, { dataset: 'new', files: [tempFile(manyPairs(3))] }),
    )
    expect((await api.ask('{ dataset(name: "new") { pairCount description } }')).dataset).toEqual({
      pairCount: 3,
      description: 'What it is.',
    })
  })

  it('of its own taxonomy', async () => {
    const taxonomy = { features: [POLITE, { ...WORDS, title: null }], priority: ['is_polite'], topics: null }
    const given = { name: 'own', taxonomy }
    const { dataset } = await create(given)
    expect(dataset.features.slice(0, 2)).toEqual([
      { name: 'is_polite', kind: 'BOOLEAN' },
      { name: 'words', kind: 'NUMERIC' },
    ])
  })

  it('empty: every metric says why there is nothing', async () => {
    await create({ name: 'empty' })
    const { errors } = await api.answer(
      '{ dataset(name: "empty") { audit { alignment { score } coverage { pairs } findings { sentence } pre { name } } pairs { totalCount } leaderboard { pairs } } }',
    )
    expect(errors).toBeUndefined()
  })

  it('described', async () => {
    await create({ name: 'described' })
    const { describeDataset } = await api.ask(DESCRIBE, { input: { dataset: 'described', description: 'x' } })
    expect(describeDataset.dataset).toEqual({ description: 'x', revision: 1 })
  })
})
