import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getIntrospectionQuery, getOperationAST, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Engine, openEngine } from '../../../src/engine/engine.ts'
import { schema } from '../../../src/graphql/schema/index.ts'
import { openApi } from '../../../src/server/api.ts'
import { readDocuments } from '../../../src/server/documents.ts'
import { exampleQueries } from '../../../src/server/examples.ts'
import { costOf } from '../../../src/server/limits/cost.ts'
import { documentProblems } from '../../../src/server/limits/document.ts'
import { DEFAULT_LIMITS, type Limits } from '../../../src/server/limits/limits.ts'
import { measureNesting } from '../../../src/server/limits/nesting.ts'
import { DEFAULT_SAFETY } from '../../../src/server/safety.ts'
import { ingestSealSmall, post, shared } from '../../graphql/ask.ts'
import { WHOLE_ANSWER } from '../../graphql/whole-answer.ts'

const api = shared(ingestSealSmall)

/** One for all: limits are of what is in front of it. */
let engine: Engine
beforeAll(() => {
  engine = openEngine(api.url, { workers: 1 })
})
afterAll(() => engine.close())

const open = (limits: Partial<Limits>, change = (engine: Engine) => engine) => {
  const opened = openApi(api.url, change({ ...engine, close: async () => undefined }), {
    safety: { ...DEFAULT_SAFETY, limits: { ...DEFAULT_LIMITS, ...limits } },
  })
  onTestFinished(opened.close)
  return opened.yoga
}

type Told = { status: number; code?: string; message?: string }

const told = async (response: Response): Promise<Told> => {
  const { errors, code, message } = await response.json()
  const [error] = errors ?? [{ message, extensions: { code } }]
  return { status: response.status, code: error.extensions?.code, message: error.message }
}

/** With a limit of `most` it is answered, with one less it is not, and the message says why. */
const isLimited = async (
  name: keyof Limits,
  most: number,
  ask: (yoga: ReturnType<typeof open>) => Promise<Response>,
  message: string,
  status = 200,
) => {
  const response = await ask(open({ [name]: most }))
  const answer = await response.text()
  expect([response.status, answer]).toEqual([200, expect.not.stringContaining('"errors"')])
  expect(await told(await ask(open({ [name]: most - 1 })))).toEqual({
    status,
    code: 'LIMIT_EXCEEDED',
    message: message.replace('MOST', String(most - 1)),
  })
}

const alignment = (where: string) =>
  `{ dataset(name: "seal-small") { audit(where: ${where}) { alignment { pairs } } } }`
const VARIABLE =
  'query ($where: PairFilter) { dataset(name: "seal-small") { audit(where: $where) { alignment { pairs } } } }'

