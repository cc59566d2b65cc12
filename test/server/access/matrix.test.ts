import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { Forbidden, Unauthenticated, Unavailable } from '../../../src/domain/errors.ts'
import { TOKEN_SCOPES, type TokenScope } from '../../../src/domain/token-scope.ts'
import { type Engine, openEngine } from '../../../src/engine/engine.ts'
import { type AccessPolicy, openAccess } from '../../../src/server/access/access.ts'
import { OF_THE_SERVER } from '../../../src/server/access/of-the-server.ts'
import { openApi } from '../../../src/server/api.ts'
import { httpServer } from '../../../src/server/http.ts'
import { createToken, revokeToken } from '../../../src/store/access-tokens.ts'
import { databases } from '../../databases.ts'
import { ingestSealSmall, shared } from '../../graphql/ask.ts'
import { MUTATIONS } from './mutations.ts'

const ALIGNMENT = '{ dataset(name: "seal-small") { audit { alignment { pairs } } } }'
const DEFERRED = '{ dataset(name: "seal-small") { audit { ... @defer { alignment { pairs } } } } }'
const REVISED = 'subscription { datasetRevised(name: "seal-small") { revision } }'

type Sent = { path: string; method: string; headers: Record<string, string>; body?: string }

const posted = (query: string, accept = 'application/json') => ({
  path: '/graphql',
  method: 'POST',
  headers: { 'content-type': 'application/json', accept },
  body: JSON.stringify({ query }),
})
const got = (path: string, accept = '*/*', method = 'GET') => ({ path, method, headers: { accept } })
const asked = (parameters: Record<string, string>) => `/graphql?${new URLSearchParams(parameters)}`

/** Everything that is served, and what it needs. */
const OPERATIONS: Record<string, readonly [Sent, TokenScope | null]> = {
  ...Object.fromEntries(
    Object.entries(MUTATIONS).map(([name, [field, scope]]) => [
      name,
      [posted(`mutation { ${field} }`), scope],
    ]),
  ),
  'query over POST': [posted(ALIGNMENT), 'READ'],
  'query over GET': [got(asked({ query: ALIGNMENT })), 'READ'],
  'catalog query': [posted('{ datasets { name } }'), 'READ'],
  'node query': [posted('{ node(id: "RGF0YXNldDox") { id } }'), 'READ'],
  'pairs query': [
    posted('{ dataset(name: "seal-small") { pairs(first: 1) { edges { node { prompt } } } } }'),
    'READ',
  ],
  'runs query': [posted('{ dataset(name: "seal-small") { runs { file } } }'), 'READ'],
  introspection: [posted('{ __schema { types { name } } }'), 'READ'],
  'known document by name': [got(asked({ documentId: 'datasets' })), 'READ'],
  'deferred query': [posted(DEFERRED, 'multipart/mixed'), 'READ'],
  'subscription over POST': [posted(REVISED, 'text/event-stream'), 'READ'],
  'subscription over GET': [got(asked({ query: REVISED }), 'text/event-stream'), 'READ'],
  'what is no query': [posted('{'), 'READ'],
  'list of tables': [got('/tables'), 'READ'],
  table: [got('/tables/seal-small/table-1.csv'), 'READ'],
  'head of a table': [got('/tables/seal-small/table-1.csv', '*/*', 'HEAD'), 'READ'],
  'pairs with texts': [got('/tables/seal-small/pairs.json?texts=true'), 'READ'],
  'no table': [got('/tables/seal-small/nothing.csv'), 'READ'],
  'list of figures': [got('/figures'), 'READ'],
  'specification of a figure': [got('/figures/seal-small/prevalence.json'), 'READ'],
  'drawing of a figure': [got('/figures/seal-small/prevalence.svg'), 'READ'],
  'named slices': [got('/slices/seal-small'), 'READ'],
  'no named slice': [got('/slices/seal-small/named'), 'READ'],
  'saving a named slice': [
    {
      path: '/slices/seal-small/saved',
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"where": {"topic": ["Health and fitness"]}}',
    },
    'WRITE',
  ],
  'removing no named slice': [got('/slices/seal-small/named', '*/*', 'DELETE'), 'WRITE'],
  'list of imports': [got('/ingest'), 'READ'],
  'a kind of import': [got('/ingest/seal-small/rewards'), 'READ'],
  'no import': [got('/ingest/runs/0'), 'READ'],
  'no list of rejects': [got('/ingest/runs/0/rejects'), 'READ'],
  'sending rewards': [
    {
      path: '/ingest/seal-small/rewards?model=sent&stage=POST',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '[{"rowId": 0, "chosen": 1, "rejected": 0}]',
    },
    'WRITE',
  ],
  GraphiQL: [got('/graphql', 'text/html'), null],
  'the page': [got('/', 'text/html'), null],
  'no file of the page': [got('/assets/nothing.js'), null],
  health: [got('/health'), null],
  'whether it lives': [got('/health/live'), null],
  'whether it is ready': [got('/health/ready'), null],
  metrics: [got('/metrics'), 'ADMIN'],
}

