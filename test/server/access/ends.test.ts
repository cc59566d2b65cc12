import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Engine } from '../../../src/engine/engine.ts'
import { ingestRewards } from '../../../src/pipeline/ingest-rewards.ts'
import { createToken, revokeToken } from '../../../src/store/access-tokens.ts'
import { databases } from '../../databases.ts'
import { ingestSealSmall, post, shared, write } from '../../graphql/ask.ts'
import { tempFile } from '../../pipeline/files.ts'

const REVISED = 'subscription { datasetRevised(name: "seal-small") { revision } }'
const DEFERRED = '{ dataset(name: "seal-small") { name ... @defer { audit { alignment { pairs } } } } }'

/** A server on SQLite looks twice a second. */
const PATIENCE = { timeout: 60_000, interval: 20 }

describe.each(databases())('who may have it no longer, on $name', (on) => {
  /** What happens before a question is answered. */
  let before: (question: string, nth: number) => Promise<unknown> = async () => undefined
  const asked = vi.fn()
  const gated = (engine: Engine): Engine => ({
    ...engine,
    ask: async (scope, question, args, asker) => {
      asked(question)
      await before(question, asked.mock.calls.filter(([other]) => other === question).length)
      return engine.ask(scope, question, args, asker)
    },
  })
  const api = shared(ingestSealSmall, { on, change: gated })
  afterEach(() => {
    before = async () => undefined
    asked.mockClear()
  })

  let made = 0
  /** A token's header, and what ends it. */
  const token = async () => {
    const name = `token ${made++}`
    const text = await createToken(api.prisma, { name, scope: 'READ' })
    return {
      headers: { authorization: `Bearer ${text}` },
      revoke: () => revokeToken(api.prisma, name),
      expire: () => api.prisma.accessToken.update({ where: { name }, data: { expiresAt: new Date(0) } }),
    }
  }
  let scores = 0
  const revise = () =>
    write(api.url, async (context) => {
      const file = tempFile(`row_id,chosen_score,rejected_score\n0,${++scores},0\n`)
      await ingestRewards(context, { dataset: 'seal-small', model: 'more', stage: 'POST', file })
    })

  /** A subscription that watches: what it has been sent so far grows. */
  const subscribe = async (headers = {}) => {
    const response = await post(api.yoga, { query: REVISED }, { accept: 'text/event-stream', ...headers })
    expect(response.status).toBe(200)
    const sent = { text: '', over: Promise.resolve() }
    const reader = response.body!.getReader()
    const decoder = new TextDecoder()
    const read = async () => {
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return
        sent.text += decoder.decode(value, { stream: true })
      }
    }
    onTestFinished(() => reader.cancel())
    sent.over = read()
    // It compares with what it has found at its beginning.
    await vi.waitUntil(async () => {
      await revise()
      return sent.text.includes('"revision"')
    }, PATIENCE)
    sent.text = ''
    return sent
  }

  it('hears nothing more of a subscription that began before there were tokens', async () => {
    const sent = await subscribe()
    const { headers } = await token()
    await sent.over
    expect(sent.text).toContain('"code":"UNAUTHENTICATED"')
    expect(sent.text).toContain('this needs a token')
    // Who has one goes on.
    const other = await subscribe(headers)
    await revise()
    await vi.waitUntil(() => other.text.includes('"revision"'), PATIENCE)
  })

  it.each(['revoke', 'expire'] as const)('hears nothing more of a subscription: %s', async (how) => {
    const [one, another] = [await token(), await token()]
    const [sent, other] = [await subscribe(one.headers), await subscribe(another.headers)]
    const { revision } = await api.prisma.dataset.findFirstOrThrow()
    await one[how]()
    await revise()
    await sent.over
    // What came before may have been on its way.
    for (const [, heard] of sent.text.matchAll(/"revision":(\d+)/g))
      expect(Number(heard)).toBeLessThanOrEqual(revision)
    expect(sent.text).toMatch(how === 'revoke' ? /this token has been revoked/ : /this token has expired/)
    await vi.waitUntil(() => other.text.includes(`"revision":${revision + 1}`), PATIENCE)
  })

  it('hears so while nothing happens', async () => {
    const { headers, revoke } = await token()
    const sent = await subscribe(headers)
    await revoke()
    await sent.over
    expect(sent.text).toContain('this token has been revoked')
  })

  it('gets no part of a deferred answer', async () => {
    const { headers, revoke } = await token()
    before = () => revoke()
    const response = await post(api.yoga, { query: DEFERRED }, { accept: 'multipart/mixed', ...headers })
    const text = await response.text()
    expect(text).toContain('"name":"seal-small"')
    expect(text).toContain('this token has been revoked')
    expect(text).not.toContain('"pairs"')
  })

  it('gets no more of a table', async () => {
    const { headers, revoke } = await token()
    before = async (question, nth) => question === 'pairTable' && nth === 2 && revoke()
    const get = (path: string) => api.yoga.fetch(`http://localhost${path}`, { method: 'GET', headers })
    const response = await get('/tables/seal-small/pairs.csv')
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow('this token has been revoked')
    expect(asked.mock.calls.length).toBeLessThan(4)
    expect((await get('/tables/seal-small/pairs.csv')).status).toBe(401)
  })
})
