import type * as Threads from 'node:worker_threads'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openPool } from '../../src/engine/pool.ts'
import type { Condition } from '../../src/pairs/terms.ts'
import { databases, openAll } from '../databases.ts'

/** The threads of the pools, as they come. */
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

let url: string
beforeAll(async () => {
  const [{ create }] = databases()
  const database = await create()
  url = database.url
  await (await openAll(url)).close()
  return database.drop
})

let pool: ReturnType<typeof openPool>
beforeEach(() => {
  workers.length = 0
})
afterEach(() => pool.close())

/** There is no dataset 1: the answer is null, by way of the database. */
const load = () => pool.run({ type: 'load', datasetId: 1 })
const settled = (...tasks: Promise<unknown>[]) => Promise.allSettled(tasks)
const DONE = { status: 'fulfilled', value: null }

describe('a pool', () => {
  it('starts no worker before there is something to do', async () => {
    pool = openPool(2, url)
    expect(workers).toHaveLength(0)
    await load()
    expect(workers).toHaveLength(1)
  })

  it('does more tasks than it has workers', async () => {
    pool = openPool(2, url)
    expect(await settled(...Array.from({ length: 7 }, load))).toEqual(Array(7).fill(DONE))
    expect(workers).toHaveLength(2)
  })

  it('goes on when a worker ends: only the task under way fails', async () => {
    pool = openPool(1, url)
    const tasks = [load(), load(), load()]
    void workers[0].terminate()
    const [first, ...rest] = await settled(...tasks)
    expect(first).toMatchObject({
      status: 'rejected',
      reason: {
        code: 'UNAVAILABLE',
        message: 'the worker that was to answer has died; ask again',
        cause: { message: expect.stringContaining('a worker ended with code') },
      },
    })
    expect(rest).toEqual([DONE, DONE])
    expect(workers).toHaveLength(2)
  })

  it('has other workers that do not notice', async () => {
    pool = openPool(2, url)
    const tasks = [load(), load(), load()]
    void workers[1].terminate()
    const [first, second, third] = await settled(...tasks)
    expect(second).toMatchObject({ status: 'rejected' })
    expect([first, third]).toEqual([DONE, DONE])
  })

  it('says what a worker died of', async () => {
    pool = openPool(1, url)
    await load()
    // Nothing that a worker could understand, or catch; it comes before the task.
    workers[0].postMessage(null)
    const [first, second] = await settled(load(), load())
    expect(first).toMatchObject({
      reason: { code: 'UNAVAILABLE', cause: { message: expect.stringContaining("'in' operator") } },
    })
    expect(second).toEqual(DONE)
  })

  it('of idle workers goes on, too', async () => {
    pool = openPool(1, url)
    expect(await load()).toBeNull()
    await workers[0].terminate()
    expect(await load()).toBeNull()
    expect(workers).toHaveLength(2)
  })

  it('takes its failures as they were meant', async () => {
    pool = openPool(1, url)
    const original = { rewards: [], labels: [] }
    const taxonomy = { features: [], priority: [] }
    const columns = { taxonomy, original, rewritten: [], rowIds: [], subsets: [] }
    const frame = { frameKey: 'nonsense', frame: columns } as never
    const ask = (where: unknown) =>
      pool.run(
        {
          type: 'ask',
          frameKey: 'nonsense',
          about: { where: where as Condition, name: JSON.stringify(where) },
          other: null,
          texts: new Map(),
          metric: 'pairs',
          args: {},
        },
        frame,
      )
    const known = ask({ subsets: ['nonsense'] })
    const message = 'unknown subset "nonsense"; there is none yet'
    await expect(known).rejects.toMatchObject({ code: 'NOT_FOUND', message })
    const [defect] = await settled(ask({ all: 5 }))
    // Where it came about, in the thread.
    expect(defect).toMatchObject({ reason: { stack: expect.stringMatching(/\n +at .*dist\/server\//) } })
    expect(defect).not.toHaveProperty('reason.code')
    expect(workers).toHaveLength(1)
  })

  it('that closes rejects the task under way, those that wait, and those that come', async () => {
    pool = openPool(1, url)
    const tasks = [load(), load(), load()]
    const closing = pool.close()
    tasks.push(load())
    for (const outcome of await settled(...tasks)) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { code: 'UNAVAILABLE', message: 'the server is shutting down' },
      })
    }
    await closing
    expect(workers).toHaveLength(1)
  })
})
