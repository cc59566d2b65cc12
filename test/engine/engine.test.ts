import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { askAudit } from '../../src/audit/ask.ts'
import type { Arguments, Question } from '../../src/audit/questions.ts'
import type { Scope } from '../../src/audit/scope.ts'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import type { Loaded } from '../../src/engine/loaded.ts'
import type * as Pools from '../../src/engine/pool.ts'
import type { Task } from '../../src/engine/protocol.ts'
import { DEFAULT_OPTIONS } from '../../src/metrics/regression-options.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import type { TestDatabase } from '../databases.ts'
import { SEAL_SMALL, SQLITE, write } from '../graphql/ask.ts'
import { ingestVaried } from '../graphql/varied.ts'

/** What the engine has asked its pool for. */
const pooled = vi.hoisted(() => ({ tasks: [] as Task[], long: [] as Task[], forgotten: [] as string[] }))
vi.mock('../../src/engine/pool.ts', async (original) => {
  const { openPool } = await original<typeof Pools>()
  return {
    openPool: (...args: Parameters<typeof openPool>) => {
      const pool = openPool(...args)
      return {
        ...pool,
        run: (...given: Parameters<typeof pool.run>) => {
          pooled.tasks.push(given[0])
          if (args[2]?.idleMs) pooled.long.push(given[0])
          return pool.run(...given)
        },
        forget: (frameKey: string) => {
          pooled.forgotten.push(frameKey)
          pool.forget(frameKey)
        },
      }
    },
  }
})

let database: TestDatabase
let engine: Engine
let loaded: Loaded
let revision: number

beforeAll(async () => {
  database = await SQLITE.create()
  await write(database.url, async (context) => {
    await ingestVaried(context)
    revision = (await context.prisma.dataset.findFirstOrThrow()).revision
  })
  engine = openEngine(database.url, { workers: 2 })
  loaded = await engine.frame(1, revision)
})
afterAll(async () => {
  await engine.close()
  await database.drop()
})
beforeEach(() => {
  pooled.tasks.length = 0
  pooled.long.length = 0
  pooled.forgotten.length = 0
})

const scope = (where: Scope['where'] = null): Scope => ({
  loaded,
  subject: { pre: 0, post: 1, labeler: 0 },
  where,
})
const ask = <Q extends Question>(about: Scope, question: Q, args: Arguments<Q>, asker?: AbortSignal) =>
  askAudit(about, question, args, { engine, asker })
const types = () => pooled.tasks.map(({ type }) => type)

