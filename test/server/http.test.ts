import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import {
  buildClientSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  parse,
  printSchema,
  validate,
} from 'graphql'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { schema } from '../../src/graphql/schema/index.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { openApi } from '../../src/server/api.ts'
import { readDocuments, sha256 } from '../../src/server/documents.ts'
import { ingestSealSmall, post, SEAL_SMALL, shared, write } from '../graphql/ask.ts'

/** What the engine was asked, and what some questions wait for. */
const engine = { asked: [] as string[], gates: new Map<string, () => Promise<void>>() }
const gated = (real: Engine): Engine => ({
  ...real,
  ask: async (scope, question, args, asker) => {
    engine.asked.push(question)
    await engine.gates.get(question)?.()
    return real.ask(scope, question, args, asker)
  },
})
const api = shared(ingestSealSmall, { change: gated })
const server = createServer((request, response) => void api.yoga(request, response))
let url: string
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  engine.asked.length = 0
  engine.gates.clear()
})

const ALIGNMENT = '{ dataset(name: "seal-small") { audit { alignment { pairs } } } }'
const ANSWER = { dataset: { audit: { alignment: { pairs: 600 } } } }
const at = (parameters: Record<string, string>, base = url) => `${base}?${new URLSearchParams(parameters)}`
const json = { accept: 'application/json' }

describe('GraphQL over GET', () => {
  it('answers queries, and names the answer', async () => {
    const response = await fetch(at({ query: ALIGNMENT }), { headers: json })
    const { data, extensions } = await response.json()
    expect(data).toEqual(ANSWER)
    const { dataset } = await api.ask('{ dataset(name: "seal-small") { revision } }')
    expect(extensions.revisions).toEqual({ 'seal-small': dataset.revision })
    expect(extensions.milliseconds).toBeGreaterThanOrEqual(0)
    expect(response.headers.get('cache-control')).toBe('private, no-cache')
    engine.asked.length = 0
    const tag = response.headers.get('etag') as string
    const again = await fetch(at({ query: ALIGNMENT }), { headers: { ...json, 'if-none-match': tag } })
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag])
    expect(engine.asked).toEqual([])
  })

  it('computes again when the question, its variables or the data are others', async () => {
    const query = 'query ($name: String!) { dataset(name: $name) { pairCount } }'
    const named = (name: string) => at({ query, variables: JSON.stringify({ name }) })
    const ask = async (name: string, tag = '') => {
      const response = await fetch(named(name), { headers: { ...json, 'if-none-match': tag } })
      return { status: response.status, tag: response.headers.get('etag') as string }
    }
    const { tag } = await ask('seal-small')
    expect((await ask('seal-small', tag)).status).toBe(304)
    expect((await ask('other', tag)).status).toBe(200)
    await write(api.url, (context) => ingestPairs(context, { dataset: 'other', files: [SEAL_SMALL.pairs] }))
    expect((await ask('seal-small', tag)).status).toBe(200)
  })

  it.each([
    [
      'an error',
      { query: '{ dataset(name: "seal-small") { audit(pre: "nobody") { alignment { pairs } } } }' },
    ],
    ['a syntax error', { query: '{' }],
    ['a subscription', { query: 'subscription { datasetRevised(name: "nobody") { name } }' }],
  ])('gives %s no name', async (_, parameters) => {
    const response = await fetch(at(parameters), {
      headers: { accept: 'text/event-stream, application/json' },
    })
    await response.text()
    expect([response.headers.get('etag'), response.headers.get('cache-control')]).toEqual([null, 'no-store'])
  })

  it('shows nothing of a database that fails', async () => {
    const failing = vi.spyOn(api.prisma.run, 'aggregate').mockRejectedValue(new Error('the secret cause'))
    const response = await fetch(at({ query: ALIGNMENT }), { headers: json })
    expect(failing).toHaveBeenCalled()
    expect([response.status, response.headers.get('etag')]).toEqual([200, null])
    expect(await response.text()).not.toContain('secret')
    failing.mockRestore()
  })

  it('has other methods only where they mean something', async () => {
    for (const method of ['PUT', 'DELETE', 'HEAD', 'OPTIONS']) {
      const { status, headers } = await fetch(at({ query: ALIGNMENT }), { method, headers: json })
      const expected = [method === 'OPTIONS' ? 204 : 405, 'GET, POST, OPTIONS']
      expect([status, headers.get('allow')], method).toEqual(expected)
    }
    for (const path of ['/graphql/x', '/metricsx', '/tablesx']) {
      expect((await fetch(new URL(path, url), { headers: json })).status, path).toBe(404)
    }
  })
})

