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
import { describe, expect, it, onTestFinished } from 'vitest'
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