describe('at a limit, and one above:', () => {
  it('tokens', () =>
    isLimited(
      'tokens',
      6,
      (yoga) => post(yoga, { query: '{ datasets { name } }' }),
      'the document has more than MOST tokens, which is the most there may be (MAX_TOKENS)',
    ))

  it('depth, through fragments', () =>
    isLimited(
      'depth',
      5,
      (yoga) =>
        post(yoga, {
          query: `{ datasets { ...a } } fragment a on Dataset { audit { ... { ...b } } }
            fragment b on Audit { alignment { confidenceInterval { level } } }`,
        }),
      'its fields are 5 deep; at most MOST (MAX_DEPTH)',
    ))

  it('aliases', () =>
    isLimited(
      'aliases',
      2,
      (yoga) => post(yoga, { query: '{ a: datasets { name } b: datasets { name } }' }),
      'it has 2 aliases and repeated fields; at most MOST (MAX_ALIASES)',
    ))

  it('fields that are there again, which takes long to validate', () =>
    isLimited(
      'aliases',
      3,
      (yoga) => post(yoga, { query: '{ datasets { name name ... { name } } datasets { revision } }' }),
      'it has 3 aliases and repeated fields; at most MOST (MAX_ALIASES)',
    ))

  it('cost', () =>
    isLimited(
      'cost',
      1 + 20 + 7 * 3,
      (yoga) =>
        post(yoga, {
          query: '{ dataset(name: "seal-small") { pairs(first: 7) { edges { node { rowId } } } } }',
        }),
      'this costs 42; at most MOST (MAX_COST): ask for smaller pages, fewer fields, regressions or replicates',
    ))

  it('cost, of replicates', () =>
    isLimited(
      'cost',
      1 + 1 + 500 + 3 * 50 + 1,
      (yoga) =>
        post(yoga, {
          query: `query ($n: Int = 3) { dataset(name: "seal-small") { audit {
            imprints(options: { bootstrap: { replicates: $n } }) { pairs }
          } } }`,
        }),
      'this costs 653; at most MOST (MAX_COST): ask for smaller pages, fewer fields, regressions or replicates',
    ))

  it.each([
    [
      'a text',
      'pairs(first: 3) { edges { node { chosen { text response } prompt } } }',
      20 + 3 * (3 + 40 + 20),
    ],
    ['cells', 'audit { probabilityHeatmap(bins: 10) { counts } }', 1 + 20 + 100 + 1],
    ['bins', 'audit { rewardShift { histogram(bins: 10) { counts } } }', 1 + 20 + 1 + 10 + 1],
    [
      'Firth',
      'audit { misalignment(options: { penalty: FIRTH, bootstrap: { replicates: 10 } }) { pairs } }',
      1 + 2 * 1000 + 1,
    ],
    [
      'conditions',
      'audit(where: { and: [{ rowId: { gte: 1 } }] }) { alignment { pairs } }',
      1 + (20 + 2 * 3) + 1,
    ],
    [
      'a long filter',
      `audit(where: { topic: [${Array(280).fill('"Health and fitness"')}] }) { alignment { pairs } }`,
      1 + (20 + 2 + 5) + 1,
    ],
    [
      'scans',
      'audit(where: { or: [{ text: "a" }, { text: "b" }, { text: "a" }] }) { pre { name } }',
      5001 + 20 + 8 + 1,
    ],
    [
      'both filters of a comparison',
      'audit(where: { text: "a" }) { compare(with: { where: { text: "b" } }) { imprints { pairs } } }',
      2501 + (2500 + 20 + 2 + 2) + (500 + 2 + 2) + 1,
    ],
  ])('cost, of %s', (_, fields, cost) =>
    isLimited(
      'cost',
      1 + cost,
      (yoga) => post(yoga, { query: `{ dataset(name: "seal-small") { ${fields} } }` }),
      `this costs ${1 + cost}; at most MOST (MAX_COST): ask for smaller pages, fewer fields, regressions or replicates`,
    ),
  )

  it('a filter, also one that repeats a variable', async () => {
    const query = `query ($t: String!) { dataset(name: "seal-small") { audit(where: { or: [{ text: $t }, { text: $t }] }) { alignment { pairs } } } }`
    const message =
      'where: more than MOST bytes as JSON, which is the most that a filter, and what else is given with it, may have (MAX_FILTER_BYTES)'
    await isLimited('filter', 141, (yoga) => post(yoga, { query, variables: { t: 'x'.repeat(50) } }), message)
    const huge = await post(open({}), { query, variables: { t: 'x'.repeat(50_000) } })
    expect(await told(huge)).toMatchObject({ code: 'LIMIT_EXCEEDED' })
  })

  it('a filter among the parameters of an address', () =>
    isLimited(
      'filter',
      50,
      async (yoga) => yoga.fetch('http://localhost/tables/seal-small/table-1.json?where={"rewritten":false}'),
      'dataset, where: more than MOST bytes as JSON, which is the most that a filter, and what else is given with it, may have (MAX_FILTER_BYTES)',
      400,
    ))

  it('the page', async () => {
    const ask = (first: number) =>
      post(open({ page: 5 }), {
        query: `{ dataset(name: "seal-small") { pairs(first: ${first}) { edges { node { rowId } } } } }`,
      })
    expect((await (await ask(5)).json()).data.dataset.pairs.edges).toHaveLength(5)
    expect(await told(await ask(6))).toMatchObject({
      code: 'INVALID_INPUT',
      message: 'first: 6 is not from 0 to 5, the most there is (MAX_PAGE)',
    })
    const left = await post(open({ page: 5 }), {
      query: '{ dataset(name: "seal-small") { pairs { edges { node { rowId } } } } }',
    })
    expect((await left.json()).data.dataset.pairs.edges).toHaveLength(5)
  })

  it('nesting of variables', () =>
    isLimited(
      'nesting',
      4,
      (yoga) => post(yoga, { query: VARIABLE, variables: { where: { not: { rowId: { gte: 3 } } } } }),
      'variables: lists and objects are 4 deep; at most MOST (MAX_NESTING)',
    ))

  it('nesting of arguments', () =>
    isLimited(
      'nesting',
      3,
      (yoga) => post(yoga, { query: alignment('{ not: { rowId: { gte: 3 } } }') }),
      "its arguments' lists and objects are 3 deep; at most MOST (MAX_NESTING)",
    ))

  it('nesting of parameters', () =>
    isLimited(
      'nesting',
      4,
      async (yoga) =>
        yoga.fetch('http://localhost/tables/seal-small/table-1.json?where={"not":{"rowId":{"gte":3}}}'),
      'parameters: lists and objects are 4 deep; at most MOST (MAX_NESTING)',
      400,
    ))

  it('conditions', async () => {
    await isLimited(
      'objects',
      4,
      (yoga) => post(yoga, { query: VARIABLE, variables: { where: { or: [{}, {}] } } }),
      'variables: there are 4 objects, such as conditions of a filter; at most MOST (MAX_CONDITIONS)',
    )
    await isLimited(
      'objects',
      3,
      (yoga) => post(yoga, { query: alignment('{ or: [{}, {}] }') }),
      'its arguments have 3 objects, such as conditions of a filter; at most MOST (MAX_CONDITIONS)',
    )
  })

  it('a batch is one too many', async () => {
    const batch = [{ query: '{ datasets { name } }' }, { query: '{ datasets { name } }' }]
    expect(await told(await post(open({}), batch))).toEqual({
      status: 400,
      code: 'LIMIT_EXCEEDED',
      message: 'the body is a batch of 2; at most one operation is answered at a time',
    })
  })
})

