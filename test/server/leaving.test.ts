import type { Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { openEngine } from '../../src/engine/engine.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { openApi } from '../../src/server/api.ts'
import { httpServer } from '../../src/server/http.ts'
import { DEFAULT_LIMITS } from '../../src/server/limits/limits.ts'
import { DEFAULT_SAFETY } from '../../src/server/safety.ts'
import { ingestSealSmall, shared } from '../graphql/ask.ts'
import { pairLines, tempFile } from '../pipeline/files.ts'

const LONG_TEXTS = Array.from({ length: 5000 }, (_, row) => [`${row} ${'x'.repeat(2000)}`, 'no'] as const)

const api = shared(async (context) => {
  await ingestSealSmall(context)
  await ingestPairs(context, { dataset: 'long', files: [tempFile(pairLines(LONG_TEXTS))] })
})
const logged = vi.spyOn(console, 'error')
afterEach(() => expect(logged).not.toHaveBeenCalled())

/** Takes about ten seconds, if it is let. */
const regression = (seed: number) =>
  `{ dataset(name: "seal-small") { audit { misalignment(options: { bootstrap: { replicates: 10000, seed: ${seed} } }) { pairs } } } }`

const listening = async (http: Server) => {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    http.closeAllConnections()
    http.close()
  })
  return (http.address() as AddressInfo).port
}

const open = async (seconds = DEFAULT_LIMITS.seconds) => {
  const engine = openEngine(api.url, { workers: 2 })
  const safety = { ...DEFAULT_SAFETY, limits: { ...DEFAULT_LIMITS, seconds } }
  const opened = openApi(api.url, engine, { safety })
  onTestFinished(opened.close)
  const port = await listening(httpServer(opened.yoga))
  const ask = async (query: string) => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ query })
    return (await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers, body })).json()
  }
  const send = (text: string): Socket => {
    const socket = connect({ port, host: '127.0.0.1' })
    onTestFinished(() => void socket.destroy())
    socket.write(text)
    return socket
  }
  const post = (query: string, accept = '*/*') => {
    const body = JSON.stringify({ query })
    const head = `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\naccept: ${accept}`
    return send(`${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
  }
  const idle = () =>
    vi.waitUntil(
      () => {
        const { waiting, working } = engine.usage()
        return waiting === 0 && working === 0
      },
      { timeout: 5000 },
    )
  const served = async () =>
    expect((await ask('{ dataset(name: "seal-small") { pairCount } }')).data).toEqual({
      dataset: { pairCount: 600 },
    })
  return { engine, ask, send, post, idle, served }
}

describe('a client that leaves', () => {
  it('in the middle of regressions takes them along, those that wait too', async () => {
    const { engine, post, idle, served } = await open()
    const clients = [1, 2, 3, 4].map((seed) => post(regression(seed)))
    await vi.waitUntil(() => engine.usage().waiting === 2 && engine.usage().working === 2, {
      timeout: 20_000,
    })
    await wait(500)
    expect(engine.usage()).toMatchObject({ waiting: 2, working: 2 })
    for (const client of clients) client.destroy()
    await idle()
    await served()
  })

  it('in the middle of a table takes the rest of it along', async () => {
    const { engine, send, idle, served } = await open()
    const client = send('GET /tables/long/pairs.csv?texts=true HTTP/1.1\r\nhost: localhost\r\n\r\n')
    await new Promise((resolve) => client.once('data', resolve))
    client.destroy()
    // Some are asked before the server hears of it.
    const isQuiet = async () => {
      const { asked } = engine.usage()
      await wait(300)
      return engine.usage().asked === asked
    }
    await vi.waitUntil(isQuiet, { timeout: 5000 })
    await idle()
    expect(engine.usage().asked).toBeLessThan(LONG_TEXTS.length / 250)
    await served()
  })

  it('in the middle of what it says, or of a subscription, leaves nothing behind', async () => {
    const { send, post, idle, served } = await open()
    const head = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n'
    const subscription = 'subscription { datasetRevised(name: "seal-small") { revision } }'
    const clients = Array.from({ length: 20 }, () => [
      send(`${head}content-length: 100\r\n\r\n{"query": "`),
      send(`${head}transfer-encoding: chunked\r\n\r\n5\r\n{"que\r\n`),
      post(subscription, 'text/event-stream'),
    ]).flat()
    await wait(100)
    for (const client of clients) client.destroy()
    for (let times = 0; times < 20; times++) post(subscription, 'text/event-stream').destroySoon()
    await wait(300)
    await idle()
    await served()
  })
})

it('a regression that takes longer than there is time ends, and says so', async () => {
  const { ask, idle, served } = await open(1)
  const begun = performance.now()
  const { errors } = await ask(regression(5))
  expect(performance.now() - begun).toBeLessThan(3000)
  expect(errors[0].extensions.code).toBe('LIMIT_EXCEEDED')
  expect(errors[0].message).toMatch(/^the answer takes longer than 1 s, .*\(MAX_SECONDS\)/)
  await idle()
  await served()
})
