import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished, vi } from 'vitest'
import { readWebhooks } from '../../../src/server/webhooks/settings.ts'
import type { Timing } from '../../../src/server/webhooks/timing.ts'

export const SECRET = `whsec_${Buffer.from('a key of a test, 32 bytes of it.').toString('base64')}`

/** Nobody waits long in a test. */
export const SOON: Timing = { retryMs: [10, 10], timeoutMs: 5000, judgeMs: 0, closeMs: 1000 }

type Received = { path: string; headers: IncomingHttpHeaders; body: string; at: number }
type Reply = (response: ServerResponse, place: number) => void

/** A receiver over HTTP; `reply` says what it answers to which request. */
export const startReceiver = async (reply: Reply = (response) => response.end('ok')) => {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    const { url: path = '', headers } = request
    received.push({ path, headers, body, at: performance.now() })
    reply(response, received.length - 1)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const until = (count: number) =>
    vi.waitUntil(() => received.length >= count && received, { timeout: 30_000, interval: 5 })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received, until }
}

/** What the environment says of receivers. */
export const settingsOf = (urls: string | readonly string[], environment: NodeJS.ProcessEnv = {}) => {
  const settings = readWebhooks({
    WEBHOOK_URLS: [urls].flat().join(', '),
    WEBHOOK_SECRET: SECRET,
    WEBHOOK_PRIVATE: 'true',
    ...environment,
  })
  if (!settings) throw new Error('no receivers')
  return settings
}
