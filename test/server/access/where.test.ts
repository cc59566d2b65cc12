import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { readConfig } from '../../../src/server/config.ts'
import { DEFAULT_SAFETY, policyOf, readSafety } from '../../../src/server/safety.ts'
import { type Server, startServer } from '../../../src/server/server.ts'
import { createToken } from '../../../src/store/access-tokens.ts'
import { openAll } from '../../databases.ts'
import { SQLITE } from '../../graphql/ask.ts'

const WAYS_OUT =
  /make one with npm run token -- create --name NAME --scope read, or let everybody in with npm run serve -- --insecure$/

describe('where a server listens', () => {
  const none = async () => false
  const some = async () => true

  it.each(['127.0.0.1', '127.8.9.10', '::1', 'localhost'])('%s needs no token', async (host) => {
    expect(await policyOf(host, DEFAULT_SAFETY, none)).toBe('ONCE_THERE_IS_ONE')
  })

  it.each(['0.0.0.0', '::', '192.0.2.1', '::ffff:10.0.0.1', '2001:db8::1'])('%s needs one', async (host) => {
    const answer = policyOf(host, DEFAULT_SAFETY, none)
    await expect(answer).rejects.toThrow(WAYS_OUT)
    await expect(answer).rejects.toThrow(`HOST is ${host}, which other machines reach`)
    expect(await policyOf(host, DEFAULT_SAFETY, some)).toBe('ALWAYS')
    expect(await policyOf(host, { ...DEFAULT_SAFETY, insecure: true }, none)).toBe('NEVER')
  })

  it('behind a name that others know it needs one, too', async () => {
    const safety = { ...DEFAULT_SAFETY, allowedHosts: ['seal.example'] }
    await expect(policyOf('127.0.0.1', safety, none)).rejects.toThrow(WAYS_OUT)
    expect(await policyOf('127.0.0.1', safety, some)).toBe('ALWAYS')
  })

  it('does not start elsewhere without a token, and does with one, for its holder', async () => {
    const { url, drop } = await SQLITE.create()
    onTestFinished(drop)
    const config = { ...readConfig({}), databaseUrl: url, host: '0.0.0.0', port: 0 }
    await expect(startServer(config)).rejects.toMatchObject({ code: 'INVALID_INPUT', message: WAYS_OUT })
    const all = await openAll(url)
    const token = await createToken(all.prisma, { name: 'a', scope: 'READ' })
    await all.close()
    const server = await startServer(config)
    onTestFinished(server.close)
    const ask = (headers = {}) =>
      fetch(server.url.replace('0.0.0.0', '127.0.0.1'), {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: '{ datasets { name } }' }),
      })
    expect((await ask()).status).toBe(401)
    const answer = await ask({ authorization: `Bearer ${token}` })
    expect([answer.status, (await answer.json()).data]).toEqual([200, { datasets: [] }])
  })

  it('answers everybody where it was told to', async () => {
    const { url, drop } = await SQLITE.create()
    onTestFinished(drop)
    const safety = { ...DEFAULT_SAFETY, insecure: true }
    const server = await startServer({ databaseUrl: url, host: '0.0.0.0', port: 0, safety })
    onTestFinished(server.close)
    const address = server.url.replace('0.0.0.0', '127.0.0.1')
    expect((await fetch(`${address}?query={datasets{name}}`)).status).toBe(200)
  })
})

