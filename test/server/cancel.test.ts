import { Server as HttpServer, type ServerResponse } from 'node:http'
import type * as Threads from 'node:worker_threads'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type * as Engines from '../../src/engine/engine.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import { closeGate, countBegun, openGate, untilBegun } from '../engine/gated.ts'
import { ingestSealSmall, SEAL_SMALL, SQLITE, write } from '../graphql/ask.ts'

vi.mock('node:worker_threads', async (original) => {
  const { gatedThreads } = await import('../engine/gated.ts')
  return gatedThreads(await original<typeof Threads>())
})

const WORKERS = 2
/** How many answers and frames the requests have asked for. */
const asked = vi.hoisted(() => ({ answers: 0, frames: 0 }))
vi.mock('../../src/engine/engine.ts', async (original) => {
  const { openEngine } = await original<typeof Engines>()
  return {
    openEngine: (url: string) => {
      const engine = openEngine(url, { workers: WORKERS })
      const ask = (...question: Parameters<typeof engine.ask>) => {
        asked.answers++
        return engine.ask(...question)
      }
      const frame = (...wanted: Parameters<typeof engine.frame>) => {
        asked.frames++
        return engine.frame(...wanted)
      }
      return { ...engine, ask, frame }
    },
  }
})

let server: Server
beforeAll(async () => {
  const database = await SQLITE.create()
  await write(database.url, async (context) => {
    await ingestPairs(context, { dataset: 'not loaded', files: [SEAL_SMALL.pairs] })
    await ingestSealSmall(context)
  })
  server = await startServer({ databaseUrl: database.url, host: '127.0.0.1', port: 0 })
  return database.drop
})
afterAll(() => server.close())

const logged = vi.spyOn(console, 'error')
beforeEach(() => {
  closeGate()
  Object.assign(asked, { answers: 0, frames: 0 })
})
afterEach(() => expect(logged).not.toHaveBeenCalled())

const ask = async (fields: string, client?: AbortController, dataset = 'seal-small') => {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `{ dataset(name: "${dataset}") { audit { ${fields} } } }` }),
    signal: client?.signal,
  })
  const { data, errors } = await response.json()
  expect(errors).toBeUndefined()
  return data.dataset.audit
}
const LONG = (bins: number) => `long${bins}: marginDistribution(bins: ${bins}) { counts }`
const ALIGNMENT = 'alignment { pairs }'

describe('a client that goes away', () => {
  it('leaves the workers to others, who were served meanwhile what needs none', async () => {
    const client = new AbortController()
    const longs = Array.from({ length: 50 }, (_, bins) => LONG(bins + 1))
    const answer = ask(longs.join('\n'), client)
    await untilBegun(WORKERS)
    expect((await fetch(new URL('/health', server.url))).status).toBe(200)
    expect(await ask('post { name }')).toEqual({ post: { name: 'post-model' } })
    client.abort()
    await expect(answer).rejects.toThrow('abort')
    expect(await ask(ALIGNMENT)).toEqual({ alignment: { pairs: 600 } })
    // Of those that waited none was begun.
    expect(countBegun()).toBe(WORKERS)
    const again = ask(LONG(1))
    await untilBegun(WORKERS + 1)
    openGate()
    expect(await again).toEqual({ long1: { counts: [600] } })
  })

  it('takes nothing from one who asks the same', async () => {
    const client = new AbortController()
    const answer = ask(`${LONG(101)} ${LONG(102)}`, client)
    await untilBegun(2)
    const other = ask(LONG(101))
    await vi.waitUntil(() => asked.answers === 3)
    client.abort()
    await expect(answer).rejects.toThrow('abort')
    // Begins in the worker that its own question has left.
    const next = ask(LONG(103))
    await untilBegun(3)
    openGate()
    expect((await other).long101.counts).toHaveLength(101)
    expect((await next).long103.counts).toHaveLength(103)
    expect(countBegun()).toBe(3)
  })

  it('has nothing more done for it when its dataset is there', async () => {
    const client = new AbortController()
    const long = ask(`${LONG(201)} ${LONG(202)}`)
    await untilBegun(WORKERS)
    Object.assign(asked, { answers: 0, frames: 0 })
    const emitted = vi.spyOn(HttpServer.prototype, 'emit')
    const answer = ask(ALIGNMENT, client, 'not loaded')
    await vi.waitUntil(() => asked.frames === 1)
    const [, , response] = emitted.mock.calls.find(([event]: unknown[]) => event === 'request') as unknown[]
    emitted.mockRestore()
    client.abort()
    await expect(answer).rejects.toThrow('abort')
    await vi.waitUntil(() => (response as ServerResponse).closed)
    openGate()
    await long
    expect(await ask(ALIGNMENT, undefined, 'not loaded')).toEqual({ alignment: { pairs: 0 } })
    expect(asked).toEqual({ answers: 1, frames: 2 })
  })
})
