import { describe, expect, it, onTestFinished } from 'vitest'
import { openEngine } from '../../../src/engine/engine.ts'
import { openApi } from '../../../src/server/api.ts'
import { openWriter } from '../../../src/server/limits/answer-size.ts'
import { DEFAULT_LIMITS, type Limits } from '../../../src/server/limits/limits.ts'
import { DEFAULT_SAFETY } from '../../../src/server/safety.ts'
import { ingestSealSmall, post, shared } from '../../graphql/ask.ts'

const api = shared(ingestSealSmall)

const open = (limits: Partial<Limits>) => {
  const opened = openApi(api.url, openEngine(api.url, { workers: 1 }), {
    safety: { ...DEFAULT_SAFETY, limits: { ...DEFAULT_LIMITS, ...limits } },
  })
  onTestFinished(opened.close)
  return opened
}

const MESSAGE = (most: number) =>
  `the answer has more than ${most} bytes, which is the most there is (MAX_ANSWER_BYTES); ask for smaller pages or fewer fields`
const refused = (most: number) => ({
  errors: [{ message: MESSAGE(most), extensions: { code: 'LIMIT_EXCEEDED' } }],
})

const PAGE = `query ($n: Int!) { dataset(name: "seal-small") { pairs(first: $n) { edges { node { rowId prompt chosen { text } } } } } }`

describe('an answer', () => {
  it('has a largest size, in bytes', async () => {
    const query = '{ dataset(name: "seal-small") { description name } }'
    const data = JSON.stringify((await (await post(open({}).yoga, { query })).json()).data)
    const most = Buffer.byteLength(data)
    expect((await (await post(open({ answer: most }).yoga, { query })).json()).errors).toBeUndefined()
    expect(await (await post(open({ answer: most - 1 }).yoga, { query })).json()).toEqual(refused(most - 1))
  })

  it('that is too large by its texts ends as soon as they are read', async () => {
    const { yoga, prisma } = open({ answer: 1000 })
    const read: unknown[] = []
    const { findMany } = prisma.entry
    prisma.entry.findMany = ((args: never) => {
      read.push(args)
      return findMany.call(prisma.entry, args)
    }) as typeof findMany
    const response = await post(yoga, { query: PAGE, variables: { n: 600 } })
    expect(await response.json()).toEqual(refused(1000))
    expect(read.length).toBeLessThanOrEqual(1)
  })

  it('that is nothing but errors ends', async () => {
    const query = `{ dataset(name: "seal-small") { pairs(first: 600) { edges { node { a: aligned(model: "x") b: aligned(model: "x") } } } } }`
    const message = 'more than 1000 fields fail, which is the most there is; ask for one of them'
    expect(await (await post(open({}).yoga, { query })).json()).toEqual({
      errors: [{ message, extensions: { code: 'LIMIT_EXCEEDED' } }],
    })
  })

  it('of several parts has it for all of them together', async () => {
    const query = `{ dataset(name: "seal-small") { name ... @defer { pairs(first: 20) { edges { node { prompt } } } } } }`
    const text = await (
      await post(open({ answer: 500 }).yoga, { query }, { accept: 'multipart/mixed' })
    ).text()
    expect(text).toContain('"name":"seal-small"')
    expect(text).toContain(MESSAGE(500))
    expect(text).toContain('"hasNext":false')
  })

  it('lets others answer in between where it is large', async () => {
    const { yoga } = open({})
    const all = 'labels { features { feature { name } value } topics } rewards { model { name } score }'
    const aliases = Array.from(
      { length: 4 },
      (_, index) =>
        `a${index}: pairs(first: 600) { edges { node { chosen { ${all} } rejected { ${all} } } } }`,
    )
    await post(yoga, { query: '{ dataset(name: "seal-small") { pairCount } }' })
    let answered = false
    const large = post(yoga, { query: `{ dataset(name: "seal-small") { ${aliases.join(' ')} } }` }).then(
      (response) => {
        answered = true
        return response.text()
      },
    )
    let others = 0
    while (!answered) {
      await (await post(yoga, { query: '{ __typename }' })).text()
      others++
    }
    expect(await large).not.toContain('"errors"')
    // Without a break there would be one or two, before and after.
    expect(others).toBeGreaterThan(3)
  })
})

describe('what is written in pieces', () => {
  const data = Object.assign(Object.create(null), {
    text: 'é\n"\u2028\ud800',
    list: [[1, 2.5e-7, null, true], []],
    nothing: null,
    node: Object.assign(Object.create(null), { '': {} }),
  })
  const writer = (cost: number, most = 10_000) =>
    openWriter({ cost, most, signal: new AbortController().signal })

  it('is what JSON has', async () => {
    const errors = [{ message: 'no' }]
    const result = { errors, data, extensions: { a: 1 } }
    const parts = {
      incremental: [
        { data, path: ['a', 0] },
        { data: null, errors },
      ],
      hasNext: false,
    }
    for (const cost of [1, 1_000_000]) {
      const write = writer(cost)
      for (const one of [result, parts, { data: null, errors }, { hasNext: false }]) {
        const { stringify, ...rest } = (await write(one)) as typeof one & { stringify(all: object): string }
        expect(rest).toEqual(one)
        expect(stringify({ ...rest, stringify })).toBe(JSON.stringify(one))
      }
    }
  })

  it('is broken off when it is too large, or nobody wants it', async () => {
    await expect(writer(1_000_000, 20)({ data })).rejects.toThrow(MESSAGE(20))
    await expect(writer(1, 20)({ data })).rejects.toThrow(MESSAGE(20))
  })
})
