import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PairFilter } from '../../src/domain/pair-filter.ts'
import { QUESTIONS, type Question } from '../../src/engine/questions.ts'
import type { Frame, Outline } from '../../src/frame/frame.ts'
import type { PageRequest } from '../../src/frame/page.ts'
import { select } from '../../src/frame/select.ts'
import type { Slice } from '../../src/frame/slice.ts'
import { type Subject, viewOf } from '../../src/frame/view.ts'
import { answer } from '../../src/sql-engine/answer.ts'
import { loadFrame } from '../../src/store/frame/load-frame.ts'
import { loadOutline } from '../../src/store/frame/load-outline.ts'
import { databases, openAll, type TestDatabase } from '../databases.ts'
import { conditions, filters, plainPairs } from '../frame/arbitraries.ts'
import { NO_TEXTS, type PlainPair, TAXONOMY, WIDE_TAXONOMY } from '../frame/make-frame.ts'
import { expectAgree } from '../golden/agree.ts'
import { ingestSealSmall } from '../graphql/ask.ts'
import { ingestVaried } from '../graphql/varied.ts'
import { allQuestions, COMPARISONS, PAGES } from './questions.ts'
import { writePairs } from './write-pairs.ts'

const TOLERANCE = { relative: 1e-9, absolute: 1e-9 }
/** Other and more pairs than usual, for who wants to look for long. */
const RUNS = Number(process.env.DIFFERENTIAL_RUNS ?? 30)
const SEED = Number(process.env.DIFFERENTIAL_SEED ?? 1)
const SIGNAL = { aborted: false }

type Open = Awaited<ReturnType<typeof openAll>>
type Dataset = { open: Open; frame: Frame; outline: Outline }
type Meant = { subject: Subject; where: PairFilter | null }

const datasetOf = async (open: Open, datasetId: number): Promise<Dataset> => ({
  open,
  frame: (await loadFrame(open.connection, datasetId))!,
  outline: (await loadOutline(open.connection, datasetId))!,
})

const sliceOf = ({ frame }: Dataset, { subject, where }: Meant): Slice => {
  const view = viewOf(frame, subject)
  return { view, rows: select(view, where, NO_TEXTS) }
}

const outcomeOf = async (compute: () => unknown) => {
  try {
    return { answer: await compute() }
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    if (code === undefined) throw error
    return { code, message }
  }
}

/** Has both engines answer a question about the same pairs. */
const compare = async (
  dataset: Dataset,
  question: Question,
  args: unknown,
  asked: { about: Meant; other?: Meant },
  argsOfColumns = args,
) => {
  const about = meantOf(asked.about, dataset)
  const other = asked.other && meantOf(asked.other, dataset)
  const compute = QUESTIONS[question] as (...all: unknown[]) => unknown
  const expected = await outcomeOf(() =>
    compute(sliceOf(dataset, about), argsOfColumns, SIGNAL, other && sliceOf(dataset, other)),
  )
  const { connection } = dataset.open
  const task = {
    type: 'query',
    outline: dataset.outline,
    about: { ...about, name: JSON.stringify(about) },
    other: other ? { ...other, name: JSON.stringify(other) } : null,
    texts: NO_TEXTS,
  } as const
  const actual = await outcomeOf(() => answer(connection, { ...task, question, arguments: args }, SIGNAL))
  try {
    expectAgree(plain(actual), plain(expected), TOLERANCE)
  } catch (error) {
    throw new Error(`${question} ${JSON.stringify({ args, about, other })}: ${(error as Error).message}`)
  }
  return { actual, expected }
}

/** An error this small is what rounding leaves of none. */
const NO_ERROR = 1e-12
const INFERENCE = ['standardError', 'statistic', 'pValue', 'adjustedPValue', 'confidenceInterval', 'reason']

/**
 * Tables as plain arrays. What is up to the last digit of a sum is left out: how often Newton's method was repeated, and
 * whether a fit without residuals has an error of 1e-17 or none.
 */