/** Who is let in is told what is wrong with these; the page need not be built where tests run. */
const TOLD: Record<string, number[]> = {
  'what is no query': [400, 200],
  'no table': [404],
  'no named slice': [404],
  'no import': [404],
  'no list of rejects': [404],
  'saving a named slice': [200, 201],
  'removing no named slice': [404],
  'the page': [200, 503],
  'no file of the page': [404],
}

/** Who asks, and what they may do. */
const HOLDERS: Record<string, TokenScope | null> = {
  'no token': null,
  read: 'READ',
  write: 'WRITE',
  admin: 'ADMIN',
  expired: null,
  revoked: null,
  'another secret': null,
  'another id': null,
  'no form of a token': null,
  'another scheme': null,
  'its hash': null,
}

const allowed = (held: TokenScope | null, needed: TokenScope | null) =>
  needed === null || (held !== null && TOKEN_SCOPES.indexOf(held) >= TOKEN_SCOPES.indexOf(needed))

describe.each(databases())('on $name', (on) => {
  const api = shared(ingestSealSmall, { on })
  const authorizations: Record<string, string | undefined> = {}
  const questions = vi.fn()
  const counting = (real: Engine): Engine => ({
    ...real,
    ask: (...question) => {
      questions()
      return real.ask(...question)
    },
    frame: (...wanted) => {
      questions()
      return real.frame(...wanted)
    },
  })
  const open = (policy: AccessPolicy, whenDone = onTestFinished) => {
    const opened = openApi(api.url, counting(openEngine(api.url, { workers: 1 })), { policy })
    whenDone(opened.close)
    return async (name: string, authorization?: string) => {
      const [{ path, headers, ...init }] = OPERATIONS[name]
      const leaving = new AbortController()
      const response = await opened.yoga.fetch(`http://localhost${path}`, {
        ...init,
        headers: { ...headers, ...(authorization !== undefined && { authorization }) },
        signal: leaving.signal,
      })
      // It has no end but ours.
      const subscribed = name.startsWith('subscription') && response.status === 200
      const text = subscribed ? '' : await response.text()
      leaving.abort()
      return { status: response.status, text, headers: response.headers }
    }
  }
  const NAMES = Object.keys(OPERATIONS)
  const letIn = (name: string) => TOLD[name] ?? [200]
  afterEach(() => questions.mockClear())

  it('nobody needs a token while there is none', async () => {
    const ask = open('ONCE_THERE_IS_ONE')
    for (const name of NAMES) expect(letIn(name), name).toContain((await ask(name)).status)
  })

  it('where it is reached from elsewhere, everybody does', async () => {
    const ask = open('ALWAYS')
    for (const name of NAMES) {
      const { status } = await ask(name)
      if (OPERATIONS[name][1] === null) expect(letIn(name), name).toContain(status)
      else expect(status, name).toBe(401)
    }
    expect(questions).not.toHaveBeenCalled()
  })

  describe('once there are tokens', () => {
    let ask: ReturnType<typeof open>
    beforeAll(async () => {
      ask = open('ONCE_THERE_IS_ONE', afterAll)
      const { prisma } = api
      const bearer = async (name: string, scope: TokenScope, expiresAt?: Date) =>
        `Bearer ${await createToken(prisma, { name, scope, expiresAt })}`
      const soon = new Date(Date.now() + 3_600_000)
      authorizations.read = await bearer('a reader', 'READ', soon)
      authorizations.write = await bearer('a writer', 'WRITE')
      authorizations.admin = await bearer('an admin', 'ADMIN')
      authorizations.expired = await bearer('too late', 'ADMIN', new Date(Date.now() - 1))
      authorizations.revoked = await bearer('gone', 'ADMIN')
      await revokeToken(prisma, 'gone')
      const [, id, secret] = /seal_(\w{16})_(.*)/.exec(authorizations.admin) as RegExpExecArray
      authorizations['another secret'] = `Bearer seal_${id}_${'A'.repeat(43)}`
      authorizations['another id'] = `Bearer seal_${'0'.repeat(16)}_${secret}`
      authorizations['no form of a token'] = `Bearer ${secret}`
      authorizations['another scheme'] = authorizations.admin.replace('Bearer', 'Basic')
      const { hash } = await prisma.accessToken.findUniqueOrThrow({ where: { id } })
      authorizations['its hash'] = `Bearer seal_${id}_${hash.slice(0, 43)}`
    })

    const CASES = Object.entries(HOLDERS).flatMap(([holder, held]) => ({ holder, held }))
    it.each(CASES)('$holder', async ({ holder, held }) => {
      for (const name of NAMES) {
        const needed = OPERATIONS[name][1]
        questions.mockClear()
        const { status, text, headers } = await ask(name, authorizations[holder])
        if (allowed(held, needed)) {
          expect(letIn(name), name).toContain(status)
          continue
        }
        const refusal = held === null ? [401, 'Bearer', 'UNAUTHENTICATED'] : [403, null, 'FORBIDDEN']
        expect([status, headers.get('www-authenticate')], name).toEqual(refusal.slice(0, 2))
        expect(questions, name).not.toHaveBeenCalled()
        if (name.startsWith('head')) continue
        const answer = JSON.parse(text)
        const { code, message } = answer.errors
          ? { ...answer.errors[0].extensions, message: answer.errors[0].message }
          : answer
        expect(code, name).toBe(refusal[2])
        expect(message).toMatch(
          held === null ? /authorization: Bearer/ : `needs a token of scope ${needed?.toLowerCase()}`,
        )
        expect(answer).not.toHaveProperty('data')
      }
    })

    // What needs more than reading is other people's to serve: this is what they ask.
    it.each(TOKEN_SCOPES)('what needs %s is for who has at least that', async (needed) => {
      const access = openAccess(api.prisma, 'ONCE_THERE_IS_ONE')
      for (const [holder, held] of Object.entries(HOLDERS)) {
        const authorization = authorizations[holder]
        const request = new Request('http://localhost/metrics', {
          headers: authorization ? { authorization } : {},
        })
        const answer = access.requires(request, needed)
        if (allowed(held, needed)) await expect(answer, holder).resolves.toBeUndefined()
        else await expect(answer, holder).rejects.toThrow(held === null ? Unauthenticated : Forbidden)
      }
    })

    it('says what a token lacks', async () => {
      const access = openAccess(api.prisma, 'ALWAYS')
      const as = (holder: string) =>
        access.requires(
          new Request('http://localhost', { headers: { authorization: String(authorizations[holder]) } }),
          'ADMIN',
        )
      await expect(as('read')).rejects.toThrow(
        'this needs a token of scope admin; that of "a reader" is read',
      )
      await expect(as('expired')).rejects.toThrow('this token has expired')
      await expect(as('revoked')).rejects.toThrow('this token has been revoked')
    })

    it('a revoked token ends with the next request', async () => {
      const authorization = `Bearer ${await createToken(api.prisma, { name: 'for now', scope: 'READ' })}`
      expect((await ask('query over POST', authorization)).status).toBe(200)
      await revokeToken(api.prisma, 'for now')
      expect((await ask('query over POST', authorization)).status).toBe(401)
    })

    it('revoking the last one opens nothing', async () => {
      const before = await api.prisma.accessToken.findMany({ where: { revokedAt: null } })
      await api.prisma.accessToken.updateMany({ data: { revokedAt: new Date() } })
      onTestFinished(async () => {
        const id = { in: before.map(({ id }) => id) }
        await api.prisma.accessToken.updateMany({ where: { id }, data: { revokedAt: null } })
      })
      expect((await ask('query over POST')).status).toBe(401)
    })

    it('nobody needs one where that is said', async () => {
      const ask = open('NEVER')
      for (const name of NAMES) expect(letIn(name), name).toContain((await ask(name)).status)
    })

    it('nobody gets in while the database does not say who may', async () => {
      const failing = vi
        .spyOn(api.prisma.accessToken, 'findUnique')
        .mockRejectedValue(new Error('SELECT secret'))
      onTestFinished(() => failing.mockRestore())
      const headers = { authorization: String(authorizations.admin) }
      const answer = openAccess(api.prisma, 'ALWAYS').requires(
        new Request('http://localhost', { headers }),
        'READ',
      )
      await expect(answer).rejects.toThrow(Unavailable)
      await expect(answer).rejects.toThrow(/^the database, which knows the tokens, does not answer/)
    })

    it('no token is stored, nor any part that lets in', async () => {
      const rows = JSON.stringify(await api.prisma.accessToken.findMany())
      for (const holder of ['read', 'write', 'admin', 'revoked']) {
        const [, secret] = /seal_\w{16}_(.*)/.exec(String(authorizations[holder])) as RegExpExecArray
        expect(rows).not.toContain(secret)
      }
    })
  })
})

