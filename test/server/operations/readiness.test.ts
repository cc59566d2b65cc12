import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openReadiness } from '../../../src/server/operations/readiness.ts'

/** What PostgreSQL says to who may come in. */
const WELCOME = Buffer.from('5200000008000000005a0000000549', 'hex')

it('waits neither long nor for ever for a database that takes connections and then says nothing', async () => {
  const sockets: Socket[] = []
  const silent = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined).once('data', () => socket.write(WELCOME))
    onTestFinished(() => void socket.destroy())
  }).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  onTestFinished(() => void silent.close())
  const { port } = silent.address() as AddressInfo
  const look = openReadiness(`postgresql://user:secret@127.0.0.1:${port}/name`, () => false)
  const begun = performance.now()
  const checks = { database: 'it does not answer within 2 s', migrations: 'unknown', shutdown: 'ok' }
  for (const found of await Promise.all([look(), look(), look()]))
    expect(found).toEqual({ isReady: false, checks })
  expect(performance.now() - begun).toBeLessThan(3000)
  // However many ask, one looks; and it leaves nothing behind.
  expect(sockets).toHaveLength(1)
  await vi.waitUntil(() => sockets[0].destroyed)
  await look()
  expect(sockets).toHaveLength(2)
})