describe('the body', () => {
  const query = JSON.stringify({ query: '{ datasets { name } }' })
  const send = async (body: string, { chunked }: { chunked: boolean }) => {
    const server = createServer(open({ body: 200 }))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const { port } = server.address() as AddressInfo
    const length: Record<string, string> = chunked
      ? { 'transfer-encoding': 'chunked' }
      : { 'content-length': String(body.length) }
    return new Promise<Told>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', accept: 'application/json', ...length }
      const asking = request({ port, path: '/graphql', method: 'POST', headers }, async (response) => {
        let text = ''
        for await (const part of response.setEncoding('utf8')) text += part
        const { errors } = JSON.parse(text)
        resolve({
          status: response.statusCode ?? 0,
          code: errors?.[0].extensions.code,
          message: errors?.[0].message,
        })
      })
      asking.once('error', reject)
      for (let at = 0; at < body.length; at += 50) asking.write(body.slice(at, at + 50))
      asking.end()
    })
  }

  it.each([true, false])('has a largest size, in chunks: %s', async (chunked) => {
    expect(await send(query.padEnd(200), { chunked })).toMatchObject({ status: 200, code: undefined })
    expect(await send(query.padEnd(201), { chunked })).toEqual({
      status: 413,
      code: 'LIMIT_EXCEEDED',
      message: `the body has ${chunked ? 'more than 200' : '201'} bytes; at most 200 (MAX_BODY_BYTES)`,
    })
  })

  it('is JSON, and says so where it is not', async () => {
    const yoga = open({})
    const send = async (body: BodyInit) =>
      told(
        await yoga.fetch('http://localhost/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body,
        }),
      )
    expect(await send('{')).toEqual({
      status: 400,
      code: 'BAD_REQUEST',
      message: 'the body: this is not JSON',
    })
    expect(await send('"query"')).toMatchObject({
      status: 400,
      message: 'the body must be an object with a query',
    })
    expect(
      await told(await yoga.fetch('http://localhost/graphql?query={datasets{name}}&variables={')),
    ).toMatchObject({
      status: 400,
      message: 'variables: this is not JSON',
    })
  })
})