/** Every route, one address of it, and what it needs. What is new here needs a token, or a reason to be in this list without. */
const ROUTES = {
  '/health': ['/health', null],
  '/health/live': ['/health/live', null],
  '/health/ready': ['/health/ready', null],
  '/metrics': ['/metrics', 'ADMIN'],
  '/': ['/', null],
  '/assets/FILE': ['/assets/page.js', null],
  '/tables': ['/tables', 'READ'],
  '/tables/DATASET/TABLE.csv or .json or .arrow or .parquet': ['/tables/seal-small/pairs.csv', 'READ'],
  '/figures': ['/figures', 'READ'],
  '/figures/DATASET/FIGURE.svg, .png or .json': ['/figures/seal-small/prevalence.json', 'READ'],
  '/slices/DATASET': ['/slices/seal-small', 'READ'],
  '/slices/DATASET/NAME': ['/slices/seal-small/named', 'READ'],
  '/ingest': ['/ingest', 'READ'],
  '/ingest/runs/ID': ['/ingest/runs/0', 'READ'],
  '/ingest/runs/ID/rejects': ['/ingest/runs/0/rejects', 'READ'],
  '/ingest/DATASET/KIND': ['/ingest/seal-small/rewards', 'READ'],
  '/graphql as a page': ['/graphql', null],
  '/graphql': ['/graphql', 'READ'],
} as const

