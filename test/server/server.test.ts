import { createServer, Server as HttpServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { readConfig } from '../../src/server/config.ts'
import { DEFAULT_SAFETY } from '../../src/server/safety.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import { databases, openAll, type TestDatabase } from '../databases.ts'
import { ingestSealSmall, SQLITE, write } from '../graphql/ask.ts'

const AUDIT = '{ dataset(name: "seal-small") { audit { alignment { pairs } } } }'

const ask = async (url: string, query: string, headers = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  })

/** Whether anything takes connections there. */
const accepts = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host, port })
    const end = (accepted: boolean) => {
      socket.destroy()
      resolve(accepted)
    }
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })

describe.each(databases())('a server on $name', ({ create }) => {
  let database: TestDatabase
  let server: Server
  beforeAll(async () => {
    database = await create()
    await write(database.url, ingestSealSmall)
    server = await startServer({ ...readConfig({}), databaseUrl: database.url, port: 0 })
  })
  afterAll(async () => {
    await server.close()
    await database.drop()
  })

  it('answers over HTTP', async () => {
    const response = await ask(server.url, AUDIT)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      data: { dataset: { audit: { alignment: { pairs: 600 } } } },
    })
  })

  it('listens on the loopback interface only', async () => {
    const { hostname, port } = new URL(server.url)
    expect(hostname).toBe('127.0.0.1')
    expect(await accepts('127.0.0.1', Number(port))).toBe(true)
    const others = Object.values(networkInterfaces()).flatMap((addresses) =>
      (addresses ?? []).filter(({ internal, family }) => !internal && family === 'IPv4'),
    )
    for (const { address } of others) expect(await accepts(address, Number(port))).toBe(false)
  })

  it('serves GraphiQL, whole: nothing comes from another host', async () => {
    const response = await fetch(server.url, { headers: { accept: 'text/html' } })
    expect(response.headers.get('content-type')).toContain('text/html')
    const html = await response.text()
    expect(html).toContain('seal-graphql')
    expect(html).toContain('query Table1')
    // The scripts speak of hosts, in messages and documentation: what the page itself loads is in its tags.
    const page = html
      .replace(/(<script[^>]*>)[\s\S]*?<\/script>/g, '$1')
      .replace(/<style[\s\S]*?<\/style>/g, '')
    expect([...page.matchAll(/<(script|link|style|img|iframe)\b/g)].length).toBeGreaterThan(0)
    expect(
      [...page.matchAll(/\b(?:src|href|action)\s*=\s*["']?([^"'\s>]+)/g)]
        .map(([, url]) => url)
        .filter((url) => !url.startsWith('data:')),
    ).toEqual([])
    expect(html).not.toMatch(/@import\s+(url\()?["']?https?:/)
    expect(html).not.toMatch(/(?:src|href)\s*=\s*["']?(?:https?:)?\/\/[^"']*(?:cdn|unpkg|jsdelivr)/)
  })

  it("opens itself to no other site's pages", async () => {
    const origin = { origin: 'https://elsewhere.example' }
    const response = await ask(server.url, '{ __typename }', origin)
    const preflight = await fetch(server.url, {
      method: 'OPTIONS',
      headers: {
        ...origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
    for (const { headers } of [response, preflight]) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    }
    // Without the preflight that a browser makes of JSON, a page could send but not read.
    const plain = await fetch(server.url, {
      method: 'POST',
      headers: { ...origin, 'content-type': 'text/plain' },
      body: JSON.stringify({ query: '{ __typename }' }),
    })
    expect(plain.status).toBe(415)
  })

  it('says it is well', async () => {
    expect((await fetch(new URL('/health', server.url))).status).toBe(200)
  })

  it('says when its port is in use', async () => {
    const { port } = new URL(server.url)
    const config = { ...readConfig({}), databaseUrl: database.url, port: Number(port) }
    await expect(startServer(config)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: `127.0.0.1:${port} is in use; set HOST or PORT to listen elsewhere`,
    })
    // The one that was there goes on.
    expect((await ask(server.url, AUDIT)).status).toBe(200)
  })

  it('says when its host is none', async () => {
    const safety = { ...DEFAULT_SAFETY, insecure: true }
    const config = { databaseUrl: database.url, host: '192.0.2.1', port: 0, safety }
    await expect(startServer(config)).rejects.toMatchObject({
      message: /192\.0\.2\.1:0 is not an address here/,
    })
  })

  it('closes while a subscription is open, and ends it', async () => {
    const other = await startServer({ ...readConfig({}), databaseUrl: database.url, port: 0 })
    const query = 'subscription { datasetRevised(name: "seal-small") { revision } }'
    const response = await ask(other.url, query, { accept: 'text/event-stream' })
    expect(response.status).toBe(200)
    const text = response.text()
    await other.close()
    expect(await text).not.toContain('error')
    expect(await accepts('127.0.0.1', Number(new URL(other.url).port))).toBe(false)
  })

  it('gives requests under way their answer before it closes', async () => {
    const other = await startServer({ ...readConfig({}), databaseUrl: database.url, port: 0 })
    const emitted = vi.spyOn(HttpServer.prototype, 'emit')
    onTestFinished(() => emitted.mockRestore())
    const answer = ask(other.url, AUDIT).then((response) => response.json())
    await vi.waitUntil(() => emitted.mock.calls.some(([event]: unknown[]) => event === 'request'))
    await other.close()
    expect(await answer).toMatchObject({ data: { dataset: { audit: { alignment: { pairs: 600 } } } } })
  })
})

describe('a server', () => {
  it('makes the database that is not there yet', async () => {
    const { url, drop } = await SQLITE.create()
    onTestFinished(drop)
    const server = await startServer({ ...readConfig({}), databaseUrl: url, port: 0 })
    onTestFinished(server.close)
    expect(await (await ask(server.url, '{ datasets { name } }')).json()).toMatchObject({
      data: { datasets: [] },
    })
  })

  it('does not touch a port that others hold', async () => {
    const holder = createServer((_, response) => response.end('mine'))
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
    const { port } = holder.address() as AddressInfo
    const { url, drop } = await SQLITE.create()
    onTestFinished(drop)
    await expect(startServer({ databaseUrl: url, host: '127.0.0.1', port })).rejects.toThrow('is in use')
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('mine')
    holder.closeAllConnections()
    await new Promise((resolve) => holder.close(resolve))
    // It leaves the database free.
    await (await openAll(url)).close()
  })
})
