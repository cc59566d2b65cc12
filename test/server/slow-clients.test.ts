import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it, onTestFinished, vi } from 'vitest'
import { startServer } from '../../src/server/server.ts'
import { ingestSealSmall, SQLITE, write } from '../graphql/ask.ts'

/** `SLOW_CLIENTS=9000` for more: each takes two of the files that a process may have open. */
const CLIENTS = Number(process.env.SLOW_CLIENTS || 1000)
const PATIENCE = { headersMs: 3000, requestMs: 5000 }

const HEAD = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n'
/** What each kind of client has said before it becomes slow; a fourth kind says nothing at all. */
const BEGINNINGS = ['POST /', `${HEAD}x-slow: `, `${HEAD}content-length: 100000\r\n\r\n{"query": "`]

it(`${CLIENTS} clients that say a byte now and then keep nobody from the server, and are left`, async () => {
  const { url, drop } = await SQLITE.create()
  onTestFinished(drop)
  await write(url, ingestSealSmall)
  const logged = vi.spyOn(console, 'error')
  const server = await startServer({ databaseUrl: url, host: '127.0.0.1', port: 0, patience: PATIENCE })
  onTestFinished(server.close)
  const ask = async () => {
    const begun = performance.now()
    const response = await fetch(`${server.url}?query={dataset(name:"seal-small"){pairCount}}`)
    expect((await response.json()).data).toEqual({ dataset: { pairCount: 600 } })
    return performance.now() - begun
  }
  await ask()
  const resting = process.memoryUsage().rss

  const port = Number(new URL(server.url).port)
  const sockets = new Set<Socket>()
  for (let client = 0; client < CLIENTS; client++) {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('close', () => sockets.delete(socket)).on('error', () => undefined)
    socket.resume()
    const beginning = BEGINNINGS.at(client % 4)
    if (beginning) socket.write(beginning)
    sockets.add(socket)
    // The kernel drops those that come faster than they are accepted.
    if (client % 50 === 49) await wait(10)
  }
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
  })
  const dripping = setInterval(() => {
    for (const socket of sockets) if (socket.bytesWritten > 0 && socket.writable) socket.write('x')
  }, 500)
  onTestFinished(() => clearInterval(dripping))

  const times: number[] = []
  let largest = 0
  const most = sockets.size
  while (sockets.size > 0) {
    times.push(await ask())
    largest = Math.max(largest, process.memoryUsage().rss)
    expect(times.length, `${sockets.size} of ${most} clients are still there`).toBeLessThan(400)
    await wait(50)
  }
  times.sort((a, b) => a - b)
  const grown = Math.round((largest - resting) / 1e6)
  const slowest = Math.round(times[times.length - 1])
  console.info(
    `${most} slow clients: +${grown} MB, theirs included; ${times.length} others' answers, slowest ${slowest} ms`,
  )
  expect(most).toBe(CLIENTS)
  expect(times.length).toBeGreaterThan(10)
  expect(slowest).toBeLessThan(2000)
  expect(grown).toBeLessThan(100 + CLIENTS * 0.05)
  expect(logged).not.toHaveBeenCalled()
})
