import {
  ApolloClient,
  ApolloLink,
  gql,
  HttpLink,
  InMemoryCache,
  Observable,
  type TypedDocumentNode,
} from '@apollo/client'
import { Defer20220824Handler, GraphQL17Alpha9Handler } from '@apollo/client/incremental'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { print } from 'graphql'
import { type Client, createClient, type RequestParams, type Sink } from 'graphql-sse'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { openEngine } from '../../src/engine/engine.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { openApi } from '../../src/server/api.ts'
import { readDocuments, sha256 } from '../../src/server/documents.ts'
import { ingestSealSmall, SEAL_SMALL, shared, write } from '../graphql/ask.ts'

const api = shared(ingestSealSmall)
const ENDPOINT = 'http://test/graphql'

type Answering = Pick<typeof api, 'yoga'>

/** Apollo's own link on a server without a socket, and what goes through it. */
const linkTo = ({ yoga }: Answering) => {
  const requests: string[] = []
  const asking = async (url: string, init: RequestInit) => {
    const response = await yoga.fetch(url, init)
    const sent = `${url} ${init.body ?? ''}`
    requests.push(`${init.method} ${/query=|"query"/.test(sent) ? 'query' : 'hash'} ${response.status}`)
    return response
  }
  return { link: new HttpLink({ uri: ENDPOINT, fetch: asking as typeof fetch }), requests }
}

const clientOf = (link: ApolloLink, options: Partial<ApolloClient.Options> = {}) => {
  const client = new ApolloClient({ link, cache: new InMemoryCache(), ...options })
  onTestFinished(() => client.stop())
  return client
}

type Alignment = { dataset: { audit: { alignment: { pairs: number } } } }
const ALIGNMENT: TypedDocumentNode<Alignment, object> = gql`
  query ($where: PairFilter) { dataset(name: "seal-small") { id audit(where: $where) { alignment { pairs } } } }
`

it('Apollo Client asks, and is told what is wrong', async () => {
  const client = clientOf(linkTo(api).link)
  const ask = (rowId: object) => client.query({ query: ALIGNMENT, variables: { where: { rowId } } })
  expect((await ask({ lte: 9 })).data?.dataset.audit.alignment).toMatchObject({ pairs: 10 })
  await expect(ask({ lte: 'x' })).rejects.toThrow('at "where.rowId.lte"')
})

describe("audits in Apollo Client's default cache", () => {
  type Audit = { id: string; [field: string]: unknown }
  const queryOf = (fields: string, args = '') =>
    gql`query { dataset(name: "seal-small") { id audit${args} { id ${fields} } } }` as TypedDocumentNode<
      { dataset: { audit: Audit } },
      Record<string, never>
    >

  /** Watches all queries at once, as the parts of a page do, until each is answered and nothing more is asked. */
  const watched = async (client: ApolloClient, queries: ReturnType<typeof queryOf>[]) => {
    const watching = queries.map((query) => client.watchQuery({ query }))
    const seen = watching.map(
      (one) =>
        new Promise<Audit>((resolve, reject) => {
          const subscription = one.subscribe(({ data, dataState, error }) => {
            if (error) reject(error)
            if (dataState === 'complete') resolve(data.dataset.audit)
          })
          onTestFinished(() => subscription.unsubscribe())
        }),
    )
    const audits = await Promise.all(seen)
    await vi.waitFor(() => expect(watching.some((one) => one.getCurrentResult().loading)).toBe(false))
    return { audits, now: watching.map((one) => one.getCurrentResult().data?.dataset?.audit) }
  }

  it('three questions about one audit are three requests, and the cache has all answers in one place', async () => {
    const { link, requests } = linkTo(api)
    const client = clientOf(link)
    const questions = ['alignment { score }', 'coverage { pairs }', 'marginChange { median }'].map((one) =>
      queryOf(one),
    )
    const { audits, now } = await watched(client, questions)
    expect(requests).toHaveLength(3)
    expect(now).toEqual(audits)
    const [{ id }] = audits
    const cached = client.cache.extract() as Record<string, object>
    expect(Object.keys(cached).filter((key) => key.startsWith('Audit:'))).toEqual([`Audit:${id}`])
    const both = queryOf('alignment { score } coverage { pairs }')
    expect(client.readQuery({ query: both })?.dataset.audit).toMatchObject({ coverage: { pairs: 600 } })
  })

  it('those of two slices keep their own numbers', async () => {
    const { link, requests } = linkTo(api)
    const client = clientOf(link)
    const [few, many] = ['(where: { rowId: { lte: 9 } })', '(where: { rowId: { lte: 99 } })'].map((args) =>
      queryOf('coverage { pairs }', args),
    )
    const { now } = await watched(client, [few, many])
    expect(now).toMatchObject([{ coverage: { pairs: 10 } }, { coverage: { pairs: 100 } }])
    const slices = queryOf('breakdown(by: REGIME) { key pairs audit { id coverage { pairs } } }')
    const { data } = await client.query({ query: slices })
    type Slice = { pairs: number; audit: { coverage: { pairs: number } } }
    const regimes = data?.dataset.audit.breakdown as Slice[]
    expect(regimes.map(({ audit }) => audit.coverage.pairs)).toEqual(regimes.map(({ pairs }) => pairs))
    expect(client.readQuery({ query: few })?.dataset.audit).toMatchObject({ coverage: { pairs: 10 } })
    expect(requests).toHaveLength(3)
  })
})