describe('the schema', () => {
  it('that is served is the one that is committed', async () => {
    const asked = getIntrospectionQuery({
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
    })
    const served = lexicographicSortSchema(buildClientSchema(await api.ask(asked)))
    expect(`${printSchema(served)}\n`).toBe(readFileSync('schema.graphql', 'utf8'))
    expect(served.getDirective('defer')).toBeTruthy()
  })
})

describe('@defer', () => {
  const query = `{ dataset(name: "seal-small") { audit {
    alignment { pairs }
    ... @defer(label: "slow") { misalignment { terms { title } } }
  } } }`
  const request = (accept = 'multipart/mixed', asked = query) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query: asked }),
    })
  const payloadsIn = (received: string) =>
    [...received.matchAll(/^\{.*\}$/gm)].map(([payload]) => JSON.parse(payload))

  it('brings the fast part before a slow regression is there', async () => {
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    engine.gates.set('misalignment', () => gate)
    const response = await request()
    expect(response.headers.get('content-type')).toContain('multipart/mixed')
    let received = ''
    let early = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      received += decoder.decode(chunk)
      if (early || !received.includes('"hasNext":true')) continue
      early = received
      expect(engine.asked).toContain('misalignment')
      open()
    }
    expect(early).toContain(JSON.stringify({ data: ANSWER }).slice(0, -1))
    expect(early).not.toContain('terms')
    const payloads = payloadsIn(received)
    expect(payloads.at(-1).hasNext).toBe(false)
    const late = payloads.flatMap(({ incremental }) => incremental ?? [])
    expect(late).toEqual([
      { path: ['dataset', 'audit'], label: 'slow', data: { misalignment: { terms: expect.any(Array) } } },
    ])
    expect(payloads[0].extensions.revisions).toHaveProperty('seal-small')
  })

  it('masks what fails late', async () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue()
    engine.gates.set('misalignment', () => Promise.reject(new Error('the secret cause')))
    const answer = await (await request()).text()
    expect(answer).not.toContain('secret')
    expect(answer).toContain('"code":"INTERNAL_SERVER_ERROR"')
    expect(String(logged.mock.calls)).toContain('secret')
    logged.mockRestore()
  })

  it('loses nothing but what fails', async () => {
    const response = await request(
      'multipart/mixed',
      `{ dataset(name: "seal-small") { audit { alignment { pairs } ... @defer {
        imprints(options: { features: ["nope"] }) { pairs }
        misalignment { pairs }
      } } } }`,
    )
    const payloads = payloadsIn(await response.text())
    expect(payloads[0].data).toEqual(ANSWER)
    expect(payloads.flatMap(({ incremental }) => incremental ?? [])).toMatchObject([
      {
        path: ['dataset', 'audit'],
        data: { imprints: null, misalignment: { pairs: expect.any(Number) } },
        errors: [{ path: ['dataset', 'audit', 'imprints'], extensions: { code: 'NOT_FOUND' } }],
      },
    ])
  })

  it('is refused to who takes no parts, or others than there are, and @stream to all', async () => {
    const refused = ['application/json', 'multipart/mixed;incrementalSpec=v0.2, application/json']
    for (const accept of refused) {
      const response = await request(accept)
      const { errors } = await response.json()
      expect([response.status, errors[0].extensions]).toEqual([406, { code: 'NOT_ACCEPTABLE' }])
      expect(errors[0].message).toContain('as multipart/mixed (deferSpec=20220824) or text/event-stream')
    }
    for (const accept of ['multipart/mixed;deferSpec=20220824', 'multipart/*', '*/*']) {
      const response = await request(accept)
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('"slow"')])
    }
    const { errors } = await api.answer('{ datasets @stream { name } }')
    expect(errors[0].message).toBe('Unknown directive "@stream".')
  })
})

