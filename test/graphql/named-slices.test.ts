import { beforeEach, describe, expect, it } from 'vitest'
import type { Engine, EngineKind } from '../../src/engine/engine.ts'
import { filterOf } from '../../src/graphql/filter-of.ts'
import { removeSlice, saveSlice } from '../../src/graphql/save-slice.ts'
import { revise } from '../../src/store/revise.ts'
import { databases, openAll } from '../databases.ts'
import { type Problem, shared } from './ask.ts'
import { ingestVaried } from './varied.ts'

const [SQLITE, POSTGRESQL] = databases()
const EXECUTORS = [
  { on: SQLITE, kind: 'COLUMNS' as EngineKind },
  ...(POSTGRESQL ? (['COLUMNS', 'SQL'] as const).map((kind) => ({ on: POSTGRESQL, kind })) : []),
].map((one) => ({ ...one, name: `${one.kind} on ${one.on.name}` }))

const METRICS = `fragment metrics on Audit {
  coverage { pairs ties prompts bothScored labeled complete }
  alignment { pairs aligned score }
  regimes { regime pairs }
  preferences { preference pairs share }
  imprints { pairs terms { title estimate standardError } }
  topics { key pairs entries }
  weakSlices { key alignment { score } }
}`
const AUDIT = `query ($where: PairFilter) { dataset(name: "varied") { audit(where: $where) { ...metrics } } } ${METRICS}`

