import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { openReadiness } from '../../../src/server/operations/readiness.ts'

it('does not wait long for a database that takes connections and says nothing', async () => {
  let connections = 0
  const silent = createServer((socket) => {
    connections++
    socket.on('error', () => undefined)
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
  // However many ask, one looks.
  expect(connections).toBe(1)
})