describe('known documents', () => {
  const documents = new Map([
    ['alignment', ALIGNMENT],
    [sha256(ALIGNMENT), ALIGNMENT],
  ])
  const open = (persistedOnly: boolean) => {
    const { yoga, close } = openApi(api.url, openEngine(api.url, { workers: 1 }), {
      documents,
      persistedOnly,
    })
    onTestFinished(close)
    return async (parameters: Record<string, unknown>, method = 'POST') => {
      const strings = Object.entries(parameters).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ])
      const response =
        method === 'POST'
          ? await post(yoga, parameters)
          : await yoga.fetch(at(Object.fromEntries(strings)), { headers: json })
      const { data, errors } = await response.json()
      return data ?? { status: response.status, code: errors[0].extensions.code, message: errors[0].message }
    }
  }
  const hashed = (hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } })

  it.each(['GET', 'POST'])('are answered by hash and by name over %s', async (method) => {
    for (const only of [true, false]) {
      const ask = open(only)
      expect(await ask(hashed(sha256(ALIGNMENT)), method)).toEqual(ANSWER)
      expect(await ask({ documentId: 'alignment' }, method)).toEqual(ANSWER)
    }
  })

  it.each([true, false])('are the only ones if that is set: %s', async (only) => {
    const ask = open(only)
    const { code, status, ...data } = await ask({ query: ALIGNMENT })
    if (only) expect([status, code]).toEqual([400, 'PERSISTED_QUERY_ONLY'])
    else expect(data).toEqual(ANSWER)
    for (const unknown of [hashed(sha256('{ __typename }')), { documentId: 'nothing' }]) {
      expect(await ask(unknown)).toEqual({
        status: 400,
        code: 'PERSISTED_QUERY_NOT_FOUND',
        message: 'PersistedQueryNotFound: no document of this server has that hash or name; named: alignment',
      })
    }
    expect(await ask({ variables: {} })).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  })

  it('may be named with the algorithm of their hash, and beside their own text alone', async () => {
    const ask = open(false)
    const documentId = `sha256:${sha256(ALIGNMENT)}`
    expect(await ask({ documentId })).toEqual(ANSWER)
    expect(await ask({ documentId, query: ALIGNMENT })).toEqual(ANSWER)
    for (const id of [{ documentId }, { documentId: 'alignment' }, hashed(sha256(ALIGNMENT))])
      expect(await ask({ ...id, query: '{ __typename }' })).toMatchObject({
        status: 400,
        code: 'BAD_REQUEST',
      })

    // Others, once they have been sent with their hash, until too many have been.
    const query = '{ __typename }'
    const long = [1, 2].map((i) => `${query} # ${String(i).repeat(900_000)}`)
    for (const one of [query, ...long]) await ask({ ...hashed(sha256(one)), query: one })
    expect(await ask(hashed(sha256(long[1])))).toEqual({ __typename: 'Query' })
    expect(await ask(hashed(sha256(query)))).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' })
  })

  it('are read from files, once each, and known as clients print them', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'seal-documents-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    mkdirSync(path.join(folder, 'deep'))
    const written = '# One.\nquery One { datasets { name } }'
    writeFileSync(path.join(folder, 'deep', 'one.graphql'), written)
    writeFileSync(path.join(folder, 'notes.md'), 'not a document')
    const printed = 'query One {\n  datasets {\n    name\n  }\n}'
    const withTypenames = 'query One {\n  datasets {\n    name\n    __typename\n  }\n}'
    expect(readDocuments([folder, path.join(folder, 'missing')])).toEqual(
      new Map([
        ['one', written],
        ...[written, printed, withTypenames].map((text) => [sha256(text), text] as const),
      ]),
    )
    writeFileSync(path.join(folder, 'one.graphql'), '{ __typename }')
    expect(() => readDocuments([folder])).toThrow('two documents are called one')
  })

  it('that are committed are all valid', () => {
    for (const [name, document] of readDocuments()) {
      expect(validate(schema, parse(document)), name).toEqual([])
    }
  })
})

describe('an answer in none of the formats that are taken', () => {
  it.each([
    [ALIGNMENT, 'text/plain', 'application/json', 'application/graphql-response+json, application/json'],
    [
      'subscription { datasetRevised(name: "seal-small") { name } }',
      'application/graphql-response+json',
      'application/graphql-response+json',
      'a subscription is answered as text/event-stream',
    ],
  ])('%s as %s', async (query, accept, type, message) => {
    const response = await post(api.yoga, { query }, { accept })
    expect([response.status, response.headers.get('content-type')]).toEqual([406, `${type}; charset=utf-8`])
    expect((await response.json()).errors[0].message).toContain(message)
  })
})

describe('answers to who takes gzip', () => {
  const REGRESSION =
    '{ dataset(name: "seal-small") { audit { imprints { terms { title status estimate } } } } }'
  const ask = (headers: object, query = REGRESSION) =>
    api.yoga.fetch(at({ query }, 'http://test/graphql'), { headers: { ...json, ...headers } })

  it('are compressed if they are not small, under the same name', async () => {
    const plain = await ask({})
    const text = await plain.text()
    expect([plain.headers.get('content-encoding'), plain.headers.get('vary')]).toEqual([
      null,
      'accept-encoding, accept',
    ])
    const response = await ask({ 'accept-encoding': 'br, gzip' })
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(response.headers.get('content-length')).toBe(String(bytes.byteLength))
    expect(bytes.byteLength).toBeLessThan(text.length / 2)
    const { data } = JSON.parse(gunzipSync(bytes).toString())
    expect(data).toEqual(JSON.parse(text).data)
    expect(response.headers.get('etag')).toBe(plain.headers.get('etag'))
    const etag = response.headers.get('etag') as string
    expect((await ask({ 'accept-encoding': 'gzip', 'if-none-match': etag })).status).toBe(304)
  })

  it.each([
    ['is small', '{ __typename }', 'gzip'],
    ['is not wanted so', REGRESSION, 'gzip;q=0, br'],
  ])('stay as they are if one %s', async (_, query, encoding) => {
    const response = await ask({ 'accept-encoding': encoding }, query)
    expect(response.headers.get('content-encoding')).toBeNull()
    expect(await response.json()).toHaveProperty('data')
  })

  it('are not held back where they come in parts', async () => {
    const query = '{ dataset(name: "seal-small") { ... @defer { audit { imprints { terms { title } } } } } }'
    for (const accept of ['multipart/mixed', 'text/event-stream']) {
      const response = await ask({ accept, 'accept-encoding': 'gzip' }, query)
      expect(response.headers.get('content-encoding')).not.toBe('gzip')
      expect(await response.text()).toContain('"hasNext":false')
    }
  })

  it('that are not of GraphQL are compressed, too', async () => {
    const headers = { 'accept-encoding': 'gzip' }
    const response = await api.yoga.fetch('http://test/tables', { headers })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    const tables = JSON.parse(gunzipSync(Buffer.from(await response.arrayBuffer())).toString())
    expect(tables[0]).toHaveProperty('columns')
  })
})

