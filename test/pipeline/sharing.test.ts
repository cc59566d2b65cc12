import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import type { Counts } from '../../src/store/runs.ts'
import { type Databases, databases, openFresh } from '../databases.ts'
import { startFakeOpenAi } from '../remote/fake-openai.ts'
import { startFakeServer } from '../score/fake-server.ts'
import { endOf, startLabel, startScore } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'
import { expectedLabels, labelsIn } from './labeling.ts'
import { pauseBetweenTransactions } from './pause.ts'

const KILLS = 4
const [SIZE, CONCURRENCY] = [4, 2]
type Child = ReturnType<typeof startScore>

/** Its machine's clock jumps hours back and forth, at every look at it. */
const JUMPING = {
  NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(
    'const now = Date.now.bind(Date); let n = 0; Date.now = () => now() + (n++ % 2 ? 1 : -1) * 5 * 3600e3',
  )}"`,
}

const open = async (database: Databases, pairs: number, delayMs: () => number) => {
  const all = await openFresh(database)
  await ingestPairs(all.context, { dataset: 'd', files: [tempFile(manyPairs(pairs))] })
  const server = await startFakeServer(undefined, delayMs)
  onTestFinished(server.close)
  const children = new Set<Child>()
  onTestFinished(() => {
    for (const child of children) child.kill('SIGKILL')
  })
  const started = (child: Child) => {
    children.add(child)
    child.once('close', () => children.delete(child))
    return child
  }
  const score = (environment: Record<string, string> = {}, parameters: string[] = []) =>
    started(
      startScore(
        all.url,
        [
          ...['--dataset', 'd', '--model', 'm', '--stage', 'PRE', '--backend', 'http', '--url', server.url],
          ...['--format', 'text-embeddings-inference', '--request-size', `${SIZE}`],
          ...['--concurrency', `${CONCURRENCY}`, ...parameters],
        ],
        { SEAL_LEASE_SECONDS: '2', ...environment },
      ),
    )
  const scored = () => server.asked.flatMap(({ texts }) => texts)
  return { ...all, server, score, scored, started }
}
const until = async (condition: () => boolean | Promise<boolean>) => {
  while (!(await condition())) await setTimeout(10)
}

const sum = (runs: { counts: unknown }[], what: keyof Counts) =>
  runs.reduce((total, { counts }) => total + (counts as Counts)[what], 0)

