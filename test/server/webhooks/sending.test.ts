import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, LookupFunction } from 'node:net'
import path from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { revisedEvent, type WebhookEvent } from '../../../src/server/webhooks/events.ts'
import { openReceivers, type SendingOptions } from '../../../src/server/webhooks/receivers.ts'
import { blocksOf } from '../../pages.ts'
import { temporaryFolder } from '../../temporary.ts'
import { SECRET, SOON, settingsOf, startReceiver } from './receiving.ts'

vi.hoisted(() => vi.stubEnv('LOG_LEVEL', 'warn'))
const logged = vi.spyOn(console, 'error').mockReturnValue()
afterEach(() => logged.mockClear())
const log = () => logged.mock.calls.map(([line]) => JSON.parse(String(line)))

const revised = (revision: number, id = 1): WebhookEvent =>
  revisedEvent('a database', { id, name: `dataset ${id}`, revision })

const open = (
  urls: string | readonly string[],
  { environment, ...options }: SendingOptions & { environment?: NodeJS.ProcessEnv } = {},
) => {
  const counted: Record<string, number> = {}
  const count = (delivery: string) => {
    counted[delivery] = (counted[delivery] ?? 0) + 1
  }
  const receivers = openReceivers(settingsOf(urls, environment), count, { timing: SOON, ...options })
  onTestFinished(receivers.close)
  const until = (delivery: string, times = 1) =>
    vi.waitUntil(() => counted[delivery] === times, { timeout: 30_000, interval: 5 })
  return { ...receivers, counted, until }
}

const revisionOf = ({ body }: { body: string }) => JSON.parse(body).data.dataset.revision

