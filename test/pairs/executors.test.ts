import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { worded } from '../../src/audit/questions.ts'
import type { Frame, Outline } from '../../src/frame/frame.ts'
import { compute, METRICS, type MetricName } from '../../src/metrics/metrics.ts'
import { select } from '../../src/pairs/columns/condition.ts'
import { pairsOf } from '../../src/pairs/columns/pairs.ts'
import { spaceOfFrame } from '../../src/pairs/columns/spaces.ts'
import type { Page, PageRequest, Pairs } from '../../src/pairs/pairs.ts'
import { openPairs } from '../../src/pairs/sql/session.ts'
import { UNSUPPORTED } from '../../src/pairs/sql/unsupported.ts'
import { type Condition, conditionsIn } from '../../src/pairs/terms.ts'
import { loadFrame } from '../../src/store/frame/load-frame.ts'
import { loadOutline } from '../../src/store/frame/load-outline.ts'
import { searchTexts } from '../../src/store/search-texts.ts'
import { databases, openAll, type TestDatabase } from '../databases.ts'
import { plainPairs } from '../frame/arbitraries.ts'
import { TAXONOMY, WIDE_TAXONOMY } from '../frame/make-frame.ts'
import { expectAgree } from '../golden/agree.ts'
import { ingestSealSmall } from '../graphql/ask.ts'
import { ingestVaried } from '../graphql/varied.ts'
import { ONCE } from './metrics.ts'
import { simpleConditions } from './terms.ts'
import { type Asking, everyVerb, pageRequests } from './verbs.ts'
import { writePairs } from './write-pairs.ts'

const TOLERANCE = { relative: 1e-9, absolute: 1e-9 }
/** Other and more pairs than usual, for who wants to look for long. */
const RUNS = Number(process.env.DIFFERENTIAL_RUNS ?? 1)
const SEED = Number(process.env.DIFFERENTIAL_SEED ?? 1)

type Open = Awaited<ReturnType<typeof openAll>>
type Dataset = { open: Open; frame: Frame; outline: Outline }
/** The same pairs, twice. */
type Both = { columns: Pairs; sql: Pairs; dataset: Dataset; about: unknown }

const datasetOf = async (open: Open, datasetId: number): Promise<Dataset> => ({
  open,
  frame: (await loadFrame(open.connection, datasetId))!,
  outline: (await loadOutline(open.connection, datasetId))!,
})

const textsOf = async ({ open, outline }: Dataset, where: Condition | null) => {
  const texts = where ? conditionsIn(where).flatMap((one) => ('text' in one ? [one.text] : [])) : []
  const { rowIds } = await searchTexts(open.connection, outline.datasetId, { texts, after: -1 })
  return new Map([...rowIds].map(([text, ids]) => [text, Int32Array.from(ids)]))
}

const outcomeOf = async (compute: () => unknown): Promise<Record<string, unknown>> => {
  try {
    return { answer: plain(await compute()) }
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    if (code === undefined || code.length === 5) throw error
    return { code, message }
  }
}

/** Pairs that a condition selects; null where the database can't tell. */
const bothOf = async (dataset: Dataset, where: Condition | null): Promise<Both | null> => {
  const { open, frame, outline } = dataset
  const space = spaceOfFrame(frame)
  const columns = pairsOf({ space, rows: select(space, where, await textsOf(dataset, where)) })
  const name = JSON.stringify(where)
  const opened = await outcomeOf(() => openPairs(open.connection, outline, { where, name }))
  if (isUnsupported(dataset, opened)) return null
  expect(opened).toHaveProperty('answer')
  return { columns, sql: await openPairs(open.connection, outline, { where, name }), dataset, about: where }
}

/** What the list of a database's executor names is skipped, and nothing else. */
const isUnsupported = ({ open }: Dataset, { code, message }: Record<string, unknown>): boolean => {
  const listed: readonly unknown[] = Object.values(UNSUPPORTED[open.connection.provider])
  return code === 'UNAVAILABLE' && listed.includes(message)
}

