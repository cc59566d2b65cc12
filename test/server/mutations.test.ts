import { describe, expect, it, onTestFinished } from 'vitest'
import { openEngine } from '../../src/engine/engine.ts'
import { openApi, type Settings } from '../../src/server/api.ts'
import { databases, openAll } from '../databases.ts'
import { ingestSealSmall, post, shared } from '../graphql/ask.ts'

const describing = (description: string) =>
  `describeDataset(input: { dataset: "seal-small", description: "${description}" })`

describe.each(databases())('mutations on $name', (on) => {
  const api = shared(ingestSealSmall, { on })
  const open = (settings: Settings) => {
    const opened = openApi(api.url, openEngine(api.url, { workers: 1 }), settings)
    onTestFinished(opened.close)
    return opened
  }
  const described = async () =>
    (await api.ask('{ dataset(name: "seal-small") { description } }')).dataset.description

  it('come one after the other, and each is answered as it is then', async () => {
    const seen =
      'dataset { revision description namedSlices { name } pairs(where: $where, first: 1) { totalCount } }'
    const saving = (name: string, last: number) =>
      `saveSlice(input: { dataset: "seal-small", name: "${name}", where: { rowId: { lte: ${last} } } }) { pairs ${seen} }`
    const { a, s, b, t } = await api.ask(
      `mutation ($where: PairFilter) { a: ${saving('s', 8)} s: ${describing('first')} { ${seen} }
         b: ${saving('s', 4)} t: ${describing('second')} { ${seen} } }`,
      { where: { rowId: { lte: 8 } } },
    )
    const { revision } = a.dataset
    const of = { namedSlices: [{ name: 's' }], pairs: { totalCount: a.pairs } }
    expect(b.pairs).toBeLessThan(a.pairs)
    expect([a, s, b, t].map(({ dataset }) => dataset)).toEqual([
      { ...of, revision, description: 'The fixture.' },
      { ...of, revision: revision + 1, description: 'first' },
      { ...of, revision: revision + 2, description: 'first' },
      { ...of, revision: revision + 3, description: 'second' },
    ])
  })

  it('end at the first that fails for good, and those before it stay', async () => {
    const { data, errors } = await api.answer(
      `mutation { a: ${describing('before')} { dataset { description } } removeSlice(input: { dataset: "seal-small", name: "x" }) { dataset { name } } }`,
    )
    expect([data, errors[0].path, errors[0].extensions.code]).toEqual([null, ['removeSlice'], 'NOT_FOUND'])
    expect(await described()).toBe('before')
  })

  it('are told to who listens', async () => {
    const listening = 'subscription { datasetRevised(name: "seal-small") { description } }'
    const response = await post(api.yoga, { query: listening }, { accept: 'text/event-stream' })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    onTestFinished(async () => void (await reader?.cancel()))
    let told = ''
    // Whoever has just begun to listen may have come too late for the first one.
    for (let round = 0; !told.includes('"data"'); round++) {
      const changing = api.ask(`mutation { ${describing(`told ${round}`)} { __typename } }`)
      const [read] = await Promise.all([reader?.read(), changing])
      told += read?.value ?? ''
    }
    expect(told).toMatch(/\{"datasetRevised":\{"description":"told \d+"\}\}/)
  })

  it('are seen by clients that have an answer already', async () => {
    const url = `http://localhost/graphql?${new URLSearchParams({ query: '{ dataset(name: "seal-small") { description } }' })}`
    const get = (tag = '') => api.yoga.fetch(url, { headers: { 'if-none-match': tag } })
    const first = await get()
    const tag = String(first.headers.get('etag'))
    expect((await get(tag)).status).toBe(304)
    await api.ask(`mutation { ${describing('seen')} { __typename } }`)
    const again = await get(tag)
    expect([again.status, await again.text()]).toEqual([200, expect.stringContaining('"seen"')])
  })

  it('are refused where they are none of the documents that a server answers', async () => {
    const query = `mutation known { ${describing('known')} { dataset { description } } }`
    const { yoga } = open({ persistedOnly: true, documents: new Map([['known', query]]) })
    const refused = await (await post(yoga, { query: query.replaceAll('known', 'other') })).json()
    expect(refused.errors[0].extensions.code).toBe('PERSISTED_QUERY_ONLY')
    const answered = await (await post(yoga, { documentId: 'known' })).json()
    expect(answered.data.describeDataset.dataset).toEqual({ description: 'known' })
    expect((await yoga.fetch('http://localhost/graphql?documentId=known')).status).toBe(405)
    expect(await described()).toBe('known')
  })

  it('come in no batch, and are not deferred; what comes of them may be', async () => {
    const before = await described()
    const query = `mutation { ${describing('batch')} { __typename } }`
    expect((await post(api.yoga, [{ query }, { query }])).status).toBe(400)
    const deferred = `mutation { ... @defer { ${describing('deferred')} { __typename } } }`
    const { errors } = await (await post(api.yoga, { query: deferred })).json()
    expect(errors[0].message).toMatch(/Defer directive cannot be used on root mutation/)
    expect(await described()).toBe(before)
    const parts = await post(
      api.yoga,
      { query: `mutation { ${describing('parts')} { dataset { ... @defer { description } } } }` },
      { accept: 'multipart/mixed' },
    )
    expect(await parts.text()).toContain('{"description":"parts"}')
  })

  it('of several at once all are made', async () => {
    const { connection, close } = await openAll(api.url)
    const before = await connection.query('SELECT revision FROM dataset')
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        api.ask(`mutation { ${describing(`${index} of 8`)} { dataset { description } } }`),
      ),
    )
    for (const { describeDataset } of all) expect(describeDataset.dataset.description).toMatch(/of 8$/)
    const [[revision]] = (await connection.query('SELECT revision FROM dataset')) as [[number]]
    expect(revision).toBe((before[0][0] as number) + 8)
    await close()
  })
})