describe('an event', () => {
  it('comes once, signed so that the library of Standard Webhooks knows it with each secret', async () => {
    const { url, until } = await startReceiver()
    const old = `whsec_${Buffer.alloc(24, 7).toString('base64')}`
    const { send, close } = open(url, { environment: { WEBHOOK_SECRET: `${SECRET},${old}` } })
    const event = revised(3)
    send(event)
    const [{ headers, body }] = await until(1)
    expect(headers['content-type']).toBe('application/json')
    expect(headers['webhook-id']).toBe(event.id)
    expect(JSON.parse(body)).toEqual({
      type: 'dataset.revised',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { dataset: { id: 'RGF0YXNldDox', name: 'dataset 1', revision: 3 } },
    })
    for (const secret of [SECRET, old])
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual(JSON.parse(body))
    expect(() => new Webhook(SECRET).verify(`${body} `, headers as Record<string, string>)).toThrow()
    await close()
    expect(await until(1)).toHaveLength(1)
  })

  it('is verified as the page says, in Python and in a shell', async () => {
    const { url, until } = await startReceiver()
    open(url).send(revised(3))
    const [{ headers, body }] = await until(1)
    const blocks = blocksOf('scripts/docs/webhooks.md')
    const codeOf = (language: string) =>
      blocks.find((block) => block.language === language && block.info)?.code ?? ''
    const verify = `${codeOf('python')}
import os
print(json.dumps(verified(os.environ["SECRET"], json.loads(os.environ["HEADERS"]), os.environ["BODY"].encode())))`
    const inPython = (SECRET: string, BODY: string) => {
      const env = { ...process.env, SECRET, BODY, HEADERS: JSON.stringify(headers) }
      return spawnSync('python3', ['-c', verify], { env, encoding: 'utf8' })
    }
    expect(JSON.parse(inPython(SECRET, body).stdout)).toEqual(JSON.parse(body))
    expect(inPython(SECRET, `${body} `).stderr).toContain('not signed with this secret')
    const file = path.join(temporaryFolder(), 'body.json')
    writeFileSync(file, body)
    const { 'webhook-id': id, 'webhook-timestamp': timestamp } = headers as Record<string, string>
    const env = { ...process.env, WEBHOOK_SECRET: SECRET, id, timestamp, body: file }
    const signature = execFileSync('bash', ['-euo', 'pipefail', '-c', codeOf('sh')], {
      env,
      encoding: 'utf8',
    })
    expect(headers['webhook-signature']).toBe(`v1,${signature.trim()}`)
  })

  it('comes again, of the same id, until it is taken', async () => {
    const { url, until } = await startReceiver((response, place) =>
      response.writeHead([500, 404, 204][place]).end(),
    )
    const { send, counted, until: untilCounted } = open(url)
    send(revised(1))
    const all = await until(3)
    expect(new Set(all.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(all.map(({ body }) => body)).size).toBe(1)
    await untilCounted('DELIVERED')
    expect(counted).toEqual({ FAILED: 2, DELIVERED: 1 })
  })

  it('is given up when no attempt is left, and that is logged without what is secret', async () => {
    const { url, until } = await startReceiver((response) => response.writeHead(500).end('key=secret'))
    const private_ = url.replace('//', '//user:password@').concat('hidden?key=secret')
    const { send, counted, until: untilCounted } = open(private_)
    send(revised(1))
    await untilCounted('GIVEN_UP')
    const [{ path, headers }] = await until(3)
    expect(path).toBe('/hidden?key=secret')
    expect(headers.authorization).toBe(`Basic ${Buffer.from('user:password').toString('base64')}`)
    expect(counted).toEqual({ FAILED: 3, GIVEN_UP: 1 })
    const lines = log()
    expect(lines.at(-1)).toMatchObject({
      level: 'error',
      receiver: `1 at ${url.slice(0, -1)}`,
      events: [{ type: 'dataset.revised', dataset: 'dataset 1', revision: 1 }],
      msg: 'not delivered to a webhook: the receiver answers 500; no attempt is left',
    })
    for (const secret of ['password', 'hidden', 'secret', SECRET, 'authorization'])
      expect(JSON.stringify(lines)).not.toContain(secret)
  })

  it('waits as long as the receiver asks', async () => {
    const { url, until } = await startReceiver((response, place) =>
      response.writeHead(place === 0 ? 429 : 200, { 'retry-after': '1' }).end(),
    )
    const { send } = open(url)
    send(revised(1))
    await until(1)
    // Others wait, too.
    send(revised(1, 2))
    const all = await until(3)
    expect(all[1].at - all[0].at).toBeGreaterThan(900)
  })

  it('is the last one after 410', async () => {
    const { url, until, received } = await startReceiver((response) => response.writeHead(410).end())
    const { send, close, until: untilCounted } = open(url)
    send(revised(1))
    send(revised(1, 2))
    await until(1)
    await untilCounted('GIVEN_UP', 2)
    send(revised(2))
    await close()
    expect(received).toHaveLength(1)
  })

  it('goes to no other address than the one that was given', async () => {
    const elsewhere = await startReceiver()
    const { url, until } = await startReceiver((response) =>
      response.writeHead(307, { location: elsewhere.url }).end(),
    )
    const { send, counted, until: untilCounted } = open(url)
    send(revised(1))
    await until(1)
    await untilCounted('GIVEN_UP')
    expect(elsewhere.received).toEqual([])
    expect(counted).toEqual({ FAILED: 3, GIVEN_UP: 1 })
    expect(log()[0].msg).toContain('answers 307; what is sent goes to no other address')
  })
})

describe('a receiver', () => {
  it('that never answers holds up no other one, and has so much time', async () => {
    const silent = await startReceiver(() => undefined)
    const { url, until } = await startReceiver()
    const timing = { ...SOON, timeoutMs: 300, retryMs: [] }
    const { send, until: untilCounted } = open([silent.url, url], { timing })
    for (const id of [1, 2, 3]) send(revised(1, id))
    await until(3)
    expect(silent.received.length).toBeLessThan(3)
    await untilCounted('GIVEN_UP', 3)
    expect(log()[0].msg).toContain('no answer within 0.3 s')
  })

  it('that is not there is told later', async () => {
    const port = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo
        server.close(() => resolve(port))
      })
    })
    const { send, until } = open(`http://127.0.0.1:${port}`, {
      timing: { ...SOON, retryMs: [50, 50, 50, 50, 50] },
    })
    send(revised(1))
    await until('FAILED')
    expect(log()[0].msg).toBe('a webhook failed: the connection failed (ECONNREFUSED)')
    const server = createServer((_, response) => response.end()).listen(port, '127.0.0.1')
    onTestFinished(() => void server.close())
    await until('DELIVERED')
  })

  it('whose certificate nobody vouches for is sent nothing', async () => {
    const folder = temporaryFolder()
    const files = ['-keyout', 'key.pem', '-out', 'cert.pem']
    const args = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      '/CN=localhost',
    ]
    execFileSync('openssl', [...args, ...files], { cwd: folder, stdio: 'ignore' })
    const [key, cert] = ['key.pem', 'cert.pem'].map((name) => readFileSync(path.join(folder, name)))
    let requests = 0
    const server = createSecureServer({ key, cert }, () => requests++).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { send, until } = open(`https://localhost:${(server.address() as AddressInfo).port}`)
    send(revised(1))
    await until('GIVEN_UP')
    expect(log()[0].msg).toBe('a webhook failed: the connection failed (DEPTH_ZERO_SELF_SIGNED_CERT)')
    expect(requests).toBe(0)
  })

  it('that answers a gigabyte is left after a little of it', async () => {
    let written = 0
    let isLeft = Promise.resolve<unknown>(undefined)
    const { url } = await startReceiver((response) => {
      isLeft = once(response, 'close')
      const part = Buffer.alloc(65_536)
      const write = () => {
        while (written < 1e9 && !response.destroyed) {
          written += part.length
          if (!response.write(part)) return void response.once('drain', write)
        }
      }
      write()
    })
    const { send, until } = open(url)
    send(revised(1))
    await until('DELIVERED')
    await isLeft
    // What fits into the sockets' buffers.
    expect(written).toBeLessThan(2e7)
  })

  it('gets the newest revision of a dataset alone, of those that wait, and not too many of all', async () => {
    let answer = () => {}
    const { url, until } = await startReceiver((response, place) => {
      if (place === 0) answer = () => response.end()
      else response.end()
    })
    const { send, counted } = open(url)
    send(revised(1))
    await until(1)
    for (const revision of [2, 3, 4]) send(revised(revision))
    for (let id = 2; id <= 101; id++) send(revised(7, id))
    answer()
    // Revision 4 was the one too many: the first of those that wait.
    const all = await until(101)
    expect(all.slice(0, 3).map(revisionOf)).toEqual([1, 7, 7])
    expect(counted).toMatchObject({ REPLACED: 2, GIVEN_UP: 1 })
    expect(log()[0].msg).toBe('not delivered to a webhook: more than 100 wait for the receiver')
  })

  it('gets the newest revision in the place of one that failed', async () => {
    let answer = () => {}
    const { url, until } = await startReceiver((response, place) => {
      if (place === 0) answer = () => response.writeHead(500).end()
      else response.end()
    })
    const { send, counted, until: untilCounted } = open(url)
    send(revised(1))
    await until(1)
    send(revised(2))
    answer()
    await untilCounted('DELIVERED')
    expect((await until(2)).map(revisionOf)).toEqual([1, 2])
    expect(counted).toEqual({ FAILED: 1, REPLACED: 1, DELIVERED: 1 })
  })
})