const compare = async (
  { columns, sql, dataset, about }: Both,
  what: unknown,
  ask: Asking['ask'],
  askSql = ask,
) => {
  try {
    const actual = await outcomeOf(() => askSql(sql))
    if (isUnsupported(dataset, actual)) return null
    const expected = await outcomeOf(() => ask(columns))
    expectAgree(actual, expected, TOLERANCE)
    return { actual: actual.answer, expected: expected.answer }
  } catch (error) {
    throw new Error(`${JSON.stringify({ what, about })}: ${(error as Error).message}`, { cause: error })
  }
}

/** An error this small is what rounding leaves of none. */
const NO_ERROR = 1e-12
const INFERENCE = ['standardError', 'statistic', 'pValue', 'adjustedPValue', 'confidenceInterval', 'reason']

/**
 * Tables as plain arrays. What is up to the last digit of a sum is left out: how often Newton's method was repeated, and
 * whether a fit without residuals has an error of 1e-17 or none.
 */
const plain = (value: unknown): unknown => {
  if (ArrayBuffer.isView(value)) return [...(value as Float64Array)].map(plain)
  if (Number.isNaN(value)) return null
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return value
  const { standardError = 1 } = value as { standardError?: number | null }
  const withoutError = standardError === null || standardError < NO_ERROR
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !(withoutError && INFERENCE.includes(name)))
      .map(([name, inner]) => [name, name === 'iterations' ? inner > 0 : plain(inner)]),
  )
}

/** Turns the pages of a request, and back again. An angle may differ in its last digit: each executor has its own places. */
const turnPages = async (both: Both, request: PageRequest) => {
  let requests = { ofSql: request, ofColumns: request }
  for (let page = 0; page < 3; page++) {
    const { ofSql, ofColumns } = requests
    const got = await compare(
      both,
      { page: ofColumns },
      (pairs) => pairs.page(ofColumns),
      (pairs) => pairs.page(ofSql),
    )
    if (!got) return
    const turned = (before: PageRequest, answer: unknown): PageRequest | null => {
      const { places } = answer as Page
      const [first, last] = [places.at(0), places.at(-1)]
      if (!first || !last) return null
      const turned = request.backwards ? { before: first } : { after: last }
      // Now and then between two places.
      const between = request.backwards ? { after: first } : { before: last }
      return { ...before, ...turned, ...(page === 1 && between) }
    }
    const next = [turned(ofSql, got.actual), turned(ofColumns, got.expected)]
    if (!next[0] || !next[1]) return
    requests = { ofSql: next[0], ofColumns: next[1] }
  }
}

const rewrittenOf = async ({ columns, sql, ...rest }: Both): Promise<Both> => ({
  ...rest,
  columns: await columns.rewrittenBy(0),
  sql: await sql.rewrittenBy(0),
})

/** Every verb, and a third of the pages' orders: those of the `turn`, which is another one for who asks again. */
const askEverything = async (original: Both, bins: number, turn: number) => {
  const { frame } = original.dataset
  for (const both of [original, await rewrittenOf(original)]) {
    const rewritten = both !== original
    for (const [verb, { of, ask }] of everyVerb({ frame, rewritten, bins }))
      await compare(both, { verb, of, rewritten }, ask)
    for (const [index, request] of pageRequests(rewritten).entries())
      if (index % 3 === turn % 3) await turnPages(both, request)
  }
}

const everyMetric = async (both: Both, other: Both) => {
  const { outline } = both.dataset
  const subject = outline.defaults
  for (const [metric, args] of Object.entries(ONCE) as [MetricName, never][]) {
    const asked = worded(metric).argsOf({ outline, subject, other: subject }, args) as never
    const ask = (others: Pairs) => (pairs: Pairs) => compute(metric, { pairs, other: others }, asked)
    await compare(both, { metric, args }, ask(other.columns), ask(other.sql))
  }
}

