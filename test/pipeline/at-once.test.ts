import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { labelEntries } from '../../src/pipeline/label-entries.ts'
import { planLabeling } from '../../src/pipeline/plan-labeling.ts'
import { type Databases, databases, openFresh } from '../databases.ts'
import { startFakeOpenAi } from '../remote/fake-openai.ts'
import { startFakeServer } from '../score/fake-server.ts'
import { endOf, startLabel, startScore } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'
import { APIS, LIMITS } from './labeling.ts'
import { pauseBetweenTransactions } from './pause.ts'

const PAIRS = 60
const pairs = tempFile(manyPairs(PAIRS))

const open = async (database: Databases) => {
  const all = await openFresh(database)
  await ingestPairs(all.context, { dataset: 'd', files: [pairs] })
  const delay = { ms: 30 }
  const fake = await startFakeOpenAi({ delayMs: () => delay.ms })
  const server = await startFakeServer(undefined, () => 4 * delay.ms)
  onTestFinished(server.close)
  const environment = { OPENAI_API_KEY: 'sk-test' }
  const label = (labeler: string, ...more: string[]) =>
    startLabel(
      all.url,
      ['--dataset', 'd', '--labeler', labeler, '--model', 'fake', '--backend', 'openai', '--yes'].concat([
        '--concurrency',
        '2',
        '--base-url',
        fake.url,
        ...more,
      ]),
      environment,
    )
  const score = (model: string) =>
    startScore(all.url, [
      ...['--dataset', 'd', '--model', model, '--stage', 'PRE', '--backend', 'http', '--url', server.url],
      ...['--format', 'text-embeddings-inference', '--request-size', '2', '--concurrency', '2'],
    ])
  const scored = () => server.asked.flatMap(({ texts }) => texts)
  return { ...all, fake, server, delay, label, score, scored }
}
const until = async (condition: () => boolean) => {
  while (!condition()) await setTimeout(10)
}

describe.each(databases())('commands at once on $name', (database) => {
  it('do not pay twice for the same labels', async () => {
    const { fake, delay, label, prisma } = await open(database)
    delay.ms = 20
    const ends = await Promise.all([label('l'), label('l')].map(endOf))
    expect(ends).toMatchObject([{ code: 0 }, { code: 0 }])
    expect(fake.received).toHaveLength(2 * PAIRS)
    expect(await prisma.label.count()).toBe(2 * PAIRS)
  })

  it('go on beside one that is silent: for another labeler, not with other options', async () => {
    const { fake, delay, label, prisma, connection } = await open(database)
    const first = label('l')
    const firstEnd = endOf(first)
    await until(() => fake.received.length > 10)
    // One that is stopped still holds what it works on.
    await pauseBetweenTransactions(first, connection)
    const asked = fake.received.length
    delay.ms = 0
    const refused = await endOf(label('l', '--limit', '5'))
    expect(refused.output).toMatch(
      /error: another command with other options is at work on the same thing since 20\S+Z \(LABELING l\); wait for its end, or stop it/,
    )
    expect(refused.code).toBe(1)
    expect((await endOf(label('other'))).code).toBe(0)
    expect(fake.received.length).toBe(asked + 2 * PAIRS)
    first.kill('SIGKILL')
    await firstEnd
    expect((await endOf(label('l'))).code).toBe(0)
    // Only what was under way is asked again.
    expect(fake.received.length).toBeLessThanOrEqual(4 * PAIRS + 2)
    expect(await prisma.label.count()).toBe(4 * PAIRS)
  })

  it('do not pay twice for the same rewards', async () => {
    const { score, scored } = await open(database)
    const ends = await Promise.all([score('m'), score('m')].map(endOf))
    expect(ends).toMatchObject([{ code: 0 }, { code: 0 }])
    expect(scored()).toHaveLength(2 * PAIRS)
  })

  it('of two kinds go on where both were killed', async () => {
    const { fake, server, delay, label, score, scored, prisma } = await open(database)
    const children = [label('l'), score('m')]
    const ends = children.map((child) => once(child, 'close'))
    await until(() => fake.received.length > 20 && server.asked.length > 10)
    for (const child of children) child.kill('SIGKILL')
    await Promise.all(ends)
    const cut = await prisma.run.findMany({ where: { kind: { in: ['LABELING', 'SCORING'] } } })
    expect(cut.map(({ state }) => state)).toEqual(['RUNNING', 'RUNNING'])
    expect(Math.min(...cut.map(({ position }) => position))).toBeGreaterThan(0)

    delay.ms = 0
    const { revision } = await prisma.dataset.findFirstOrThrow()
    const again = await Promise.all([label('l'), score('m')].map(endOf))
    expect(again).toMatchObject([{ code: 0 }, { code: 0 }])
    const runs = await prisma.run.findMany({ where: { kind: { in: ['LABELING', 'SCORING'] } } })
    const counts = expect.objectContaining({ read: 2 * PAIRS, changed: 2 * PAIRS, rejected: 0 })
    expect(runs).toMatchObject([
      { state: 'DONE', position: 2 * PAIRS, counts },
      { state: 'DONE', position: 2 * PAIRS, counts },
    ])
    expect((await prisma.dataset.findFirstOrThrow()).revision).toBeGreaterThanOrEqual(revision + 2)
    expect(fake.received.length).toBeLessThanOrEqual(2 * PAIRS + 2)
    expect(scored().length).toBeLessThanOrEqual(2 * PAIRS + 4)
  })

  it('are noticed by one that was planned before', async () => {
    const { context, fake, delay, label } = await open(database)
    const plan = await planLabeling(context, {
      ...{ dataset: 'd', labeler: 'l', backend: 'OPENAI', model: 'fake', selection: {} },
    })
    delay.ms = 0
    expect((await endOf(label('l'))).code).toBe(0)
    const labeler = APIS[0].open(fake.url)
    const { counts } = await labelEntries(context, plan, labeler, LIMITS, () => '')
    expect(counts).toMatchObject({ read: 0, changed: 0 })
    expect(fake.received).toHaveLength(2 * PAIRS)
  })

  it('show what was written by one that was killed and does not come back', async () => {
    const { fake, delay, label, score, prisma } = await open(database)
    const child = label('l')
    await until(() => fake.received.length > 20)
    child.kill('SIGKILL')
    await once(child, 'close')
    delay.ms = 0
    expect((await endOf(score('m'))).code).toBe(0)
    expect(await prisma.run.findFirst({ where: { kind: 'LABELING' } })).toMatchObject({
      state: 'INTERRUPTED',
      finishedAt: expect.any(Date),
    })
    // Of the pairs, of the labels, of the rewards.
    expect((await prisma.dataset.findFirstOrThrow()).revision).toBe(3)
  })
})
