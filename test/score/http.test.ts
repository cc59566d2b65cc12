import { describe, expect, it, onTestFinished } from 'vitest'
import { messagesOf } from '../../src/domain/conversation.ts'
import { type HttpOptions, openHttpScorer } from '../../src/score/http.ts'
import { HTTP_FORMATS } from '../../src/score/http-formats.ts'
import { type Mischief, scoreOf, startFakeServer } from './fake-server.ts'
import { conversations } from './texts.ts'

const ITEMS = conversations(200, 3)
const TOKEN = 'hf_very-secret'

const start = async (...parameters: Parameters<typeof startFakeServer>) => {
  const server = await startFakeServer(...parameters)
  onTestFinished(server.close)
  return server
}

const options = (url: string, more: Partial<HttpOptions> = {}): HttpOptions => ({
  url,
  format: 'text-embeddings-inference',
  requestSize: 10,
  backoffMs: 10,
  timeoutMs: 500,
  token: TOKEN,
  ...more,
})

const scoreAll = async (more: HttpOptions, items = ITEMS, signal?: AbortSignal) => {
  const scorer = await openHttpScorer(more)
  const scores = new Map<number, number>()
  const refused = new Map<number, string>()
  let error: Error | null = null
  try {
    for await (const batch of scorer.score(items, signal)) {
      for (const scored of batch) {
        expect(scores.has(scored.item.id) || refused.has(scored.item.id)).toBe(false)
        if ('value' in scored) scores.set(scored.item.id, scored.value)
        else refused.set(scored.item.id, scored.reason)
      }
    }
  } catch (thrown) {
    error = thrown as Error
  }
  return { scorer, scores, refused, error }
}

const expected = (items = ITEMS) => new Map(items.map(({ id, text }) => [id, scoreOf(text)]))
const sorted = <T>(map: Map<number, T>) => [...map].sort(([a], [b]) => a - b)

/** How often each text has been scored. */
const timesScored = (server: Awaited<ReturnType<typeof start>>) => {
  const times = new Map<string, number>()
  for (const { texts, ok } of server.asked)
    if (ok) for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1)
  return times
}

describe.each(HTTP_FORMATS)('%s', (format) => {
  it('gives every text its score, in as many requests as there must be', async () => {
    const server = await start()
    const { scores, error, scorer } = await scoreAll(
      options(server.url, { format, model: 'served', concurrency: 3, revision: 'r1' }),
    )
    expect(error).toBeNull()
    expect(sorted(scores)).toEqual(sorted(expected()))
    expect(server.asked).toHaveLength(20)
    expect(server.asked.every(({ token }) => token === `Bearer ${TOKEN}`)).toBe(true)
    expect(server.mostAtOnce()).toBe(3)
    expect(scorer.provenance).toMatchObject({ url: server.url, format, revision: 'r1' })
    expect(scorer.provenance.maxLength).toBe(format.startsWith('vllm') ? 4096 : 512)
    expect(JSON.stringify(scorer.provenance)).not.toContain(TOKEN)
  })

  it('asks again after what passes, and pays for nothing twice', async () => {
    const passing: Mischief[] = [
      { status: 429, headers: { 'retry-after': '0' } },
      { status: 500 },
      { drop: 'before' },
      { status: 503 },
      { drop: 'middle' },
      { silent: true },
      { status: 408 },
    ]
    const server = await start((request) => (request % 3 === 0 ? (passing[request / 3] ?? null) : null))
    const { scores, refused, error } = await scoreAll(options(server.url, { format, model: 'served' }))
    expect(error).toBeNull()
    expect(sorted(scores)).toEqual(sorted(expected()))
    expect(refused.size).toBe(0)
    expect(server.asked).toHaveLength(20 + passing.length)
    const times = timesScored(server)
    expect(times.size).toBe(new Set(ITEMS.map(({ text }) => text)).size)
    expect([...times.values()].every((count) => count === 1)).toBe(true)
  })
})