describe.each(EXECUTORS)('named slices by $name', ({ on, kind }) => {
  let engine: Engine
  const api = shared(ingestVaried, {
    on,
    kind,
    change: (opened) => {
      engine = opened
      return opened
    },
  })
  const saving = () => ({ prisma: api.prisma, engine })
  const save = async (name: string, where: unknown, description: string | null = null) =>
    saveSlice(saving(), 'varied', { name, where: filterOf(where), description })
  const remove = (name: string) => removeSlice(saving(), 'varied', name)
  const listed = async () =>
    (await api.ask('{ dataset(name: "varied") { revision namedSlices { name description where } } }')).dataset
  const audit = async (where: object) => (await api.ask(AUDIT, { where })).dataset.audit
  const pairs = async (where: object): Promise<number> => {
    const query = `query ($where: PairFilter) { dataset(name: "varied") { pairs(where: $where) { totalCount } } }`
    return (await api.ask(query, { where })).dataset.pairs.totalCount
  }
  const problem = async (where: object): Promise<Problem> => (await api.answer(AUDIT, { where })).errors[0]

  beforeEach(async () => {
    // Those last that others are made of.
    for (let left = 9; left > 0; left--)
      for (const { name } of (await listed()).namedSlices) await remove(name).catch(() => undefined)
    expect((await listed()).namedSlices).toEqual([])
  })

  it.each([
    { subset: ['harmless'] },
    { regime: ['STAYED_ALIGNED', 'BECAME_ALIGNED'], not: { topic: ['Health and fitness'] } },
    { or: [{ text: 'question 1' }, { rowId: { lte: 20 } }] },
    { feature: { name: 'harmless' }, margin: { stage: 'POST', gte: 0 } },
  ])('is what it stands for: %j', async (where) => {
    const { pairs: counted, datasetPairs } = await save('s', where)
    const expected = await audit(where)
    expect(expected.coverage.pairs).toBe(counted)
    expect(datasetPairs).toBe(168)
    expect(counted).toBeGreaterThan(0)
    expect(await audit({ slice: 's' })).toEqual(expected)
    expect(await pairs({ slice: 's', rowId: { lte: 40 } })).toBe(
      await pairs({ and: [where, { rowId: { lte: 40 } }] }),
    )
    expect(await pairs({ not: { or: [{ slice: 's' }, { rowId: { lte: 40 } }] } })).toBe(
      await pairs({ not: { or: [where, { rowId: { lte: 40 } }] } }),
    )
  })

  it('are listed by name, each with a filter to paste and its audit', async () => {
    await save('b', { subset: ['helpful'] }, 'What helps.')
    await save('a', { feature: { name: 'harmless' } })
    const { dataset } = await api.ask(`{ dataset(name: "varied") {
      namedSlices { name description where audit { ...metrics } } } } ${METRICS}`)
    const [a, b] = dataset.namedSlices
    expect([a.name, a.description, b.name, b.description]).toEqual(['a', null, 'b', 'What helps.'])
    expect(a.where).toBe('{"feature":{"name":"harmless","scope":"EITHER","values":[1]}}')
    for (const { where, audit: own } of [a, b]) expect(await audit(JSON.parse(where))).toEqual(own)
  })

  it('are made of others, never of themselves', async () => {
    await save('a', { subset: ['harmless'] })
    await save('b', { slice: 'a', rowId: { gte: 50 } })
    await save('c', { or: [{ not: { slice: 'b' } }, { rowId: { lte: 3 } }] })
    const plain = { or: [{ not: { subset: ['harmless'], rowId: { gte: 50 } } }, { rowId: { lte: 3 } }] }
    expect(await audit({ slice: 'c' })).toEqual(await audit(plain))
    await expect(save('a', { and: [{ slice: 'c' }] })).rejects.toThrow(
      'slice "a" is a part of itself: a → c → b → a',
    )
    await expect(save('d', { slice: 'd' })).rejects.toThrow('slice "d" is a part of itself: d → d')
    await expect(remove('a')).rejects.toThrow('slice "a" is a part of "b"')
    expect((await listed()).namedSlices).toHaveLength(3)
  })

  it('are known by name', async () => {
    await save('b', {})
    await save('a', {})
    expect(await problem({ or: [{ slice: 'c' }] })).toMatchObject({
      message: 'unknown named slice "c"; known: a, b',
      extensions: { code: 'NOT_FOUND' },
    })
    await expect(save('d', { slice: 'c' })).rejects.toThrow('unknown named slice "c"; known: a, b, d')
    await expect(remove('c')).rejects.toThrow('unknown named slice "c"; known: a, b')
  })

  it.each([
    [{ tpic: ['x'] }, /^where: .*Field "tpic" is not defined by type "PairFilter"/],
    ['topic', /^where: .*Expected type "PairFilter" to be an object/],
    [null, /^where: .*"PairFilter!"|non-null/],
    [{ feature: { name: 'x' } }, /unknown feature "x"/],
    [{ feature: { name: 'harmless', values: [-1] } }, /feature "harmless" is never -1/],
    [{ not: { subset: ['x'] } }, /slice "s": unknown subset "x"; known: harmless, helpful/],
    [{ topic: ['x'] }, /slice "s": unknown topic "x"/],
    [{ rowId: { gte: 2, lte: 1 } }, /where.rowId: /],
    [{ text: '\0' }, /has a NUL character/],
    [{ pairId: ['x'] }, /unknown pair id "x"/],
  ])('are refused as they are saved where %j can not be asked', async (where, message) => {
    const before = await listed()
    await expect(save('s', where)).rejects.toThrow(message)
    expect(await listed()).toEqual(before)
  })

  it('have names that can be said', async () => {
    await expect(save(' ', {})).rejects.toThrow('the name of a named slice must not be empty')
    await expect(save('x\0', {})).rejects.toThrow('the name of a named slice has a NUL character')
    await expect(save('x', {}, 'x'.repeat(1001))).rejects.toThrow(
      '1000 characters at most, and this one 1001',
    )
    await save('__proto__/"%', { subset: ['helpful'] }, 'it’s "fine"')
    expect(await pairs({ slice: '__proto__/"%' })).toBe(60)
  })

  it('that are saved anew are never answered as they were', async () => {
    const { revision } = await listed()
    await save('s', { subset: ['harmless'] })
    expect((await listed()).revision).toBe(revision + 1)
    const table = (etag = '') =>
      api.yoga.fetch('http://test/tables/varied/table-1.json?where={"slice":"s"}', {
        headers: { 'if-none-match': etag },
      })
    const first = await table()
    const etag = String(first.headers.get('etag'))
    expect((await table(etag)).status).toBe(304)
    const before = [await first.text(), await audit({ slice: 's' })]
    await save('s', { subset: ['harmless'] })
    expect((await listed()).revision).toBe(revision + 1)
    await save('s', { subset: ['helpful'] })
    const second = await table(etag)
    expect(second.status).toBe(200)
    expect(await audit({ slice: 's' })).toEqual(await audit({ subset: ['helpful'] }))
    expect([await second.text(), await audit({ slice: 's' })]).not.toEqual(before)
  })

  it('leave the columns where they are, other changes do not', async () => {
    const { id } = await api.prisma.dataset.findUniqueOrThrow({ where: { name: 'varied' } })
    const loaded = async () => engine.frame(id, (await listed()).revision)
    const before = await loaded()
    await audit({ subset: ['harmless'] })
    const { computed } = engine.usage()
    await save('s', { subset: ['harmless'] })
    const after = await loaded()
    expect(after.frameKey).toBe(before.frameKey)
    expect(after.outline.revision).toBe(before.outline.revision + 1)
    await audit({ subset: ['harmless'] })
    // What was answered is known still, but for how many pairs the new slice has.
    expect(engine.usage().computed).toBeLessThanOrEqual(computed + 2)
    const { connection, close } = await openAll(api.url)
    await connection.transaction('write', () => revise(connection, id)).finally(close)
    expect((await loaded()).frameKey).not.toBe(before.frameKey)
    expect(await pairs({ slice: 's' })).toBe(100)
  })

  it('say who they are when what they name is gone', async () => {
    await save('inner', { subset: ['helpful'] })
    await save('outer', { not: { slice: 'inner' } })
    const { id } = await api.prisma.dataset.findUniqueOrThrow({ where: { name: 'varied' } })
    const rename = async (from: string, to: string) => {
      const { connection, close } = await openAll(api.url)
      const update = async () => {
        await connection.query('UPDATE pair SET subset = ?1 WHERE subset = ?2 RETURNING row_id', [to, from])
        await revise(connection, id)
      }
      await connection.transaction('write', update).finally(close)
    }
    await rename('helpful', 'other')
    try {
      expect((await problem({ slice: 'outer' })).message).toBe(
        'slice "outer": slice "inner": unknown subset "helpful"; known: harmless, other',
      )
      const { errors, data } = await api.answer(
        '{ dataset(name: "varied") { pairCount audit { slices(by: { dimension: SLICE }) { key } } } }',
      )
      expect(data.dataset).toEqual({ pairCount: 168, audit: { slices: null } })
      expect(errors[0].message).toMatch(/^slice "inner": unknown subset "helpful"/)
    } finally {
      await rename('other', 'helpful')
    }
  })

  it('are what pairs are broken down by: a pair can be in several', async () => {
    await save('all', {})
    await save('few', { rowId: { lte: 9 } })
    await save('texts', { text: 'question 1' })
    await save('nothing', { rowId: { gte: 100_000 } })
    await save('made of others', { or: [{ slice: 'few' }, { slice: 'texts' }] })
    const query = `query ($where: PairFilter) { dataset(name: "varied") { audit(where: $where) {
      slices(by: { dimension: SLICE }) { key pairs where audit { ...metrics } }
      breakdown(by: SLICE, first: 2) { key pairs }
    } } } ${METRICS}`
    const where = { rowId: { lte: 120 } }
    const { slices, breakdown } = (await api.ask(query, { where })).dataset.audit
    const sizes = Object.fromEntries(
      slices.map((one: { key: string; pairs: number }) => [one.key, one.pairs]),
    )
    expect(sizes).toEqual({
      all: 121,
      'made of others': await pairs({ ...where, or: [{ rowId: { lte: 9 } }, { text: 'question 1' }] }),
      texts: await pairs({ ...where, text: 'question 1' }),
      few: 10,
    })
    expect(sizes.texts).toBeGreaterThan(0)
    expect(breakdown).toEqual(
      slices.slice(0, 2).map(({ key, pairs }: object & { key: string; pairs: number }) => ({ key, pairs })),
    )
    for (const { where: own, audit: its } of slices)
      expect(await audit({ and: [where, JSON.parse(own)] })).toEqual(its)
    const both =
      '{ dataset(name: "varied") { audit { slices(by: { dimension: SLICE, measure: "x" }) { key } } } }'
    expect((await api.answer(both)).errors[0].message).toBe(
      'by: give one of dimension, attribute, feature, measure; there are 2',
    )
  })

  it('have a limit together, however short the filter is that names them', async () => {
    const many = (slice: string) => ({ or: Array.from({ length: 11 }, () => ({ slice })) })
    await save('a', { or: Array.from({ length: 100 }, (_, index) => ({ rowId: { gte: index } })) })
    await save('b', { slice: 'a' })
    const message = /^what the filter's named slices stand for has more than 1000 conditions/
    expect(await problem(many('b'))).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: 'LIMIT_EXCEEDED' },
    })
    await expect(save('c', many('b'))).rejects.toThrow('slice "c": what the filter')
    await save('d', { or: [{ slice: 'b' }, { slice: 'b' }, { slice: 'b' }, { slice: 'b' }, { slice: 'b' }] })
    const longer = { or: Array.from({ length: 300 }, (_, index) => ({ rowId: { gte: index } })) }
    await expect(save('a', longer)).rejects.toThrow('slice "d": what the filter')
  })

  it('tell figures their name, and tests what they select by', async () => {
    await save('reversed', { regime: ['REVERSED_ALIGNMENT'] })
    const query = `{ dataset(name: "varied") { audit(where: { slice: "reversed" }) {
      figure(name: PREVALENCE) alignmentChange { pValue } alignmentChangeReason } } }`
    const { figure, ...change } = (await api.ask(query)).dataset.audit
    expect(JSON.stringify(figure.title)).toContain('with slice “reversed”')
    expect(change).toEqual({
      alignmentChange: null,
      alignmentChangeReason: expect.stringMatching(/^not tested: the slice selects by/),
    })
  })
})
