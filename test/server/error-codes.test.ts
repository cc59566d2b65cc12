import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { ERROR_CODES, type ErrorCode } from '../../src/domain/error-codes.ts'
import { Cancelled, Unavailable } from '../../src/domain/errors.ts'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { openApi } from '../../src/server/api.ts'
import { log } from '../../src/server/operations/log.ts'
import { DEFAULT_SAFETY } from '../../src/server/safety.ts'
import { ingestSealSmall, shared } from '../graphql/ask.ts'

const PAGE = 'scripts/docs/errors.md'

it('the page lists every code, in the words of the code', () => {
  const rows = Object.entries(ERROR_CODES).map(
    ([code, { status, means, advice }]) => `| \`${code}\` | ${status.join(', ')} | ${means} | ${advice} |\n`,
  )
  const table = `| code | status | what it means | what to do |\n|---|---|---|---|\n${rows.join('')}`
  expect(readFileSync(PAGE, 'utf8'), `${PAGE} should have this table:\n${table}`).toContain(table)
})

it('the server has no code besides those of the list', () => {
  const files = readdirSync('src/server', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  const written = files.flatMap((name) => {
    const code = readFileSync(path.join('src/server', name), 'utf8')
    return [...code.matchAll(/\bcode: '(\w+)'|\brefusal\([^']*'([A-Z_]+)'/g)].map(([, a, b]) => a ?? b)
  })
  expect(written).toContain('INTERNAL_SERVER_ERROR')
  expect(written).toContain('PERSISTED_QUERY_ONLY')
  expect(written.filter((code) => !(code in ERROR_CODES))).toEqual([])
})

const failing = (error: Error) => ({
  change: (engine: Engine): Engine => ({ ...engine, ask: () => Promise.reject(error) }),
})

/** Servers that refuse what others answer. */
const SERVERS = {
  plain: {},
  gone: failing(new Cancelled()),
  defect: failing(new Error('a defect')),
  busy: failing(new Unavailable('busy')),
  tokens: { policy: 'ALWAYS' },
  persisted: { persistedOnly: true },
  small: { safety: { ...DEFAULT_SAFETY, limits: { ...DEFAULT_SAFETY.limits, depth: 1, body: 200 } } },
} as const satisfies Record<string, Parameters<typeof openApi>[2] & { change?: (engine: Engine) => Engine }>

/** What a server refuses; with another status than the first of the list. */
type Refused = {
  of?: keyof typeof SERVERS
  method?: string
  path?: string
  query?: string
  body?: string
  headers?: Record<string, string>
  status?: number
}

const ALIGNMENT = '{ dataset(name: "seal-small") { audit { alignment { score } } } }'
const TABLE = '/tables/seal-small/table-1.csv'
const JSON_BODY = { 'content-type': 'application/json' }

const REFUSED: Record<ErrorCode, Refused[]> = {
  BAD_REQUEST: [
    { body: 'no JSON' },
    { path: `/graphql?query=${encodeURIComponent('mutation { __typename }')}`, method: 'GET', status: 405 },
    { body: 'a=b', headers: { 'content-type': 'text/plain' }, status: 415 },
  ],
  BAD_USER_INPUT: [{ query: 'query ($x: Int!) { dataset(name: "seal-small") { pair(rowId: $x) { tie } } }' }],
  CANCELLED: [{ of: 'gone', path: TABLE, method: 'GET' }],
  CONFLICT: [{ path: '/slices/seal-small/a', method: 'DELETE' }],
  FORBIDDEN: [{ query: '{ __typename }', headers: { 'sec-fetch-site': 'cross-site' } }],
  GRAPHQL_PARSE_FAILED: [{ query: '{' }],
  GRAPHQL_VALIDATION_FAILED: [{ query: '{ nothing }' }],
  INTERNAL_SERVER_ERROR: [{ of: 'defect', path: TABLE, method: 'GET' }],
  INVALID_INPUT: [{ path: `${TABLE}?where={"rowId":{"gte":2,"lte":1}}`, method: 'GET' }],
  LIMIT_EXCEEDED: [
    { query: ALIGNMENT, of: 'small' },
    { query: ALIGNMENT.padEnd(300), of: 'small', status: 413 },
  ],
  NOT_ACCEPTABLE: [{ query: '{ __typename }', headers: { accept: 'text/html' } }],
  NOT_FOUND: [{ path: '/nowhere', method: 'GET' }],
  OPERATION_RESOLUTION_FAILURE: [{ query: 'query a { __typename } query b { __typename }' }],
  PERSISTED_QUERY_NOT_FOUND: [{ body: JSON.stringify({ documentId: 'nothing' }) }],
  PERSISTED_QUERY_ONLY: [{ query: '{ __typename }', of: 'persisted' }],
  UNAUTHENTICATED: [{ query: '{ __typename }', of: 'tokens' }],
  UNAVAILABLE: [{ of: 'busy', path: TABLE, method: 'GET' }],
}

const CASES = Object.entries(REFUSED).flatMap(([code, all]) =>
  all.map((refused) => {
    const [usual] = ERROR_CODES[code as ErrorCode].status
    return { code, ...refused, status: refused.status ?? usual }
  }),
)

describe('a client is told', () => {
  const asking = shared(ingestSealSmall)
  let engine: Engine
  beforeAll(async () => {
    engine = openEngine(asking.url, { workers: 1 })
    const put = (name: string, where: object) =>
      asking.yoga.fetch(`http://test/slices/seal-small/${name}`, {
        method: 'PUT',
        headers: JSON_BODY,
        body: JSON.stringify({ where }),
      })
    await put('a', { rowId: { lte: 1 } })
    await put('b', { slice: 'a' })
  })
  afterAll(() => engine.close())

  it.each(CASES)('$code under $status', async ({ code, status, of = 'plain', ...asked }) => {
    vi.spyOn(log, 'error').mockReturnValue(undefined)
    const { change = (one: Engine) => one, ...settings } = SERVERS[of] as (typeof SERVERS)['busy']
    const { yoga, close } = openApi(asking.url, change({ ...engine, close: async () => undefined }), settings)
    onTestFinished(close)
    const { method = 'POST', path = '/graphql', query, body = query && JSON.stringify({ query }) } = asked
    const headers = { accept: 'application/graphql-response+json', ...JSON_BODY, ...asked.headers }
    const response = await yoga.fetch(`http://localhost${path}`, { method, headers, body })
    const answer = await response.json()
    const [{ message, extensions }] = answer.errors ?? [{ ...answer, extensions: answer }]
    expect([response.status, extensions.code, message]).toEqual([status, code, expect.any(String)])
  })

  it('each code that there is, under each of its statuses', () => {
    // It takes a client that is silent for a while.
    const elsewhere = ['LIMIT_EXCEEDED 408']
    const all = Object.entries(ERROR_CODES).flatMap(([code, { status }]) =>
      status.map((one) => `${code} ${one}`),
    )
    expect([...CASES.map(({ code, status }) => `${code} ${status}`), ...elsewhere].sort()).toEqual(all.sort())
  })
})