describe('when the server ends', () => {
  it('what is under way is waited for', async () => {
    const { url, until, received } = await startReceiver((response) => setTimeout(() => response.end(), 200))
    const { send, close, counted } = open(url)
    send(revised(1))
    send(revised(1, 2))
    await until(1)
    await close()
    expect(received).toHaveLength(2)
    expect(counted).toEqual({ DELIVERED: 2 })
    expect(logged).not.toHaveBeenCalled()
  })

  it('what takes longer, or waits for another attempt, is told of', async () => {
    const silent = await startReceiver(() => undefined)
    const failing = await startReceiver((response) => response.writeHead(500).end())
    const timing = { ...SOON, retryMs: [60_000], closeMs: 100 }
    const { send, close, until, counted } = open([silent.url, failing.url], { timing })
    send(revised(5))
    await silent.until(1)
    await until('FAILED')
    const begun = performance.now()
    await close()
    expect(performance.now() - begun).toBeLessThan(1000)
    expect(counted).toEqual({ FAILED: 1, GIVEN_UP: 2 })
    const ends = log().filter(({ msg }) => msg === 'not delivered to a webhook: the server ends')
    expect(ends.map(({ receiver, events }) => [receiver[0], events[0].revision]).sort()).toEqual([
      ['1', 5],
      ['2', 5],
    ])
  })
})

describe('a private address', () => {
  const finds =
    (...addresses: string[]): LookupFunction =>
    (_, __, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )

  it('is not connected to, whatever has it as its name', async () => {
    const { url, received } = await startReceiver()
    const { port } = new URL(url)
    let accepted = 0
    const server = createServer().on('connection', () => accepted++)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    onTestFinished(() => void server.close())
    const named = `https://receiver.example:${(server.address() as AddressInfo).port}`
    const lookup = finds('127.0.0.1', '::ffff:127.0.0.1')
    const environment = { WEBHOOK_PRIVATE: 'false' }
    const refused = open(named, { lookup, environment })
    refused.send(revised(1))
    await refused.until('GIVEN_UP')
    expect(accepted).toBe(0)
    expect(log()[0]).toMatchObject({
      msg: 'a webhook failed: 127.0.0.1 is no public address; WEBHOOK_PRIVATE=true allows it',
    })
    // It is the address that is refused, not the name.
    const allowed = open(`http://receiver.example:${port}`, { lookup })
    allowed.send(revised(1))
    await allowed.until('DELIVERED')
    expect(received[0].headers.host).toBe(`receiver.example:${port}`)
  })

  it('is looked at where it is connected to: a name is resolved once an attempt', async () => {
    const { url } = await startReceiver()
    const lookup = vi.fn(finds('127.0.0.1'))
    const { send, until } = open(`http://receiver.example:${new URL(url).port}`, { lookup })
    send(revised(1))
    await until('DELIVERED')
    expect(lookup).toHaveBeenCalledTimes(1)
  })

  it('is all that is reached without encryption', async () => {
    const { send, until } = open('http://receiver.example', { lookup: finds('8.8.8.8') })
    send(revised(1))
    await until('GIVEN_UP')
    expect(log()[0].msg).toBe(
      'a webhook failed: 8.8.8.8 is a public address, which is reached by https alone',
    )
  })
})
