import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { createGunzip } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Engine } from '../../src/engine/engine.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { shared } from '../graphql/ask.ts'
import { pairLines, tempFile } from '../pipeline/files.ts'

const PAIRS = 20_000
const PARTS = PAIRS / 50 + 1

/** How many parts were asked for, and what becomes of one of them. */
const parts = { asked: 0, instead: new Map<number, (asker?: AbortSignal) => Promise<never>>() }
const counted = (engine: Engine): Engine => ({
  ...engine,
  ask: (scope, question, args, asker) => {
    if (question !== 'pairTable') return engine.ask(scope, question, args, asker)
    return parts.instead.get(parts.asked++)?.(asker) ?? engine.ask(scope, question, args, asker)
  },
})

/** 80 MB of texts: more than the sockets of this machine hold, which is up to 36 MB. */
const answers = Array.from(
  { length: PAIRS },
  (_, row) => [`${row} ${'x'.repeat(2000)}`, 'y'.repeat(2000)] as const,
)
const api = shared(
  (context) => ingestPairs(context, { dataset: 'long', files: [tempFile(pairLines(answers))] }),
  { change: counted },
)

const server = createServer((request, response) => void api.yoga(request, response))
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const logged = vi.spyOn(console, 'error')
beforeEach(() => {
  parts.asked = 0
  parts.instead.clear()
  logged.mockReset()
})

/** A response whose body nobody has begun to read. */
const ask = (query = '?texts=true', headers = {}) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const { port } = server.address() as AddressInfo
    get({ port, path: `/tables/long/pairs.csv${query}`, headers }, resolve).once('error', reject)
  })

/** How many parts are asked for until no more are. */
const settled = async () => {
  let before = -1
  while (before !== parts.asked) {
    before = parts.asked
    await wait(300)
  }
  return parts.asked
}

describe('a large table', () => {
  afterEach(() => expect(logged).not.toHaveBeenCalled())

  it('arrives whole, gzipped or not', async () => {
    const plain = await text(await ask())
    expect(plain.split('\r\n')).toHaveLength(PAIRS + 2)
    expect(parts.asked).toBe(PARTS)
    const gzipped = await ask('?texts=true', { 'accept-encoding': 'gzip' })
    expect(await text(gzipped.pipe(createGunzip()))).toBe(plain)
  })

  it('is read no faster than the client reads', async () => {
    const response = await ask()
    expect(await settled()).toBeLessThan(PARTS * 0.75)
    expect((await text(response)).split('\r\n')).toHaveLength(PAIRS + 2)
  })

  it('is no longer made when the client goes away', async () => {
    const response = await ask()
    const asked = await settled()
    response.destroy()
    expect(await settled()).toBe(asked)
    let gone: boolean | undefined
    parts.asked = 0
    parts.instead.set(
      1,
      (asker) =>
        new Promise((_, reject) => {
          asker?.addEventListener('abort', () => {
            gone = asker.aborted
            reject(new Error('nobody waits'))
          })
        }),
    )
    const other = await ask()
    await vi.waitUntil(() => parts.asked === 2)
    other.destroy()
    await vi.waitUntil(() => gone)
  })
})

describe('a table that fails half-way', () => {
  it('breaks off, so that nobody takes it for the whole', async () => {
    parts.instead.set(3, () => Promise.reject(new Error('the secret cause')))
    logged.mockImplementation(() => undefined)
    await expect(text(await ask())).rejects.toThrow('aborted')
    expect(JSON.parse(logged.mock.calls[0][0])).toMatchObject({
      msg: 'defect',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      err: { message: 'the secret cause' },
    })
  })

  it('says so if it is the first part', async () => {
    parts.instead.set(0, () => Promise.reject(new Error('the secret cause')))
    logged.mockImplementation(() => undefined)
    const response = await ask()
    expect(response.statusCode).toBe(500)
    const { id, ...rest } = JSON.parse(await text(response))
    expect(rest).toEqual({ code: 'INTERNAL_SERVER_ERROR', message: 'Unexpected error.' })
    expect(id).toBe(response.headers['x-request-id'])
    expect(JSON.parse(logged.mock.calls[0][0])).toMatchObject({ id, err: { message: 'the secret cause' } })
  })
})