describe('a server on loopback', () => {
  let server: Server
  let closing: () => Promise<void>
  beforeAll(async () => {
    const { url, drop } = await SQLITE.create()
    const config = readConfig({ CORS_ORIGINS: 'https://listed.example' })
    server = await startServer({ ...config, databaseUrl: url, port: 0 })
    closing = async () => {
      await server.close()
      await drop()
    }
  })
  afterAll(() => closing())

  type Headers = Record<string, string>
  const ask = (
    headers: Headers,
    { path = '/graphql?query={datasets{name}}', method = 'GET', body = '' } = {},
  ) =>
    new Promise<{ status?: number; text: string; headers: NodeJS.Dict<string | string[]> }>(
      (resolve, reject) => {
        const { hostname, port } = new URL(server.url)
        const asking = request({ hostname, port, path, method, headers }, async (response) => {
          let text = ''
          for await (const part of response.setEncoding('utf8')) text += part
          resolve({ status: response.statusCode, text, headers: response.headers })
        })
        asking.once('error', reject).end(body)
      },
    )
  const PATHS = ['/graphql?query={datasets{name}}', '/tables', '/figures']

  it.each(['localhost', 'localhost:4000', 'seal.localhost', '127.0.0.1', '[::1]:80', '10.1.2.3:4000'])(
    'is called %s',
    async (host) => {
      for (const path of PATHS) expect((await ask({ host }, { path })).status).toBe(200)
    },
  )

  // A name of somebody else's that means this machine: the page of that name would be of this origin.
  it.each(['evil.example', 'evil.example:4000', 'localhost.evil.example', '127.0.0.1.evil.example'])(
    'is not called %s',
    async (host) => {
      for (const path of PATHS) {
        const { status, text } = await ask({ host }, { path })
        expect(status, path).toBe(403)
        expect(JSON.parse(text)).toEqual({
          code: 'FORBIDDEN',
          message: `this server is not called ${JSON.stringify(host)}; ALLOWED_HOSTS lists the names that it has`,
        })
      }
    },
  )

  it.each(['local host', '@', 'a:b:c'])('answers to no name that is none: %s', async (host) => {
    const { status, text } = await ask({ host })
    expect([status, JSON.parse(text).code]).toEqual([400, 'INVALID_INPUT'])
  })

  const site = (value: string, mode: string, more = {}) => ({
    'sec-fetch-site': value,
    'sec-fetch-mode': mode,
    accept: 'application/json',
    ...more,
  })
  const listed = { origin: 'https://listed.example' }
  const other = { origin: 'https://other.example' }
  it.each([
    ['its own page', site('same-origin', 'cors'), 200],
    ['an address typed in', site('none', 'navigate'), 200],
    ['a link from elsewhere', site('cross-site', 'navigate'), 200],
    ['no browser', {}, 200],
    ['a page that CORS_ORIGINS lists', site('cross-site', 'cors', listed), 200],
    ['a page of another origin', site('cross-site', 'cors', other), 403],
    ['an image or a script of another page', site('cross-site', 'no-cors'), 403],
    ['a page on a neighbouring name', site('same-site', 'cors', other), 403],
  ])('a query of %s', async (_, headers, expected) => {
    const { status, text } = await ask(headers)
    expect(status).toBe(expected)
    if (status === 403)
      expect(JSON.parse(text).errors[0].message).toContain('CORS_ORIGINS lists those that may')
  })

  it('shows tables and figures inside other pages', async () => {
    for (const path of ['/tables', '/figures'])
      expect((await ask(site('cross-site', 'no-cors'), { path })).status).toBe(200)
  })

  it.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    '',
    'application/graphql',
  ])('takes no POST of %j: a form of any page could send it', async (type) => {
    const body = type.includes('urlencoded') ? 'query={datasets{name}}' : '{"query": "{ datasets { name } }"}'
    const headers = type ? { 'content-type': type } : ({} as Headers)
    const { status, text } = await ask(headers, { method: 'POST', path: '/graphql', body })
    expect([status, text]).toEqual([415, expect.stringContaining('POST takes application/json')])
  })

  it('says with everything what browsers may do with it', async () => {
    const cases: [string, Headers, number][] = [
      ['/graphql?query={datasets{name}}', {}, 200],
      ['/graphql', { accept: 'text/html' }, 200],
      ['/graphql?query={', {}, 400],
      ['/tables', {}, 200],
      ['/tables/x/y', {}, 404],
      ['/figures', { host: 'evil.example' }, 403],
      ['/health', {}, 200],
      ['/nothing', {}, 404],
    ]
    for (const [path, more, expected] of cases) {
      const { status, headers } = await ask(
        { accept: 'application/graphql-response+json', ...more },
        { path },
      )
      expect(status, path).toBe(expected)
      expect(headers, path).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      })
      if (more.accept !== 'text/html')
        expect(headers['content-security-policy'], path).toContain("default-src 'none'")
    }
  })
})

describe('settings', () => {
  it('have defaults, and are read', () => {
    expect(readSafety({})).toEqual(DEFAULT_SAFETY)
    expect(
      readSafety({
        ALLOWED_HOSTS: 'Seal.example, b',
        INTROSPECTION: 'false',
        GRAPHIQL: 'false',
        MAX_DEPTH: '7',
      }),
    ).toEqual({
      limits: { ...DEFAULT_SAFETY.limits, depth: 7 },
      insecure: false,
      allowedHosts: ['seal.example', 'b'],
      introspection: false,
      graphiql: false,
    })
  })

  it.each([
    [{ MAX_DEPTH: '0' }, 'MAX_DEPTH must be a whole number from 1 to 200, not "0"'],
    [{ MAX_COST: '1e9' }, 'MAX_COST must be a whole number from 1 to 1000000000, not "1e9"'],
    [{ MAX_SECONDS: '-1' }, 'MAX_SECONDS must be a whole number from 1 to 86400, not "-1"'],
    [{ MAX_PAGE: '1001' }, 'MAX_PAGE must be a whole number from 1 to 1000, not "1001"'],
    [{ ALLOWED_HOSTS: 'a.example:80' }, 'without ports, or *, not "a.example:80"'],
    [{ GRAPHIQL: 'no' }, 'GRAPHIQL must be true or false, not "no"'],
  ])('that cannot be: %j', (environment, message) => {
    expect(() => readSafety(environment)).toThrow(message)
  })

  it('close the schema and GraphiQL', async () => {
    const { url, drop } = await SQLITE.create()
    onTestFinished(drop)
    const config = readConfig({ INTROSPECTION: 'false', GRAPHIQL: 'false' })
    const server = await startServer({ ...config, databaseUrl: url, port: 0 })
    onTestFinished(server.close)
    const ask = async (query: string) =>
      (await fetch(`${server.url}?query=${encodeURIComponent(query)}`)).json()
    for (const query of ['{ __schema { types { name } } }', '{ __type(name: "Pair") { name } }']) {
      const { data, errors } = await ask(query)
      expect(data).toBeUndefined()
      expect(errors[0].message).toContain('introspection has been disabled')
    }
    expect(await ask('{ __typename datasets { name } }')).toMatchObject({ data: { datasets: [] } })
    const page = await fetch(server.url, { headers: { accept: 'text/html' } })
    expect(await page.text()).not.toContain('<script')
  })
})