describe('the time', () => {
  const asked: AbortSignal[] = []
  const stuck = (engine: Engine): Engine => ({
    ...engine,
    ask: (_scope, _question, _args, asker) => {
      if (asker) asked.push(asker)
      return new Promise(() => undefined)
    },
  })
  const TOO_LONG = /^the answer takes longer than 1 s, which is the most there is \(MAX_SECONDS\)/
  const timed = async (answer: Promise<Response>) => {
    const begun = performance.now()
    const response = await answer
    const text = await response.text()
    return { status: response.status, text, seconds: (performance.now() - begun) / 1000 }
  }

  it.each([
    ['a query', (yoga: ReturnType<typeof open>) => post(yoga, { query: alignment('{}') })],
    [
      'a table',
      async (yoga: ReturnType<typeof open>) => yoga.fetch('http://localhost/tables/seal-small/table-1.csv'),
    ],
    [
      'a figure',
      async (yoga: ReturnType<typeof open>) => yoga.fetch('http://localhost/figures/seal-small/flips.svg'),
    ],
  ])('of %s ends, and what is under way is told so', async (_, ask) => {
    asked.length = 0
    const yoga = open({ seconds: 1 }, stuck)
    // The columns may take long where the machine is busy.
    await post(yoga, { query: '{ dataset(name: "seal-small") { pairCount } }' })
    const { text, seconds } = await timed(ask(yoga))
    const { errors, code, message } = JSON.parse(text)
    expect(errors?.[0].message ?? message).toMatch(TOO_LONG)
    expect(errors?.[0].extensions.code ?? code).toBe('LIMIT_EXCEEDED')
    expect(seconds).toBeGreaterThan(0.9)
    expect(seconds).toBeLessThan(3)
    expect(asked.length).toBeGreaterThan(0)
    for (const signal of asked) expect(signal.aborted).toBe(true)
  })

  it('counts until the last part of a deferred answer', async () => {
    const query = '{ dataset(name: "seal-small") { name ... @defer { audit { alignment { pairs } } } } }'
    asked.length = 0
    const yoga = open({ seconds: 1 }, (engine) => ({
      ...engine,
      ask: (_scope, _question, _args, asker) =>
        new Promise((_, reject) => {
          asked.push(asker as AbortSignal)
          asker?.addEventListener('abort', () => reject(new Error('told to stop')))
        }),
    }))
    const logged = vi.spyOn(console, 'error').mockReturnValue()
    onTestFinished(() => logged.mockRestore())
    const { text, seconds } = await timed(post(yoga, { query }, { accept: 'multipart/mixed' }))
    expect(text).toContain('"hasNext":false')
    expect(text).toMatch(/"the answer takes longer than 1 s.*"code":"LIMIT_EXCEEDED"/)
    expect(seconds).toBeLessThan(3)
    expect(asked.map(({ aborted }) => aborted)).toEqual([true])
  })

  it('of a subscription has no end', async () => {
    const yoga = open({ seconds: 1 }, stuck)
    const response = await post(
      yoga,
      { query: 'subscription { datasetRevised(name: "seal-small") { revision } }' },
      { accept: 'text/event-stream' },
    )
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    let ended = false
    const reading = (async () => {
      while (!(await reader.read()).done);
      ended = true
    })()
    // What began later has had its time.
    expect((await told(await post(yoga, { query: alignment('{}') }))).message).toMatch(TOO_LONG)
    expect(ended).toBe(false)
    await reader.cancel()
    await reading
  })
})

describe('at the defaults', () => {
  const documents = new Map([
    ...[...readDocuments()].filter(([name]) => !/^[0-9a-f]{64}$/.test(name)),
    ...exampleQueries('demo').map(({ title, query }) => [title, query] as const),
    ['everything there is to ask', WHOLE_ANSWER],
    ['the introspection of GraphiQL', getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true })],
  ])

  it.each([...documents])('%s is well within', (_, text) => {
    const document = parse(text, { maxTokens: DEFAULT_LIMITS.tokens / 2 })
    const halved = Object.fromEntries(
      Object.entries(DEFAULT_LIMITS).map(([name, most]) => [name, most / 2]),
    ) as Limits
    expect(documentProblems(document, { ...halved, depth: DEFAULT_LIMITS.depth })).toEqual([])
    const operation = getOperationAST(document)
    if (!operation) throw new Error('one operation each')
    const fragments = new Map(
      document.definitions.flatMap((one) =>
        one.kind === 'FragmentDefinition' ? [[one.name.value, one]] : [],
      ),
    )
    const variables = {
      dataset: 'x',
      figure: 'IMPRINTS',
      stage: 'POST',
      name: 'IMPRINTS',
      by: { dimension: 'TOPIC' },
      first: 20,
      rowId: 1,
      withValues: true,
      against: 'PREVIOUS',
      of: ['a', 'b'],
    }
    const cost = costOf({ schema, operation, fragments, variables, mostFilter: halved.filter })
    expect(cost).toBeGreaterThan(0)
    expect(cost).toBeLessThan(0.6 * DEFAULT_LIMITS.cost)
  })
})

describe('what is measured', () => {
  it('is as deep and as many as one counts', () => {
    expect(measureNesting(null)).toEqual({ nesting: 0, objects: 0 })
    expect(measureNesting('{}')).toEqual({ nesting: 0, objects: 0 })
    expect(measureNesting({})).toEqual({ nesting: 1, objects: 1 })
    expect(measureNesting([[], { a: [{}, {}] }])).toEqual({ nesting: 4, objects: 3 })
  })

  it('may be deeper than the stack', () => {
    const deep = JSON.parse(`${'['.repeat(500_000)}${']'.repeat(500_000)}`)
    expect(measureNesting(deep)).toEqual({ nesting: 500_000, objects: 0 })
  })
})
