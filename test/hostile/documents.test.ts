import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openEngine } from '../../src/engine/engine.ts'
import { FIGURES } from '../../src/figures/figures.ts'
import { openApi } from '../../src/server/api.ts'
import { DEFAULT_LIMITS } from '../../src/server/limits/limits.ts'
import { DEFAULT_SAFETY } from '../../src/server/safety.ts'
import { type Dump, databases, dump, openAll } from '../databases.ts'
import { ingestSealSmall, type Problem, SQLITE, shared } from '../graphql/ask.ts'
import { type Sent, sent } from './documents.ts'

const AT_ONCE = 4
/** Of one answer; the machine that runs tests does other things beside. */
const LIMIT_S = 4
const GRACE_S = 4
const MEMORY_MB = 700

const logged = vi.spyOn(console, 'error')

const CODES =
  /"code":"(INVALID_INPUT|NOT_FOUND|LIMIT_EXCEEDED|BAD_REQUEST|GRAPHQL_\w+|PERSISTED_QUERY_\w+|UNAVAILABLE|OPERATION_RESOLUTION_FAILURE)"/
const INTERNALS =
  /\bat [\w.<>]+ \(|node_modules|\/src\/|\.ts:\d|SELECT |INSERT |sqlite|prisma|postgres(?!ql)|INTERNAL_SERVER_ERROR/i

const requestOf = (one: Sent, index: number): [string, RequestInit] => {
  const accept = [
    'application/json',
    'application/graphql-response+json',
    'multipart/mixed',
    'text/event-stream',
  ][index % 7 < 4 ? index % 7 : 0]
  if ('body' in one) {
    const headers = { 'content-type': 'application/json', accept }
    return ['http://localhost/graphql', { method: 'POST', headers, body: Buffer.from(one.body) }]
  }
  const { kind, ...body } = one
  const asText = JSON.stringify(body)
  if (index % 3 === 0 && asText.length < 6000) {
    const parameters = Object.entries(body).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? value : `${JSON.stringify(value)}`]],
    )
    // Lone surrogates have no form in an address.
    return [`http://localhost/graphql?${new URLSearchParams(parameters)}`, { headers: { accept } }]
  }
  return [
    'http://localhost/graphql',
    { method: 'POST', headers: { 'content-type': 'application/json', accept }, body: asText },
  ]
}

const [, postgres] = databases()

describe.each([
  { kind: 'COLUMNS' as const, on: SQLITE, count: 800, seed: 6 },
  ...(postgres ? [{ kind: 'SQL' as const, on: postgres, count: 200, seed: 7 }] : []),
])('$count hostile documents, with $kind', ({ kind, on, count, seed }) => {
  const api = shared(ingestSealSmall, { on, kind })
  let hostile: ReturnType<typeof openApi>
  let before: Dump
  const database = async () => {
    const all = await openAll(api.url)
    return dump(all.connection).finally(all.close)
  }
  beforeAll(async () => {
    before = await database()
    const safety = { ...DEFAULT_SAFETY, limits: { ...DEFAULT_LIMITS, seconds: LIMIT_S } }
    hostile = openApi(api.url, openEngine(api.url, { workers: 2, kind }), { safety })
  })
  afterAll(() => hostile.close())

  it('no figure of a slice that is none leaves a failure that nobody takes', async () => {
    const names = Object.keys(FIGURES)
    const slice = '{ feature: { name: "nothing", scope: EITHER } }'
    const figures = names.map((name) => `${name}: figure(name: ${name})`).join(' ')
    const query = `{ dataset(name: "seal-small") { audit(where: ${slice}) { ${figures} } } }`
    const { errors } = await api.answer(query)
    expect(errors.map(({ extensions }: Problem) => extensions?.code)).toEqual(names.map(() => 'NOT_FOUND'))
    // The test runner fails where a failure has no taker.
    await wait(200)
  })

  const receive = async (one: Sent, index: number) => {
    const [url, init] = requestOf(one, index)
    const leaving = new AbortController()
    const begun = performance.now()
    const response = await hostile.yoga.fetch(url, { ...init, signal: leaving.signal })
    const endless = response.headers.get('content-type')?.startsWith('text/event-stream')
    // A subscription that was taken has no end.
    const text = await (endless ? Promise.race([response.text(), wait(500, '')]) : response.text())
    const seconds = (performance.now() - begun) / 1000
    leaving.abort()
    return { status: response.status, text, seconds }
  }

  it('are each answered in time, or refused with a reason, and harm nothing', {
    timeout: 240_000,
  }, async () => {
    const all = fc.sample(sent, { numRuns: count, seed })
    const resting = process.memoryUsage().rss
    let [answered, refused, slowest, largest] = [0, 0, 0, 0]
    for (let start = 0; start < count; start += AT_ONCE) {
      const some = all.slice(start, start + AT_ONCE)
      await Promise.all(
        some.map(async (one, offset) => {
          const what = `${start + offset}: ${one.kind}`
          const { status, text, seconds } = await receive(one, start + offset)
          slowest = Math.max(slowest, seconds)
          expect(seconds, what).toBeLessThan(LIMIT_S + GRACE_S)
          expect([200, 400, 406, 413], what).toContain(status)
          expect(text, what).not.toMatch(INTERNALS)
          for (const code of text.match(/"code":"\w+"/g) ?? []) expect(code, what).toMatch(CODES)
          if (/"data":\{/.test(text)) answered++
          else refused++
        }),
      )
      largest = Math.max(largest, process.memoryUsage().rss)
      expect(logged.mock.calls, `${start}: ${some.map(({ kind }) => kind)}`).toEqual([])
    }
    const grown = Math.round((largest - resting) / 1e6)
    console.info(`${answered} answered, ${refused} refused; slowest ${slowest.toFixed(1)} s; +${grown} MB`)
    expect(answered).toBeGreaterThan(count * 0.1)
    expect(refused).toBeGreaterThan(count * 0.1)
    expect(grown).toBeLessThan(MEMORY_MB)
    // It is as it was, and so is what it serves.
    const { text } = await receive(
      { kind: 'good', query: '{ dataset(name: "seal-small") { pairCount } }' },
      1,
    )
    expect(JSON.parse(text).data).toEqual({ dataset: { pairCount: 600 } })
    expect(await database()).toEqual(before)
  })
})