/** What else is asked of some of them. */
const WRITING: Record<string, readonly string[]> = {
  '/slices/seal-small/named': ['PUT', 'DELETE'],
  '/ingest/seal-small/rewards': ['POST'],
}

describe('addresses', () => {
  const api = shared(ingestSealSmall)
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const http = httpServer((incoming, response) => void api.yoga(incoming, response))
  let admin: string
  let port: number
  beforeAll(async () => {
    admin = `Bearer ${await createToken(api.prisma, { name: 'an admin', scope: 'ADMIN' })}`
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    port = (http.address() as AddressInfo).port
  })
  afterAll(() => {
    agent.destroy()
    http.close()
    http.closeAllConnections()
  })

  type Asked = { method?: string; headers?: Record<string, string>; body?: string }
  /** As it is written: fetch would resolve dots and backslashes. */
  const ask = (path: string, { body, ...options }: Asked = {}) =>
    new Promise<{ status?: number; text: string }>((resolve, reject) => {
      const asking = request({ host: '127.0.0.1', port, path, agent, ...options }, async (response) => {
        let text = ''
        for await (const part of response.setEncoding('utf8')) text += part
        resolve({ status: response.statusCode, text })
      })
      asking.once('error', reject).end(body)
    })

  it('are all known here', () => {
    const named = api.routes.map((route) => ({
      ...route,
      name: `${route.address}${route.isFor ? ' as a page' : ''}`,
    }))
    expect(named.map(({ name, scope = 'READ' }) => [name, scope])).toEqual(
      Object.entries(ROUTES).map(([name, [, needed]]) => [name, needed]),
    )
    const asked = Object.values(OPERATIONS).map(([{ path }, needed]) => ({
      path: path.split('?')[0],
      needed,
    }))
    for (const { name, path, scope = 'READ' } of named) {
      expect(ROUTES[name as keyof typeof ROUTES][0]).toMatch(path)
      expect(
        asked.some((operation) => path.test(operation.path) && operation.needed === scope),
        `${name} is not among OPERATIONS`,
      ).toBe(true)
    }
  })

  /** What a client, a proxy or a router could take for the same. */
  const spellings = (path: string): string[] => [
    `${path}${path === '/' ? '' : '/'}/`,
    `${path}//`,
    `/${path}`,
    `///${path}`,
    `//localhost${path}`,
    `//localhost:${port}${path}`,
    `http://localhost${path}`,
    `http://127.0.0.1:${port}${path}`,
    `HTTP://evil.example${path}`,
    `${path}/.`,
    `${path}/..`,
    `${path}/%2e`,
    `${path}/%2E%2e`,
    `${path}%2f`,
    `${path}%5c`,
    `${path}%00`,
    `${path}%20`,
    `${path}%3f`,
    `${path};x`,
    `${path};/`,
    `${path}\\`,
    `${path}#`,
    `${path}#/graphql`,
    `/.${path}`,
    `/%2e${path}`,
    `/x/..${path}`,
    `/x/%2e%2e${path}`,
    `/health/..${path}`,
    `/assets/x.js/../..${path}`,
    `/;x/..${path}`,
    `/\\${path}`,
    `\\${path.slice(1)}`,
    `%2f${path.slice(1)}`,
    ...(path === '/'
      ? []
      : [
          path.slice(1),
          `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`,
          `${path.slice(0, 2).toUpperCase()}${path.slice(2)}`,
          path.toUpperCase(),
          path.replace(/.$/, (last) => `%${last.charCodeAt(0).toString(16)}`),
          path.replaceAll('/', '//'),
          `/x${path}`,
        ]),
  ]

  const QUERY = '{ datasets { name } }'
  const queryIn = (query: string) => `?${new URLSearchParams({ query })}`
  const json = { 'content-type': 'application/json', accept: 'application/json' }
  const elsewhere = { ...json, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
  const posting = { method: 'POST', body: JSON.stringify({ query: QUERY }) }
  /** Every other one is asked with a token, which opens no other address. */
  const WAYS: Record<string, [parameters: string, asked: Asked]> = {
    GET: ['', {}],
    'query over GET': [queryIn(QUERY), { headers: { accept: 'application/json' } }],
    'query over POST': ['', { ...posting, headers: json }],
    'query of another site': ['', { ...posting, headers: elsewhere }],
    subscription: [queryIn(REVISED), { headers: { accept: 'text/event-stream' } }],
    page: ['', { headers: { accept: 'text/html' } }],
    HEAD: ['', { method: 'HEAD' }],
    OPTIONS: ['', { method: 'OPTIONS' }],
  }

  const PATHS = [...new Set(Object.values(ROUTES).map(([path]) => path))]
  it.each(PATHS)('%s has one spelling', async (path) => {
    // Datasets and slices can have any name.
    for (const spelling of new Set(spellings(path)))
      if (!/^\/slices(\/[^/]+){1,2}$/.test(spelling))
        await Promise.all(
          Object.entries(WAYS).map(async ([way, [parameters, asked]], index) => {
            const headers = { ...asked.headers, ...(index % 2 === 0 && { authorization: admin }) }
            const { status, text } = await ask(spelling + parameters, { ...asked, headers })
            // What begins otherwise is no request to Node's parser.
            const isRequest = /^(\/|http:)/i.test(spelling)
            expect([status, way, spelling], text.slice(0, 200)).toEqual([
              isRequest ? 404 : 400,
              way,
              spelling,
            ])
            if (isRequest && way !== 'HEAD') expect(JSON.parse(text).code).toBe('NOT_FOUND')
          }),
        )
  })

  it('are what stands before the parameters, whatever these end in', async () => {
    for (const ending of ['/graphql', '/graphql/', '/health', '/health/live', '#/graphql', '#/health'])
      for (const way of ['query over GET', 'query over POST', 'subscription']) {
        const [parameters, asked] = WAYS[way]
        const ended = `${parameters || '?'}&x=${ending}`
        for (const [path, needed] of Object.values(ROUTES)) {
          const { status, text } = await ask(path + ended, asked)
          const which = `${way} ${path}${ended}`
          expect(text, which).not.toContain('seal-small')
          const takesPost = path === '/graphql' || WRITING[path]?.includes('POST')
          if (way === 'query over POST' && !takesPost) expect(status, which).toBe(405)
          else if (needed !== null || path === '/graphql') expect(status, which).toBe(401)
        }
        expect((await ask(ended, asked)).status, ended).toBe(400)
      }
  })

  it('say to anybody what may be asked, and no more', async () => {
    for (const [path] of Object.values(ROUTES)) {
      const { status, text } = await ask(path + queryIn(QUERY), { method: 'OPTIONS' })
      expect([status, text], path).toEqual([204, ''])
      const writing = WRITING[path] ?? []
      const all = ['PUT', 'DELETE', 'PATCH', 'TRACE', path === '/graphql' ? 'HEAD' : 'POST']
      const others = all.filter((method) => !writing.includes(method))
      for (const method of others) expect((await ask(path, { method })).status, `${method} ${path}`).toBe(405)
    }
  })

  it('are not those that a header makes', async () => {
    for (const host of ['localhost/graphql?', 'localhost/health/live#', 'localhost\\x', 'a@localhost']) {
      const { status, text } = await ask(`/${queryIn(QUERY)}`, { headers: { host } })
      expect([status, JSON.parse(text).code], host).toEqual([400, 'INVALID_INPUT'])
    }
    const headers = { ...json, 'x-original-url': '/health', 'x-rewrite-url': '/health' }
    expect((await ask('/graphql', { ...posting, headers })).status).toBe(401)
  })

  it('are closed to who pretends to be the server itself', async () => {
    const statusTo = async (context: object) =>
      (await api.yoga.fetch('http://localhost/graphql', { ...posting, headers: json }, context)).status
    expect(await statusTo(OF_THE_SERVER)).toBe(200)
    expect(
      await statusTo(
        JSON.parse('{ "isOfTheServer": true, "of the server": true, "Symbol(of the server)": true }'),
      ),
    ).toBe(401)
  })
})