describe('answers', () => {
  it('are remembered: the same question twice asks the pool once', async () => {
    const [first, second] = await Promise.all([
      ask(scope(), 'alignment', { stage: 'PRE' }),
      ask(scope(), 'alignment', { stage: 'PRE' }),
    ])
    const third = await ask(scope(), 'alignment', { stage: 'PRE' })
    expect(types()).toEqual(['ask'])
    expect(first.pairs).toBeGreaterThan(0)
    expect([second, third]).toEqual([first, first])
  })

  it('differ by question, arguments, filter and subject', async () => {
    await ask(scope(), 'alignment', { stage: 'POST' })
    await ask(scope({ rewritten: true }), 'alignment', { stage: 'POST' })
    await ask(scope(), 'quadrants', { stage: 'POST' })
    await ask({ ...scope(), subject: { pre: 1, post: 0, labeler: 0 } }, 'alignment', { stage: 'POST' })
    expect(types()).toEqual(['ask', 'ask', 'ask', 'ask'])
  })

  it('to questions that failed are not remembered', async () => {
    const invalid = () => ask(scope(), 'marginDistribution', { model: 0, bins: -1 })
    await expect(invalid()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(invalid()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    expect(types()).toEqual(['ask', 'ask'])
  })

  it('about texts search for all of them at once, and once', async () => {
    const where = { or: [{ text: 'question 1' }, { not: { text: 'question 2' } }, { text: 'question 1' }] }
    await ask(scope(where), 'pairs', {})
    expect(types()).toEqual(['search', 'ask'])
    await ask(scope(where), 'coverage', {})
    expect(types()).toEqual(['search', 'ask', 'ask'])
  })

  it('about texts end with their asker: no further part is searched', async () => {
    const asker = new AbortController()
    const answer = ask(scope({ text: 'question 3' }), 'pairs', {}, asker.signal)
    asker.abort()
    await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(types()).toEqual(['search'])
    expect(await ask(scope({ text: 'question 3' }), 'pairs', {})).toBeGreaterThan(0)
    expect(types()).toEqual(['search', 'search', 'ask'])
  })

  it('that take long are for other workers than those that others wait for', async () => {
    const options = { ...DEFAULT_OPTIONS, bootstrap: { replicates: 2, seed: 1 } }
    const many = { and: Array.from({ length: 60 }, () => ({ rowId: { gte: 0 } })) }
    await ask(scope(), 'shiftImprints', { options })
    await ask(scope(many), 'regimes', {})
    await ask(scope(), 'shiftImprints', { options: DEFAULT_OPTIONS })
    await ask(scope({ text: 'question 4' }), 'regimes', {})
    expect(types()).toEqual(['ask', 'ask', 'ask', 'search', 'ask'])
    expect(pooled.long).toEqual(pooled.tasks.slice(0, 2))
  })
})

describe('frames', () => {
  it('are loaded once for everyone who asks', async () => {
    const other = openEngine(database.url, { workers: 2 })
    const frames = await Promise.all([other.frame(1, revision), other.frame(1, revision)])
    expect(await other.frame(1, revision - 1)).toBe(frames[0])
    expect(frames[0]).toBe(frames[1])
    expect(types()).toEqual(['load'])
    await other.close()
  })

  it('that could not be loaded are tried again', async () => {
    await expect(engine.frame(99, 1)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(engine.frame(99, 1)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(types()).toEqual(['load', 'load'])
  })

  it('of older revisions are forgotten, with what was answered about them', async () => {
    const before = await ask(scope(), 'alignment', { stage: 'PRE' })
    await write(database.url, (context) =>
      ingestRewards(context, { dataset: 'varied', model: 'pre-model', stage: 'PRE', file: SEAL_SMALL.post }),
    )
    const newer = await engine.frame(1, revision + 1)
    expect(newer.outline.revision).toBe(revision + 1)
    expect(new Set(pooled.forgotten)).toEqual(new Set([loaded.frameKey]))
    const after = await ask({ ...scope(), loaded: newer }, 'alignment', { stage: 'PRE' })
    expect(after.pairs).toBeGreaterThan(before.pairs)
    // Whoever began with the older one still gets its answers, also new ones.
    expect(await ask(scope(), 'alignment', { stage: 'PRE' })).toEqual(before)
    expect(await ask(scope({ rewritten: false }), 'coverage', {})).toMatchObject({ rewritten: 0 })
    expect(await engine.frame(1, revision)).toBe(newer)
  })
})

describe('a worker', () => {
  it('has nothing but its own frames after a question about a forgotten one', async () => {
    const sent = vi.spyOn(Worker.prototype, 'postMessage')
    const keys = (kind: 'keep' | 'forget') =>
      sent.mock.calls.flatMap(([request]) => (kind in request ? [request[kind].frameKey] : []))
    try {
      await ask(scope({ rowId: { lte: 3 } }), 'coverage', {})
      expect(keys('keep')).toEqual([loaded.frameKey])
      expect(keys('forget')).toEqual([loaded.frameKey])
    } finally {
      sent.mockRestore()
    }
  })
})

describe('a closed engine', () => {
  it('answers nobody', async () => {
    const other = openEngine(database.url, { workers: 1 })
    await other.close()
    await expect(other.frame(1, 1)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  })
})