/** Conditions made of others that a dataset knows. */
const conditionsOf = (frame: Frame): fc.Arbitrary<Condition> =>
  fc.letrec<{ condition: Condition }>((tie) => {
    const inner = fc.array(tie('condition'), { maxLength: 3 })
    return {
      condition: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        { weight: 3, arbitrary: fc.constantFrom(...simpleConditions(frame)) },
        inner.map((all): Condition => ({ all })),
        inner.map((any): Condition => ({ any })),
        tie('condition').map((not): Condition => ({ not })),
      ),
    }
  }).condition

const sample = (frame: Frame, count: number, seed: number) =>
  fc.sample(conditionsOf(frame), { numRuns: count, seed })

describe.each(databases())('columns and $name', ({ create }) => {
  let database: TestDatabase
  let open: Open
  beforeAll(async () => {
    database = await create()
    open = await openAll(database.url)
    await ingestVaried(open.context)
    await ingestSealSmall(open.context)
  })
  afterAll(async () => {
    await open.close()
    await database.drop()
  })

  const PAGE: PageRequest = {
    by: { number: 'ROW_ID' },
    direction: 'ASC',
    limit: 10_000,
    backwards: false,
    after: null,
    before: null,
  }
  const selectAlike = async (dataset: Dataset, where: Condition) => {
    const both = await bothOf(dataset, where)
    if (both) await compare(both, 'selected', (pairs) => pairs.page(PAGE))
  }

  it('select the same pairs by every condition', { timeout: 600_000 }, async () => {
    const all = await datasetOf(open, 1)
    for (const where of simpleConditions(all.frame)) await selectAlike(all, where)
    const run = async (pairs: Parameters<typeof writePairs>[1], seed: number) => {
      const dataset = await datasetOf(open, await writePairs(open.connection, pairs, TAXONOMY))
      const simple = simpleConditions(dataset.frame)
      for (const [index, where] of simple.entries())
        if (index % 7 === seed % 7) await selectAlike(dataset, where)
      for (const where of sample(dataset.frame, 30, seed)) await selectAlike(dataset, where)
    }
    await fc.assert(fc.asyncProperty(plainPairs, fc.nat(), run), { numRuns: 5 * RUNS, seed: SEED })
  })

  let turn = 0
  it.each([
    ['one word', TAXONOMY],
    ['two words', WIDE_TAXONOMY],
  ])('answer every verb alike on any pairs with labels of %s', { timeout: 600_000 }, async (_, taxonomy) => {
    const run = async (pairs: Parameters<typeof writePairs>[1], seed: number) => {
      const dataset = await datasetOf(open, await writePairs(open.connection, pairs, taxonomy))
      for (const where of [null, ...sample(dataset.frame, 1, seed)]) {
        const both = await bothOf(dataset, where)
        if (both) await askEverything(both, 4, turn++)
      }
    }
    await fc.assert(fc.asyncProperty(plainPairs, fc.nat(), run), {
      numRuns: RUNS,
      seed: SEED,
      endOnFailure: true,
    })
  })

  it.each([
    ['varied', 1],
    ['seal-small', 2],
  ])('answer every verb and metric alike on slices of %s', { timeout: 600_000 }, async (_, id) => {
    const dataset = await datasetOf(open, id)
    const whole = await bothOf(dataset, null)
    const rewritten = { code: { code: 'REWRITTEN' }, isOneOf: [1] } as const
    for (const where of [null, rewritten, ...sample(dataset.frame, RUNS, SEED)]) {
      const both = await bothOf(dataset, where)
      if (!both) continue
      await askEverything(both, 7, turn++)
      if (where !== rewritten) await everyMetric(both, whole!)
    }
    expect(Object.keys(ONCE).sort()).toEqual(Object.keys(METRICS).sort())
    expect(dataset.outline.pairCount).toBe(dataset.frame.rowIds.length)
  })
})