describe('an HTTP scorer', () => {
  it.each(['vllm-classify', 'vllm-pooling'] as const)('sends messages to %s', async (format) => {
    const server = await start()
    const items = [...ITEMS.slice(0, 8), { id: 999, text: 'no turns' }]
    const { scores, refused } = await scoreAll(
      options(server.url, { format, model: 'served', messages: true }),
      items,
    )
    const chat = (text: string) =>
      messagesOf(text)!
        .map(({ role, content }) => `${role}:${content}`)
        .join('|')
    expect(sorted(scores)).toEqual(ITEMS.slice(0, 8).map(({ id, text }) => [id, scoreOf(chat(text))]))
    expect([...refused]).toEqual([[999, 'it does not begin with a turn, so it is no list of messages']])
  })

  it('waits as long as Retry-After says', async () => {
    const server = await start((request) =>
      request === 0 ? { status: 429, headers: { 'retry-after': '1' } } : null,
    )
    const { scores } = await scoreAll(options(server.url), ITEMS.slice(0, 10))
    expect(scores.size).toBe(10)
    expect(server.asked).toHaveLength(2)
    expect(server.asked[1].at - server.asked[0].at).toBeGreaterThanOrEqual(990)
  })

  it.each([401, 403, 404, 302])('never asks again after %i', async (status) => {
    const body = `you sent ${TOKEN}\n\u001b[31m`
    const server = await start((request) => (request === 4 ? { status, body } : null))
    const { scores, error } = await scoreAll(options(server.url, { concurrency: 2 }))
    expect(error?.message).toContain(`${server.url}/predict: the server answers ${status}: `)
    for (const never of ['very-secret', '\u001b', '\n']) expect(error?.message).not.toContain(never)
    // What was under way beside it has come back.
    expect(scores.size).toBe(10 * server.asked.filter(({ ok }) => ok).length)
    expect(server.asked.length).toBeLessThanOrEqual(6)
  })

  it.each([400, 413, 422, 424])('finds the texts that are refused with %i', async (status) => {
    const bad = new Set([ITEMS[3].text, ITEMS[17].text, ITEMS[18].text])
    const server = await start((_, texts) =>
      texts.some((text) => bad.has(text)) ? { status, body: 'input is too long' } : null,
    )
    const { scores, refused, error } = await scoreAll(options(server.url))
    expect(error).toBeNull()
    expect(sorted(refused)).toEqual(
      [3, 17, 18].map((id) => [id, `the server answers ${status}: input is too long`]),
    )
    expect(scores.size).toBe(ITEMS.length - 3)
    expect([...timesScored(server).values()].every((count) => count === 1)).toBe(true)
  })

  it('gives up on a server that refuses everything, and on one that stays broken', async () => {
    const refusing = await start(() => ({ status: 422, body: 'what is that' }))
    const all = await scoreAll(options(refusing.url))
    expect(all.error?.message).toContain('refuses everything: the server answers 422: what is that')
    expect(refusing.asked.length).toBeLessThan(200)

    const broken = await start((request) => (request >= 5 ? { status: 500 } : null))
    const some = await scoreAll(options(broken.url, { retries: 2, concurrency: 1 }))
    expect(some.error?.message).toMatch(/\/predict failed 3 times, at last: the server answers 500/)
    expect(some.scores.size).toBe(50)
    expect(broken.asked).toHaveLength(5 + 3)
  })

  it.each(['nonsense', '{}', '[[{"score": 1}]]', '[]', 'null'])(
    'does not take %s for scores',
    async (answer) => {
      const server = await start(() => ({ answer }))
      const { scores, error } = await scoreAll(options(server.url))
      expect(scores.size).toBe(0)
      expect(error?.message).toMatch(/no JSON|one number for each/)
    },
  )

  it.each([[[0, 0]], [[1, 1]], [[-1, 0]], [[1, 2]], [[0, undefined]], [['0', '1']], [[0.5, 1]]])(
    'does not take scores that are numbered otherwise than the texts: %j',
    async (indices) => {
      const data = indices.map((index, at) => ({ index, probs: [at] }))
      const server = await start(() => ({ answer: JSON.stringify({ data }) }))
      const { scores, error } = await scoreAll(
        options(server.url, { format: 'vllm-classify', model: 'served' }),
        ITEMS.slice(0, 2),
      )
      expect(scores.size).toBe(0)
      expect(error?.message).toContain('where answers are numbered, each text has its own number')
    },
  )

  it('lists scores that are no numbers', async () => {
    const server = await start(() => ({ answer: '[[{"score": null}], [{"score": 2}]]' }))
    const { scores, refused } = await scoreAll(options(server.url), ITEMS.slice(0, 2))
    expect([...scores]).toEqual([[1, 2]])
    expect([...refused]).toEqual([[0, "the server's score is null"]])
  })

  it('that is told to stop waits for what is under way, and for no pause', async () => {
    const stop = new AbortController()
    const server = await start((request) => {
      if (request === 3) setTimeout(() => stop.abort(), 20)
      return request === 3 ? { status: 429, headers: { 'retry-after': '100' } } : null
    })
    const begun = performance.now()
    const { scores, error } = await scoreAll(options(server.url, { concurrency: 1 }), ITEMS, stop.signal)
    expect(performance.now() - begun).toBeLessThan(5000)
    expect(error).toBeNull()
    expect(scores.size).toBe(30)
    expect(server.asked).toHaveLength(4)
  })

  it.each(['ftp://host', 'nonsense', 'http://user:pass@host', 'http://host/?key=secret'])(
    'does not take the address %s',
    async (url) => {
      const error = await openHttpScorer(options(url)).catch((thrown) => thrown)
      expect(error.code).toBe('INVALID_INPUT')
      expect(error.message).not.toMatch(/pass@|secret/)
    },
  )
})
