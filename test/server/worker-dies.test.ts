import type * as Threads from 'node:worker_threads'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { EngineKind } from '../../src/engine/engine.ts'
import { startServer } from '../../src/server/server.ts'
import { databases, openFresh } from '../databases.ts'
import { ingestSealSmall } from '../graphql/ask.ts'

/** The threads of the engine, as they come. */
const workers = vi.hoisted(() => [] as Threads.Worker[])
vi.mock('node:worker_threads', async (original) => {
  const threads = await original<typeof Threads>()
  class Worker extends threads.Worker {
    constructor(...args: ConstructorParameters<typeof threads.Worker>) {
      super(...args)
      workers.push(this)
    }
  }
  return { ...threads, Worker }
})
beforeEach(() => {
  workers.length = 0
})

const [SQLITE, POSTGRESQL] = databases()

/** A server on the fixture, and what asks it for a regression. */
const serve = async (database: typeof SQLITE, engine: EngineKind) => {
  const { url, connection, context } = await openFresh(database)
  await ingestSealSmall(context)
  const server = await startServer({ databaseUrl: url, host: '127.0.0.1', port: 0, engine })
  onTestFinished(server.close)
  const regress = async (options: string) => {
    const query = `{ dataset(name: "seal-small") { audit { imprints(stage: POST, options: ${options}) { terms { estimate } } } } }`
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query }),
    })
    return response.json()
  }
  const busy = async () => {
    const metrics = await (await fetch(new URL('/metrics', server.url))).text()
    return Number(/^seal_workers_busy (\d+)$/m.exec(metrics)?.[1])
  }
  return { connection, regress, busy }
}

const killAll = () => Promise.all(workers.map((worker) => worker.terminate()))

const DIED = {
  message: 'the worker that was to answer has died; ask again',
  extensions: { code: 'UNAVAILABLE' },
}
const estimates = ({
  data,
}: {
  data: { dataset: { audit: { imprints: { terms: { estimate: number }[] } } } }
}) => data.dataset.audit.imprints.terms.map(({ estimate }) => estimate)

describe('a worker that is killed in a regression', () => {
  it('of columns fails that one request, and is replaced', async () => {
    const { regress, busy } = await serve(SQLITE, 'COLUMNS')
    const expected = estimates(await regress('{}'))
    // Many seconds of work.
    const answer = regress('{ bootstrap: { replicates: 10000 } }')
    await vi.waitUntil(async () => (await busy()) === 1)
    const before = workers.length
    await killAll()
    expect((await answer).errors).toEqual([expect.objectContaining(DIED)])
    expect(estimates(await regress('{ level: 0.9 }'))).toEqual(expected)
    expect(workers.length).toBeGreaterThan(before)
    expect(await busy()).toBe(0)
  })

  it.skipIf(!POSTGRESQL)('of the SQL engine does so, too', async () => {
    const { connection, regress, busy } = await serve(POSTGRESQL, 'SQL')
    const expected = estimates(await regress('{}'))
    const [[table]] = await connection.query(
      "SELECT tablename FROM pg_tables WHERE tablename LIKE 'projection%'",
    )
    let answer: ReturnType<typeof regress> | undefined
    await connection.transaction('write', async () => {
      // PostgreSQL takes its time.
      await connection.script(`LOCK TABLE "${table}" IN ACCESS EXCLUSIVE MODE`)
      answer = regress('{ features: ["is_harmless"] }')
      const waiting =
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
      await vi.waitUntil(async () => (await connection.query(waiting)).length === 1)
      expect(await busy()).toBe(1)
      await killAll()
      expect((await answer).errors).toEqual([expect.objectContaining(DIED)])
    })
    const before = workers.length
    expect(estimates(await regress('{ level: 0.9 }'))).toEqual(expected)
    expect(workers.length).toBeGreaterThan(before)
    expect((await regress('{ features: ["is_harmless"] }')).errors).toBeUndefined()
    expect(await busy()).toBe(0)
  })
})
