import { describe, expect, it, onTestFinished } from 'vitest'
import { openEngine } from '../../src/engine/engine.ts'
import { openApi } from '../../src/server/api.ts'
import { DEFAULT_SAFETY } from '../../src/server/safety.ts'
import { createToken } from '../../src/store/access-tokens.ts'
import { databases } from '../databases.ts'
import { ingestSealSmall, shared } from '../graphql/ask.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const HEALTH = { topic: ['Health and fitness'] }

describe.each(databases())('named slices over HTTP on $name', (on) => {
  const api = shared(ingestSealSmall, { on })
  const send = async (path: string, init: RequestInit = {}) => {
    const response = await api.yoga.fetch(`http://localhost/slices/${path}`, init)
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
  }
  const put = (name: string, body: unknown, headers: object = JSON_TYPE, dataset = 'seal-small') =>
    send(`${dataset}/${encodeURIComponent(name)}`, {
      method: 'PUT',
      headers: headers as HeadersInit,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const remove = (name: string) => send(`seal-small/${encodeURIComponent(name)}`, { method: 'DELETE' })
  const pairsIn = async (slice: string): Promise<number> => {
    const query = `query ($where: PairFilter) { dataset(name: "seal-small") { audit(where: $where) { coverage { pairs } } } }`
    return (await api.ask(query, { where: { slice } })).dataset.audit.coverage.pairs
  }

  it.each(['health', 'a/b %2F?#', '📏 “long”'])('are saved, read, replaced and removed: %j', async (name) => {
    const path = `seal-small/${encodeURIComponent(name)}`
    const created = await put(name, { where: HEALTH, description: 'About health.' })
    const pairs = await pairsIn(name)
    expect([created.status, created.body]).toEqual([
      201,
      { name, description: 'About health.', where: HEALTH, pairs, datasetPairs: 600 },
    ])
    const { status, body, headers } = await send(path)
    expect([status, body]).toEqual([200, { name, description: 'About health.', where: HEALTH }])
    const etag = String(headers.get('etag'))
    expect((await send(path, { headers: { 'if-none-match': etag } })).status).toBe(304)
    expect((await put(name, { where: { rowId: { lte: 9 } } })).status).toBe(200)
    expect((await send(path, { headers: { 'if-none-match': etag } })).body).toEqual({
      name,
      description: null,
      where: { rowId: { lte: 9 } },
    })
    expect(await pairsIn(name)).toBe(10)
    expect((await send('seal-small')).body.map((one: { name: string }) => one.name)).toEqual([name])
    expect(await remove(name)).toMatchObject({ status: 204, body: null })
    expect(await remove(name)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
    expect((await send(path)).body.message).toBe(`unknown named slice "${name}"; there is none yet`)
    expect((await send('seal-small')).body).toEqual([])
  })

  it.each([
    ['{', 400, 'BAD_REQUEST', /^the body: this is not JSON$/],
    ['[]', 400, 'BAD_REQUEST', /^the body must be a JSON object$/],
    [{ description: 'x' }, 400, 'INVALID_INPUT', /lacks "where"$/],
    [{ where: {}, name: 'x' }, 400, 'INVALID_INPUT', /without "name"$/],
    [{ where: {}, description: 7 }, 400, 'INVALID_INPUT', /^description: this must be a text/],
    [{ where: { tpic: [] } }, 400, 'INVALID_INPUT', /^where: .*"tpic"/],
    [{ where: { topic: ['x'] } }, 404, 'NOT_FOUND', /^slice "s": unknown topic "x"/],
    [{ where: { slice: 's' } }, 400, 'INVALID_INPUT', /^slice "s" is a part of itself: s → s$/],
    [{ where: { text: 'x'.repeat(100_001) } }, 400, 'LIMIT_EXCEEDED', /MAX_FILTER_BYTES/],
    [`{"where": {"text": "${'x'.repeat(1_000_000)}"}}`, 413, 'LIMIT_EXCEEDED', /MAX_BODY_BYTES/],
  ])('refuse %j', async (body, status, code, message) => {
    expect(await put('s', body)).toMatchObject({
      status,
      body: { code, message: expect.stringMatching(message) },
    })
    expect((await send('seal-small')).body).toEqual([])
  })

  it('refuse other methods, types, datasets, and names that others are made of', async () => {
    expect((await put('s', '{"where": {}}', { 'content-type': 'text/plain' })).status).toBe(415)
    const post = await send('seal-small/s', { method: 'POST', headers: JSON_TYPE, body: '{"where": {}}' })
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS, PUT, DELETE'])
    expect((await send('seal-small', { method: 'DELETE' })).status).toBe(405)
    expect(await put('s', { where: {} }, JSON_TYPE, 'nothing')).toMatchObject({
      status: 404,
      body: { message: 'unknown dataset "nothing"; known: seal-small' },
    })
    expect((await put('%', { where: {} })).status).toBe(201)
    expect((await send('seal-small/%')).body.code).toBe('INVALID_INPUT')
    expect((await put('made', { where: { not: { slice: '%' } } })).status).toBe(201)
    expect(await remove('%')).toMatchObject({ status: 409, body: { code: 'CONFLICT' } })
    expect(await pairsIn('made')).toBe(0)
    expect((await remove('made')).status).toBe(204)
    expect((await remove('%')).status).toBe(204)
  })

  it('are not changed by pages of other origins, even of those that may read', async () => {
    const origin = 'https://a.example'
    const { yoga, close } = openApi(api.url, openEngine(api.url, { workers: 1 }), { corsOrigins: [origin] })
    onTestFinished(close)
    for (const method of ['PUT', 'DELETE'])
      for (const site of ['cross-site', 'same-site', 'same-origin']) {
        const response = await yoga.fetch('http://localhost/slices/seal-small/s', {
          method,
          headers: { ...JSON_TYPE, origin, 'sec-fetch-site': site, 'sec-fetch-mode': 'cors' },
          body: method === 'PUT' ? '{"where": {}}' : undefined,
        })
        const expected = site !== 'same-origin' ? 403 : method === 'PUT' ? 201 : 204
        expect([method, site, response.status]).toEqual([method, site, expected])
      }
  })

  it('of two who change them at once both are heard', async () => {
    const names = Array.from({ length: 6 }, (_, index) => `s${index}`)
    const saved = await Promise.all(names.map((name) => put(name, { where: HEALTH })))
    expect(saved.map(({ status }) => status)).toEqual(names.map(() => 201))
    expect((await send('seal-small')).body).toHaveLength(6)
    // Each alone would do; both together are none.
    const crossing = await Promise.all([
      put('s0', { where: { slice: 's1' } }),
      put('s1', { where: { slice: 's0' } }),
    ])
    expect(crossing.map(({ status }) => status).sort()).toEqual([200, 400])
    for (const name of [...names, ...names]) await remove(name)
    expect((await send('seal-small')).body).toEqual([])
  })

  it('need a token that may write once there is one', async () => {
    const { yoga, close } = openApi(api.url, openEngine(api.url, { workers: 1 }), {
      safety: DEFAULT_SAFETY,
      policy: 'ALWAYS',
    })
    onTestFinished(close)
    const statusFor = async (scope: 'READ' | 'WRITE' | null, method: string) => {
      const token = scope && (await createToken(api.prisma, { name: `${scope} ${method}`, scope }))
      const response = await yoga.fetch('http://localhost/slices/seal-small/s', {
        method,
        headers: { ...JSON_TYPE, ...(token && { authorization: `Bearer ${token}` }) },
        body: method === 'PUT' ? '{"where": {}}' : undefined,
      })
      return response.status
    }
    for (const method of ['PUT', 'GET', 'DELETE']) {
      expect(await statusFor(null, method)).toBe(401)
      if (method !== 'GET') expect(await statusFor('READ', method)).toBe(403)
      expect(await statusFor('WRITE', method)).toBe({ PUT: 201, GET: 200, DELETE: 204 }[method])
    }
  })
})
