import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, type MockInstance, onTestFinished, vi } from 'vitest'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { databases } from '../databases.ts'
import { type Asking, ingestSealSmall, openAsk, post, SEAL_SMALL, write } from '../graphql/ask.ts'

const SUBSCRIPTIONS = 5
/** Prisma's events, which its type only knows of when it is told at compile time. */
type Logging = { $on(event: 'query', listener: (event: { query: string }) => void): void }

/** The revisions that a subscription has told of, and when. */
const subscribe = async ({ yoga }: Asking) => {
  const query = 'subscription { datasetRevised(name: "seal-small") { revision } }'
  const response = await post(yoga, { query }, { accept: 'text/event-stream' })
  const told: { revision: number; at: number }[] = []
  const reader = response.body!.getReader()
  const read = async () => {
    let text = ''
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += new TextDecoder().decode(part.value)
      const revisions = [...text.matchAll(/"revision":(\d+)/g)].map(([, revision]) => Number(revision))
      for (const revision of revisions.slice(told.length)) told.push({ revision, at: performance.now() })
    }
  }
  return { told, end: read() }
}

let models = 0
const revise = async (url: string) => {
  const model = `model ${models++}`
  await write(url, (context) =>
    ingestRewards(context, { dataset: 'seal-small', model, stage: 'PRE', file: SEAL_SMALL.pre }),
  )
  return performance.now()
}

describe.each(databases())('several servers on $name', ({ name, create }) => {
  const open = async () => {
    const { url, drop } = await create()
    onTestFinished(drop)
    await write(url, ingestSealSmall)
    const servers = [openAsk(url), openAsk(url)]
    for (const server of servers) onTestFinished(server.close)
    const reading = servers.map(({ prisma }) => ({
      begun: vi.spyOn(prisma.dataset, 'findUnique'),
      looked: vi.spyOn(prisma.dataset, 'findMany'),
    }))
    const subscriptions = await Promise.all(
      servers.flatMap((server) => Array.from({ length: SUBSCRIPTIONS }, () => subscribe(server))),
    )
    // Each has read the revision that it begins with, and who looks for all of them has looked.
    const done = ({ mock }: MockInstance, isWanted = (_: { select?: object }) => true) =>
      mock.settledResults.filter(({ type }, at) => type === 'fulfilled' && isWanted(mock.calls[at][0] ?? {}))
        .length
    const isLook = ({ select = {} }) => 'revision' in select
    await vi.waitUntil(
      () => reading.every(({ begun, looked }) => done(begun) >= SUBSCRIPTIONS && done(looked, isLook) > 0),
      { timeout: 10_000 },
    )
    for (const { begun, looked } of reading) for (const spy of [begun, looked]) spy.mockRestore()
    return { url, servers, subscriptions }
  }
  const untilTold = (subscriptions: Awaited<ReturnType<typeof subscribe>>[], revision: number) =>
    vi.waitUntil(() => subscriptions.every(({ told }) => told.at(-1)?.revision === revision), {
      timeout: 10_000,
      interval: 5,
    })

  it('hear of a revision within a second, each subscription once', async () => {
    const { url, servers, subscriptions } = await open()
    const { dataset } = await servers[1].ask('{ dataset(name: "seal-small") { revision } }')
    for (const next of [1, 2, 3]) {
      const revised = await revise(url)
      await untilTold(subscriptions, dataset.revision + next)
      for (const { told } of subscriptions) expect(told.at(-1)?.at).toBeLessThan(revised + 1000)
      const query = '{ dataset(name: "seal-small") { revision audit { coverage { pairs } } } }'
      for (const { ask } of servers) expect((await ask(query)).dataset.revision).toBe(dataset.revision + next)
    }
    for (const { told } of subscriptions) expect(told).toHaveLength(3)
  })

  it('look once for all subscriptions, and not at all without', async () => {
    const { url, servers, subscriptions } = await open()
    const [{ prisma, endSubscriptions }] = servers
    const statements: string[] = []
    const tokens: string[] = []
    let toldAt = performance.now()
    // Whoever listens may do so as long as nobody needs a token: that is looked at once a second, for all of them.
    ;(prisma as unknown as Logging).$on('query', ({ query }) => {
      ;(query.includes('access_token') ? tokens : statements).push(query)
      toldAt = performance.now()
    })
    /** Forgets what was asked before, which is told of late and in no order. */
    const forgetEarlier = async (mark: string) => {
      await prisma.$queryRawUnsafe(`SELECT '${mark}'`)
      await vi.waitUntil(() => statements.some((query) => query.includes(mark)))
      await vi.waitUntil(() => performance.now() - toldAt > 300, { timeout: 10_000, interval: 20 })
      statements.length = 0
      tokens.length = 0
    }
    await forgetEarlier('from here')
    const begun = performance.now()
    await setTimeout(1600)
    const seconds = (performance.now() - begun) / 1000
    expect(tokens.length).toBeLessThanOrEqual(1 + seconds)
    if (url.startsWith('file:')) {
      expect(statements.length).toBeGreaterThanOrEqual(2)
      expect(statements.length).toBeLessThanOrEqual(1 + 2 * seconds)
    } else {
      expect(statements).toEqual([])
      const listening = await prisma.$queryRaw<unknown[]>`SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'LISTEN%'`
      expect(listening).toHaveLength(servers.length)
    }
    endSubscriptions()
    await Promise.all(subscriptions.slice(0, SUBSCRIPTIONS).map(({ end }) => end))
    await forgetEarlier('from the end')
    await setTimeout(700)
    expect([...statements, ...tokens]).toEqual([])
  })

  it.runIf(name === 'PostgreSQL')('hear of it after their connection was lost', async () => {
    const { url, servers, subscriptions } = await open()
    const { dataset } = await servers[0].ask('{ dataset(name: "seal-small") { revision } }')
    await servers[0].prisma.$queryRaw`SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE 'LISTEN%'`
    // Meanwhile nobody listens.
    await revise(url)
    await untilTold(subscriptions, dataset.revision + 1)
    await revise(url)
    await untilTold(subscriptions, dataset.revision + 2)
    for (const { told } of subscriptions)
      expect(told.map(({ revision }) => revision - dataset.revision)).toEqual([1, 2])
  })
})