describe('pages of other origins', () => {
  const A = 'https://a.example'
  const open = (corsOrigins: string[]) => {
    const { yoga, close } = openApi(api.url, openEngine(api.url, { workers: 1 }), { corsOrigins })
    onTestFinished(close)
    return async (path: string, origin: string, method = 'GET') => {
      const { headers } = await yoga.fetch(new URL(path, url).href, { method, headers: { ...json, origin } })
      return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control')))
    }
  }
  const paths = [at({ query: ALIGNMENT }), '/tables/seal-small/flips.csv', '/tables/seal-small/nothing.csv']

  it('may send what traces a request, and who asks', async () => {
    const { yoga, close } = openApi(api.url, openEngine(api.url, { workers: 1 }), { corsOrigins: [A] })
    onTestFinished(close)
    const asked =
      'content-type,traceparent,tracestate,baggage,apollographql-client-name,apollographql-client-version'
    const { status, headers } = await yoga.fetch('http://test/graphql', {
      method: 'OPTIONS',
      headers: {
        origin: A,
        'access-control-request-method': 'POST',
        'access-control-request-headers': asked,
      },
    })
    expect(status).toBe(204)
    const allowed = headers.get('access-control-allow-headers')?.split(', ')
    expect(allowed).toEqual(expect.arrayContaining(asked.split(',')))
  })

  it.each(paths)('may read %s if they are listed', async (path) => {
    const none = open([])
    expect(await none(path, A)).toEqual({})
    const some = open([A, 'http://b.example:8080'])
    for (const method of ['GET', 'OPTIONS']) {
      expect(await some(path, A, method)).toMatchObject({
        'access-control-allow-origin': A,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'etag, content-disposition, x-request-id',
      })
      for (const other of ['https://c.example', 'null', `${A}.c.example`, 'http://a.example']) {
        expect(await some(path, other, method)).toEqual({})
      }
    }
    const all = await open(['*'])(path, 'https://c.example')
    expect(all['access-control-allow-origin']).toBe('https://c.example')
    expect(all).not.toHaveProperty('access-control-allow-credentials')
  })
})

describe('datasetRevised as an EventSource reads it', () => {
  const query = 'subscription { datasetRevised(name: "seal-small") { revision } }'
  const open = () =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get(at({ query }), { headers: { accept: 'text/event-stream' } }, resolve).once('error', reject)
    })

  it('survives revisions, and ends when the client goes', async () => {
    const { revision } = (await api.ask('{ dataset(name: "seal-small") { revision } }')).dataset
    const response = await open()
    expect(response.headers['content-type']).toContain('text/event-stream')
    let events = ''
    response.setEncoding('utf8').on('data', (data) => {
      events += data
    })
    for (const [i, model] of ['one', 'two'].entries()) {
      await write(api.url, (context) =>
        ingestRewards(context, { dataset: 'seal-small', model, stage: 'PRE', file: SEAL_SMALL.pre }),
      )
      const event = `event: next\ndata: {"data":{"datasetRevised":{"revision":${revision + 1 + i}}}}\n\n`
      await vi.waitUntil(() => events.includes(event), { timeout: 10_000 })
    }
    // It is alive between events.
    expect(events.startsWith(':\n\n')).toBe(true)
    const watched = vi.spyOn(api.prisma.dataset, 'findMany')
    await vi.waitUntil(() => watched.mock.calls.length > 0, { timeout: 5000 })
    response.destroy()
    // It looks twice a second while anybody listens.
    const isQuiet = async () => {
      watched.mockClear()
      await wait(700)
      return watched.mock.calls.length === 0
    }
    await vi.waitUntil(isQuiet, { timeout: 5000 })
    watched.mockRestore()
  })
})