describe.each(databases())('several commands share one job on $name', (database) => {
  it('of scoring, though they are killed at random and others join', { timeout: 240_000 }, async () => {
    const PAIRS = 300
    const { prisma, score, scored, server } = await open(database, PAIRS, () => 120)
    const random = xoroshiro128plus(7)
    const running = new Map<Child, ReturnType<typeof endOf>>()
    const join = (environment = {}) => {
      const child = score(environment)
      const end = endOf(child).then((outcome) => {
        running.delete(child)
        return outcome
      })
      running.set(child, end)
      return end
    }
    for (let at = 0; at < 4; at++) join(at === 1 ? JUMPING : {})
    for (let kill = 0; kill < KILLS; kill++) {
      const goal = ((kill + uniformFloat64(random)) / (KILLS + 4)) * 2 * PAIRS
      await until(() => scored().length >= goal)
      const victim = [...running.keys()][Math.floor(uniformFloat64(random) * running.size)]
      victim.kill('SIGKILL')
      const [, signal] = await once(victim, 'close')
      expect(signal).toBe('SIGKILL')
      running.delete(victim)
      join(kill % 5 === 0 ? JUMPING : {})
    }
    const ends = await Promise.all(running.values())
    expect(ends.filter(({ code }) => code !== 0)).toEqual([])
    expect(ends.length).toBeGreaterThan(0)
    expect(await prisma.reward.count()).toBe(2 * PAIRS)
    expect(new Set(scored()).size).toBe(2 * PAIRS)
    expect(scored().length).toBeLessThanOrEqual(2 * PAIRS + KILLS * SIZE * CONCURRENCY)
    expect(server.mostAtOnce()).toBeGreaterThan(CONCURRENCY)
    const runs = await prisma.run.findMany({ where: { kind: 'SCORING' } })
    expect([sum(runs, 'changed'), sum(runs, 'read'), sum(runs, 'rejected')]).toEqual([
      2 * PAIRS,
      2 * PAIRS,
      0,
    ])
    expect(await prisma.claim.count({ where: { run: { state: 'DONE' } } })).toBe(0)
  })

  it('and go on for one that is paused, whose late answers change nothing', { timeout: 60_000 }, async () => {
    const PAIRS = 100
    const { context, prisma, score, scored, server } = await open(database, PAIRS, () => 100)
    const paused = score(JUMPING)
    const end = endOf(paused)
    await until(async () => (await prisma.reward.count()) > 0)
    await pauseBetweenTransactions(paused, context.connection)
    const other = await endOf(score())
    expect(other.code, other.output).toBe(0)
    const rows = await prisma.reward.findMany({ orderBy: [{ rowId: 'asc' }, { side: 'asc' }] })
    expect(rows).toHaveLength(2 * PAIRS)
    const asked = scored().length
    expect(asked).toBeLessThanOrEqual(2 * PAIRS + SIZE * CONCURRENCY)
    paused.kill('SIGCONT')
    const late = await end
    expect(late.code, late.output).toBe(0)
    expect(await prisma.reward.findMany({ orderBy: [{ rowId: 'asc' }, { side: 'asc' }] })).toEqual(rows)
    const runs = await prisma.run.findMany({ where: { kind: 'SCORING' } })
    expect(runs.map(({ state }) => state)).toEqual(['DONE', 'DONE'])
    expect(sum(runs, 'changed')).toBe(2 * PAIRS)
    expect(server.asked.length).toBeGreaterThan(0)
  })

  it.runIf(database.name === 'PostgreSQL')(
    'and go on for one that is paused in the midst of a transaction',
    { timeout: 60_000 },
    async () => {
      const PAIRS = 100
      const { context, prisma, score } = await open(database, PAIRS, () => 20)
      const { connection } = context
      const paused = score()
      const end = endOf(paused)
      await until(async () => (await prisma.reward.count()) > 0)
      await connection.transaction('write', async () => {
        await connection.script('LOCK TABLE reward IN EXCLUSIVE MODE')
        // It has locked its claims, and waits for the table.
        await until(async () => {
          const waiting = await connection.query(
            "SELECT 1 FROM pg_locks WHERE relation = 'reward'::regclass AND NOT granted",
          )
          return waiting.length > 0
        })
        paused.kill('SIGSTOP')
      })
      const other = await endOf(score())
      expect(other.code, other.output).toBe(0)
      const rows = await prisma.reward.findMany({ orderBy: [{ rowId: 'asc' }, { side: 'asc' }] })
      expect(rows).toHaveLength(2 * PAIRS)
      paused.kill('SIGCONT')
      const late = await end
      expect([late.code, late.output]).toEqual([1, expect.stringContaining("the database can't be reached")])
      expect(await prisma.reward.findMany({ orderBy: [{ rowId: 'asc' }, { side: 'asc' }] })).toEqual(rows)
      const runs = await prisma.run.findMany({ where: { kind: 'SCORING' } })
      expect(sum(runs, 'changed')).toBe(2 * PAIRS)
    },
  )

  it('of labeling, and pay for nothing twice but what was under way at a kill', {
    timeout: 120_000,
  }, async () => {
    const PAIRS = 150
    const { prisma, url, started } = await open(database, PAIRS, () => 1)
    const fake = await startFakeOpenAi({ delayMs: () => 60 })
    const label = () =>
      started(
        startLabel(
          url,
          [
            ...['--dataset', 'd', '--labeler', 'l', '--model', 'fake', '--backend', 'openai', '--yes'],
            ...['--concurrency', `${CONCURRENCY}`, '--base-url', fake.url],
          ],
          { OPENAI_API_KEY: 'sk-test', SEAL_LEASE_SECONDS: '2' },
        ),
      )
    const [first, ...others] = [label(), label(), label()]
    const ends = others.map(endOf)
    await until(() => fake.received.length > 60)
    first.kill('SIGKILL')
    expect(await Promise.all([...ends, endOf(label())])).toMatchObject([
      { code: 0 },
      { code: 0 },
      { code: 0 },
    ])
    expect(await labelsIn({ prisma })).toEqual(expectedLabels(PAIRS))
    expect(fake.received.length).toBeLessThanOrEqual(2 * PAIRS + CONCURRENCY)
    const runs = await prisma.run.findMany({ where: { kind: 'LABELING' } })
    expect(runs.length).toBeGreaterThanOrEqual(3)
    expect(sum(runs, 'changed')).toBe(2 * PAIRS)
  })
})