describe('@defer in Apollo Client', () => {
  const query = gql`
    query { dataset(name: "seal-small") { id audit {
      alignment { pairs }
      ... @defer(label: "slow") { alignmentChange { statistic } }
    } } }
  `
  const statesWith = async (incrementalHandler: ApolloClient.Options['incrementalHandler']) => {
    const client = clientOf(linkTo(api).link, { incrementalHandler })
    const states: [string, string | undefined][] = []
    await new Promise<void>((resolve, reject) => {
      client.watchQuery({ query }).subscribe(({ dataState, data, error }) => {
        states.push([dataState, JSON.stringify(data)])
        if (error) reject(error)
        if (dataState === 'complete') resolve()
      })
    })
    return states
  }

  it('brings its parts one after the other', async () => {
    const [, first, last] = await statesWith(new Defer20220824Handler())
    expect([first[0], last[0]]).toEqual(['streaming', 'complete'])
    expect([first[1]?.includes('alignmentChange'), last[1]?.includes('alignmentChange')]).toEqual([
      false,
      true,
    ])
  })

  it('in a format that is not spoken here is answered plainly', async () => {
    const failed = statesWith(new GraphQL17Alpha9Handler())
    await expect(failed).rejects.toThrow('as multipart/mixed (deferSpec=20220824)')
  })
})

describe("Apollo Client's persisted queries", () => {
  it('are sent once, and from then on are hashes', async () => {
    const { link, requests } = linkTo(api)
    const client = clientOf(new PersistedQueryLink({ sha256, useGETForHashedQueries: true }).concat(link))
    for (const lte of [7, 8, 9]) {
      const { data } = await client.query({ query: ALIGNMENT, variables: { where: { rowId: { lte } } } })
      expect(data?.dataset.audit.alignment).toMatchObject({ pairs: lte + 1 })
    }
    expect(requests).toEqual(['GET hash 400', 'POST query 200', 'GET hash 200', 'GET hash 200'])
  })

  it("that are the server's own are known from the first", async () => {
    const only = openApi(api.url, openEngine(api.url, { workers: 1 }), { persistedOnly: true })
    onTestFinished(only.close)
    const { link, requests } = linkTo(only)
    const client = clientOf(new PersistedQueryLink({ sha256 }).concat(link))
    const { data } = await client.query({ query: gql(readDocuments().get('datasets') as string) })
    expect(data).toMatchObject({ datasets: [{ name: 'seal-small', __typename: 'Dataset' }] })
    expect(requests).toEqual(['POST hash 200'])
  })
})

/** As graphql-sse's documentation has it. */
class SseLink extends ApolloLink {
  readonly #client: Client

  constructor(client: Client) {
    super()
    this.#client = client
  }

  override request(operation: ApolloLink.Operation): Observable<ApolloLink.Result> {
    const params = { ...operation, query: print(operation.query) } as RequestParams
    return new Observable((sink) =>
      this.#client.subscribe(params, {
        next: sink.next.bind(sink),
        complete: sink.complete.bind(sink),
        error: sink.error.bind(sink),
      } as Sink),
    )
  }
}

describe("graphql-sse's link for Apollo Client", () => {
  it('asks, and subscribes', async () => {
    let opened = () => {}
    const open = new Promise<void>((resolve) => {
      opened = resolve
    })
    const fetchFn = async (url: string, init: RequestInit) => {
      const response = await api.yoga.fetch(url, init)
      if (String(init.body).includes('datasetRevised')) opened()
      return response
    }
    const client = clientOf(new SseLink(createClient({ url: ENDPOINT, retryAttempts: 0, fetchFn })))
    const { data } = await client.query({ query: ALIGNMENT })
    expect(data?.dataset.audit.alignment).toMatchObject({ pairs: 600 })
    const query = gql`subscription { datasetRevised(name: "seal-small") { revision } }`
    const revised = new Promise((resolve, reject) => {
      const subscription = client.subscribe({ query }).subscribe({ next: resolve, error: reject })
      onTestFinished(() => subscription.unsubscribe())
    })
    await open
    const rewards = { dataset: 'seal-small', model: 'one', stage: 'PRE', file: SEAL_SMALL.pre } as const
    await write(api.url, (context) => ingestRewards(context, rewards))
    expect(await revised).toMatchObject({ data: { datasetRevised: { revision: expect.any(Number) } } })
  })
})
