import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TokenScope } from '../../../src/domain/token-scope.ts'
import { openEngine } from '../../../src/engine/engine.ts'
import { schema } from '../../../src/graphql/schema/index.ts'
import { openApi } from '../../../src/server/api.ts'
import { createToken } from '../../../src/store/access-tokens.ts'
import { ingestSealSmall, shared } from '../../graphql/ask.ts'
import { MUTATIONS } from './mutations.ts'

const CASES = Object.entries(MUTATIONS).map(([name, [field, scope]]) => ({ name, field, scope }))
const ORIGIN = 'https://a.example'

describe('mutations', () => {
  const api = shared(ingestSealSmall)
  const tokens: Partial<Record<TokenScope, string>> = {}
  let opened: ReturnType<typeof openApi>
  beforeAll(async () => {
    opened = openApi(api.url, openEngine(api.url, { workers: 1 }), { corsOrigins: [ORIGIN] })
    for (const scope of ['READ', 'WRITE', 'ADMIN'] as const)
      tokens[scope] = await createToken(api.prisma, { name: scope, scope })
  })
  afterAll(() => opened.close())

  const send = async (init: RequestInit, { path = '/graphql', scope = 'ADMIN' as TokenScope } = {}) => {
    const headers = { authorization: `Bearer ${tokens[scope]}`, accept: 'application/json', ...init.headers }
    const response = await opened.yoga.fetch(`http://localhost${path}`, { ...init, headers })
    return { response, body: JSON.parse((await response.text()) || 'null') }
  }
  const post = (query: string, scope?: TokenScope, headers = {}) =>
    send(
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
      },
      { scope },
    )
  const revision = async () =>
    (await post('{ dataset(name: "seal-small") { revision } }')).body.data.dataset.revision

  it('are all known here, say what they need, and take one input', () => {
    const fields = Object.values(schema.getMutationType()?.getFields() ?? {})
    expect(fields.map(({ name, extensions }) => [name, extensions.scope]).sort()).toEqual(
      CASES.map(({ name, scope }) => [name, scope]).sort(),
    )
    for (const { name, description, extensions, args } of fields) {
      expect(description, name).toContain(`Needs a token of scope ${extensions.scope?.toLowerCase()}`)
      expect(args.map((arg) => [arg.name, String(arg.type).endsWith('Input!')])).toEqual([['input', true]])
    }
  })

  it.each(CASES)('$name comes over no GET, and from no page of another origin', async ({ field }) => {
    const query = `mutation { ${field} }`
    const got = await send({ method: 'GET' }, { path: `/graphql?${new URLSearchParams({ query })}` })
    expect([got.response.status, got.response.headers.get('allow'), got.body.data]).toEqual([
      405,
      'POST',
      undefined,
    ])
    for (const site of ['cross-site', 'same-site']) {
      const foreign = { origin: ORIGIN, 'sec-fetch-site': site, 'sec-fetch-mode': 'cors' }
      const { response, body } = await post(query, 'ADMIN', foreign)
      const message = 'pages of other origins may not change anything here'
      expect(response.status).toBe(403)
      expect(body).toEqual({ errors: [{ message, extensions: { code: 'FORBIDDEN' } }] })
      // What that origin may read it still may.
      expect((await post('{ datasets { name } }', 'READ', foreign)).response.status).toBe(200)
    }
    const form = await send({
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: String(new URLSearchParams({ query })),
    })
    expect(form.response.status).toBe(415)
  })

  it('nothing of an operation begins whose scope is too little for one of its fields', async () => {
    const change = 'describeDataset(input: { dataset: "seal-small", description: "y" }) { dataset { name } }'
    const before = await revision()
    const operations = [
      `mutation { ${change} }`,
      `mutation { ... { ...of } } fragment of on Mutation { ${change} }`,
      `mutation { __typename ... @skip(if: true) { ${change} } }`,
    ]
    for (const query of operations) {
      const { response, body } = await post(query, 'READ')
      expect([response.status, body.errors[0].message, body.data]).toEqual([
        403,
        'this needs a token of scope write; that of "READ" is read',
        undefined,
      ])
    }
    expect(await revision()).toBe(before)
    expect((await post('mutation { __typename }', 'READ')).body).toMatchObject({
      data: { __typename: 'Mutation' },
    })
  })
})