const plain = (value: unknown): unknown => {
  if (value instanceof Float64Array) return [...value].map(plain)
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

/** Turns the pages of a request, and back again. An angle may differ in its last digit: each engine has its own cursors. */
const turnPages = async (dataset: Dataset, request: PageRequest, about: Meant) => {
  let requests = { ofSql: request, ofColumns: request }
  for (let page = 0; page < 3; page++) {
    const got = await compare(dataset, 'page', requests.ofSql, { about }, requests.ofColumns)
    const turned = (before: PageRequest, answered: unknown): PageRequest | null => {
      const { places } = (answered as { answer: ReturnType<typeof QUESTIONS.page> }).answer
      const [first, last] = [places.at(0), places.at(-1)]
      if (!first || !last) return null
      const turned = request.backwards ? { before: first } : { after: last }
      // Now and then between two places.
      const between = request.backwards ? { after: first } : { before: last }
      return { ...before, ...turned, ...(page === 1 && between) }
    }
    const [ofSql, ofColumns] = [turned(requests.ofSql, got.actual), turned(requests.ofColumns, got.expected)]
    if (!ofSql || !ofColumns) return
    requests = { ofSql, ofColumns }
  }
}

const withoutText = (filter: PairFilter): PairFilter => ({
  ...filter,
  text: undefined,
  and: filter.and?.map(withoutText),
  or: filter.or?.map(withoutText),
  not: filter.not && withoutText(filter.not),
})
const where = fc.option(filters.map(withoutText), { freq: 6 })

/** Names that a dataset does not have are refused by either engine: that is for other tests. */
const ofNames = (filter: PairFilter, frame: Frame): PairFilter => {
  const { subset, topic, discrimination, and, or, not } = filter
  const inner = (filters: PairFilter['and']) => filters?.map((one) => ofNames(one, frame))
  return {
    ...filter,
    subset: subset?.filter((name) => frame.subsets.includes(name)),
    topic: topic?.filter((name) => frame.topics.includes(name)),
    discrimination: discrimination?.filter((name) => frame.discriminations.includes(name)),
    and: inner(and),
    or: inner(or),
    not: not && ofNames(not, frame),
  }
}
const meantOf = (meant: Meant, { frame }: Dataset): Meant => ({
  ...meant,
  where: meant.where && ofNames(meant.where, frame),
})
const index = fc.integer({ min: -1, max: 1 })
const subject = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ pre: 0, post: 1, labeler: 0 }) },
  { weight: 1, arbitrary: fc.record({ pre: index, post: index, labeler: index }) },
)
const meant = fc.record({ subject, where })

const [, POSTGRESQL] = databases()

describe.skipIf(!POSTGRESQL)('both engines', () => {
  let database: TestDatabase
  let open: Open
  beforeAll(async () => {
    database = await POSTGRESQL.create()
    open = await openAll(database.url)
    await ingestVaried(open.context)
    await ingestSealSmall(open.context)
  })
  afterAll(async () => {
    await open.close()
    await database.drop()
  })

  it('select the same pairs by every condition', { timeout: 300_000 }, async () => {
    const single = Object.entries(conditions)
      .filter(([name]) => name !== 'text')
      .map(([name, arbitrary]) =>
        (arbitrary as fc.Arbitrary<unknown>).map((of): PairFilter => ({ [name]: of })),
      )
    const run = async (pairs: PlainPair[], some: Meant[]) => {
      const id = await writePairs(open.connection, pairs, TAXONOMY)
      const dataset = await datasetOf(open, id)
      const request = { ...PAGES[0], limit: 1000 }
      for (const about of some) await compare(dataset, 'page', request, { about })
    }
    const one = fc.record({ subject, where: fc.oneof(...single) })
    await fc.assert(
      fc.asyncProperty(plainPairs, fc.array(fc.oneof(one, meant), { minLength: 30, maxLength: 30 }), run),
      { numRuns: RUNS, seed: SEED },
    )
  })

  it.each([
    ['one word', TAXONOMY],
    ['two words', WIDE_TAXONOMY],
  ])('answer everything alike on any pairs with labels of %s', { timeout: 600_000 }, async (_, taxonomy) => {
    const property = fc.asyncProperty(plainPairs, meant, meant, async (pairs, about, other) => {
      const id = await writePairs(open.connection, pairs, taxonomy)
      const dataset = await datasetOf(open, id)
      for (const [question, args] of allQuestions(taxonomy.features.length, 4))
        await compare(dataset, question, args, { about })
      for (const [question, args] of COMPARISONS) await compare(dataset, question, args, { about, other })
      for (const request of PAGES) await turnPages(dataset, request, about)
    })
    await fc.assert(property, { numRuns: RUNS, seed: SEED })
  })

  it.each([
    ['varied', 1],
    ['seal-small', 2],
  ])('answer everything alike on slices of %s', { timeout: 600_000 }, async (_, id) => {
    const dataset = await datasetOf(open, id)
    const property = fc.asyncProperty(meant, meant, async (about, other) => {
      for (const [question, args] of allQuestions(3, 7)) await compare(dataset, question, args, { about })
      for (const [question, args] of COMPARISONS) await compare(dataset, question, args, { about, other })
      for (const request of PAGES) await turnPages(dataset, request, about)
    })
    const everything = { subject: { pre: 0, post: 1, labeler: 0 }, where: null }
    await fc.assert(property, {
      numRuns: 12,
      seed: 1,
      examples: [[everything, { ...everything, where: { rewritten: true } }]],
    })
    expect(dataset.outline.pairCount).toBe(dataset.frame.rowIds.length)
  })
})
