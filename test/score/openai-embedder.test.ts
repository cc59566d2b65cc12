import { describe, expect, it, onTestFinished } from 'vitest'
import { type OpenAiEmbedderOptions, openOpenAiEmbedder } from '../../src/score/openai-embedder.ts'
import { similarities } from '../../src/score/similarity.ts'
import { cosineOf, startFakeEmbeddings, type Trouble, tokensOf } from '../remote/fake-embeddings.ts'

const KEY = 'sk-very-secret'
const ITEMS = Array.from({ length: 100 }, (_, id) => ({ id, original: `text ${id}`, rewritten: `txt ${id}` }))
const TEXTS = 2 * ITEMS.length

const start = async (...parameters: Parameters<typeof startFakeEmbeddings>) => {
  const server = await startFakeEmbeddings(...parameters)
  onTestFinished(server.close)
  return server
}

const options = (baseUrl: string, more: Partial<OpenAiEmbedderOptions> = {}): OpenAiEmbedderOptions => ({
  baseUrl,
  model: 'embedding-3',
  apiKey: KEY,
  encodingFormat: 'float',
  requestSize: 10,
  concurrency: 3,
  timeoutMs: 500,
  retries: 4,
  backoffMs: 10,
  ...more,
})

const compareAll = async (more: OpenAiEmbedderOptions, items = ITEMS, signal?: AbortSignal) => {
  const embedder = openOpenAiEmbedder(more)
  const found = new Map<number, number | string>()
  let error: Error | null = null
  try {
    for await (const batch of similarities(embedder, items, signal))
      for (const compared of batch) {
        expect(found.has(compared.item.id)).toBe(false)
        found.set(compared.item.id, 'value' in compared ? compared.value : compared.reason)
      }
  } catch (thrown) {
    error = thrown as Error
  }
  return { embedder, found, error }
}

const expectAll = (found: ReadonlyMap<number, number | string>) => {
  expect(found.size).toBe(ITEMS.length)
  for (const { id, original, rewritten } of ITEMS)
    expect(Math.abs((found.get(id) as number) - cosineOf(original, rewritten))).toBeLessThanOrEqual(1e-12)
}

describe('embeddings of a server', () => {
  it.each(['float', 'base64'] as const)('as %s are put in the order of the texts', async (encodingFormat) => {
    const server = await start()
    const { embedder, found, error } = await compareAll(options(server.url, { encodingFormat }))
    expect(error).toBeNull()
    expectAll(found)
    expect(server.asked).toHaveLength(TEXTS / 10)
    for (const { format, authorization } of server.asked)
      expect({ format, authorization }).toEqual({ format: encodingFormat, authorization: `Bearer ${KEY}` })
    expect(embedder.spent()).toBe(tokensOf(TEXTS))
    expect(embedder.provenance).toMatchObject({ backend: 'OPENAI', url: server.url, model: 'embedding-3' })
    expect(JSON.stringify(embedder.provenance)).not.toContain(KEY)
  })

  it('are asked for again after what passes', async () => {
    const passing: Trouble[] = [
      { status: 429, headers: { 'retry-after': '1' } },
      { status: 500 },
      'cut body',
      'one too few',
      'one index twice',
      'no vectors',
      'dropped',
      'silent',
    ]
    const server = await start({
      trouble: (request) => (request % 2 === 0 ? (passing[request / 2] ?? null) : null),
    })
    const { embedder, found, error } = await compareAll(options(server.url, { concurrency: 1 }))
    expect(error).toBeNull()
    expectAll(found)
    expect(server.asked).toHaveLength(TEXTS / 10 + passing.length)
    expect(server.asked[1].at - server.asked[0].at).toBeGreaterThanOrEqual(990)
    // Replies that are of no use are paid too.
    expect(embedder.spent()).toBe(tokensOf(TEXTS + 30))
  })

  it('of two lengths are refused, with what came before', async () => {
    const server = await start({ trouble: (request) => (request === 6 ? 'other length' : null) })
    const { found, error } = await compareAll(options(server.url, { concurrency: 1 }))
    expect(error?.message).toContain("the server's vectors have 16 numbers, and then 3: it is not one model")
    expect(found.size).toBe(30)
    expect(server.asked).toHaveLength(7)
  })

  it('without a cosine are listed, and so are texts that the server refuses', async () => {
    const server = await start({
      vector: (text) => (text === 'text 1' ? [0, 0] : text === 'txt 2' ? [1, null] : [1, 2]),
      trouble: (_, texts) =>
        texts.includes('text 3') ? { status: 400, body: { error: { message: 'too long' } } } : null,
    })
    const { found, error } = await compareAll(options(server.url), ITEMS.slice(0, 8))
    expect(error).toBeNull()
    expect([...found].sort(([a], [b]) => a - b)).toEqual([
      [0, expect.closeTo(1, 12)],
      [1, 'the original text has a vector of the length 0, so that no cosine is defined'],
      [2, 'the rewritten text has a vector of the length NaN, so that no cosine is defined'],
      [3, 'the original text: the server answers 400: too long'],
      ...[4, 5, 6, 7].map((id) => [id, expect.closeTo(1, 12)]),
    ])
  })

  it('stop when it is told to, with what was under way', async () => {
    const stop = new AbortController()
    const server = await start({
      trouble: (request) => {
        if (request === 4) stop.abort()
        return null
      },
      delayMs: 5,
    })
    const { found, error } = await compareAll(options(server.url, { concurrency: 2 }), ITEMS, stop.signal)
    expect(error).toBeNull()
    expect(server.asked.length).toBeLessThanOrEqual(6)
    expect(found.size).toBe(5 * server.asked.length)
  })

  it.each([401, 404])('are given up at once after %i, and nothing repeats the key', async (status) => {
    const server = await start({ trouble: () => ({ status, body: { error: { message: `no ${KEY}` } } }) })
    const { error } = await compareAll(options(server.url, { concurrency: 1 }))
    expect(error?.message).toContain(`${server.url}/embeddings: the server answers ${status}`)
    expect(error?.message).not.toContain(KEY)
    expect(server.asked).toHaveLength(1)
  })

  it.each(['http://user:pass@host/v1', 'http://host/v1?key=secret', 'ftp://host'])(
    'do not come from %s',
    (baseUrl) => {
      const open = () => openOpenAiEmbedder(options(baseUrl))
      expect(open).toThrow(/the base URL \(OPENAI_BASE_URL\) must/)
      expect(open).not.toThrow(/pass@|secret/)
    },
  )
})
