import { Agent, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { databases } from '../../databases.ts'
import { ingestSealSmall, write } from '../../graphql/ask.ts'
import { pause, type Served, serveProcess } from './process.ts'

type Outcome = {
  at: number
  ended: number
  status: number | null
  whole: boolean
  closes: boolean
  reused: boolean
  error?: string
}

const PAGE = '{ dataset(name: "seal-small") { pairs(first: 20) { edges { node { rowId prompt } } } } }'
/** Never the same text: it has to be computed. */
const slice = () =>
  `{ dataset(name: "seal-small") { audit(where: { text: "${Math.random()}" }) { imprints(stage: POST) { terms { status } } } } }`
const CLIENTS = 12
const TABLE = '/tables/seal-small/pairs.csv?texts=true'

const asked = (body: string, url: string, agent: Agent) => {
  const isTable = body === TABLE
  const address = isTable ? new URL(TABLE, url) : url
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  const sent = request(address, { agent, method: isTable ? 'GET' : 'POST', headers: isTable ? {} : headers })
  const at = performance.now()
  return new Promise<Outcome>((resolve) => {
    const end = (more: Partial<Outcome>) =>
      resolve({
        at,
        ended: performance.now(),
        status: null,
        whole: false,
        closes: false,
        reused: sent.reusedSocket,
        ...more,
      })
    sent.on('error', (error: NodeJS.ErrnoException) => end({ error: error.code }))
    sent.on('response', async (response: IncomingMessage) => {
      const { statusCode: status = 0 } = response
      const closes = response.headers.connection === 'close'
      let text = ''
      try {
        for await (const part of response.setEncoding('utf8')) text += part
        const whole = isTable
          ? text.endsWith('\r\n') && text.split('\r\n').length > 600
          : 'data' in JSON.parse(text)
        end({ status, whole, closes })
      } catch (error) {
        end({ status, closes, error: String(error) })
      }
    })
    sent.end(isTable ? undefined : JSON.stringify({ query: body }))
  })
}

/** Clients that each ask one question after the other by a connection that they keep, until none is taken any longer. */
const load = ({ url }: Served, clients: number) => {
  const outcomes: Outcome[] = []
  const client = async (_: unknown, number: number) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    const kinds = [() => PAGE, slice, () => TABLE]
    for (let turn = number; ; turn++) {
      const outcome = await asked(kinds[turn % kinds.length](), url, agent)
      outcomes.push(outcome)
      if (outcome.error) return
      // Some think before they ask again, in which time nothing is under way on their connection.
      if (number % 2 === 1) await pause(100 * Math.random())
    }
  }
  return { outcomes, ended: Promise.all(Array.from({ length: clients }, client)) }
}

/** Opens a stream of events; `text` is all of it, once it ends in an orderly way. */
const subscribe = async (served: Served) => {
  const query = 'subscription Revised { datasetRevised(name: "seal-small") { revision } }'
  const response = await served.ask(query, { headers: { accept: 'text/event-stream' } })
  expect(response.status).toBe(200)
  return { text: response.text() }
}

const isListening = ({ url }: Served) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port) })
    const end = (is: boolean) => {
      socket.destroy()
      resolve(is)
    }
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })

const serve = async (create: () => Promise<{ url: string; drop(): Promise<void> }>, environment = {}) => {
  const { url, drop } = await create()
  onTestFinished(drop)
  await write(url, ingestSealSmall)
  const served = await serveProcess(url, environment)
  onTestFinished(() => served.kill('SIGKILL'))
  return served
}

/** Whoever sends requests there has time to see that it should not, while they are answered. */
const seesNotReady = async ({ get }: Served) => {
  const probe = await vi.waitUntil(async () => {
    const response = await get('/health/ready')
    return response.status === 503 && response
  })
  expect(await probe.json()).toEqual({
    status: 'not ready',
    checks: { database: 'ok', migrations: 'ok', shutdown: 'the server is shutting down' },
  })
  expect(probe.headers.get('connection')).toBe('close')
  expect((await get('/health/live')).status).toBe(200)
}

const [SQLITE, another = SQLITE] = databases()

describe.each([
  { ...SQLITE, pauseSeconds: 0 },
  { ...another, pauseSeconds: 0.5 },
])('SIGTERM to a server on $name that pauses for $pauseSeconds s', ({ create, pauseSeconds }) => {
  it('loses no request under load', async () => {
    const served = await serve(create, { SHUTDOWN_PAUSE: String(pauseSeconds) })
    const { outcomes, ended } = load(served, CLIENTS)
    await vi.waitUntil(() => outcomes.length > 50, { timeout: 30_000 })
    const subscription = await subscribe(served)
    // A connection by which nobody asks anything keeps nobody waiting.
    const silent = connect({ host: '127.0.0.1', port: Number(new URL(served.url).port) })
    onTestFinished(() => void silent.destroy())

    served.kill('SIGTERM')
    const told = performance.now()
    if (pauseSeconds > 0) await seesNotReady(served)

    expect(await served.exited).toEqual([0, null])
    await ended
    // Each was answered, all of it, until no connection was taken any longer.
    const answered = outcomes.filter(({ error }) => error === undefined)
    expect(answered.filter(({ status, whole }) => status !== 200 || !whole)).toEqual([])
    const refused = outcomes.filter(({ error }) => error !== undefined)
    expect(refused).toHaveLength(CLIENTS)
    for (const { error, reused } of refused)
      expect(`${error} ${reused}`).toMatch(/^ECONN(REFUSED|RESET) false$/)
    // A connection that is reset had not been taken: the server has answered whatever it has seen.
    const seen = served.lines().filter(({ msg, operation }) => msg === 'request' && operation !== 'Revised')
    expect(seen).toHaveLength(answered.length)
    expect(seen.filter(({ status }) => status !== 200)).toEqual([])
    // Once one answer has said that its connection closes, all do.
    const last = answered.filter(({ closes }) => closes)
    expect(last.length).toBeGreaterThan(0)
    const first = Math.min(...last.map(({ ended }) => ended))
    expect(answered.filter(({ at, closes }) => at > first && !closes)).toEqual([])
    expect(await subscription.text).toMatch(/event: complete/)
    expect(performance.now() - told).toBeLessThan(10_000)
    expect(served.lines().filter(({ level }) => level !== 'info')).toEqual([])
  })
})

describe('a server that is told to stop', () => {
  const { create } = SQLITE
  /** Has the server wait for the rest of a request. */
  const stuck = async (served: Served) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(served.url).port) })
    onTestFinished(() => void socket.destroy())
    const head = [
      'POST /graphql HTTP/1.1',
      'host: localhost',
      'content-type: application/json',
      'content-length: 100',
    ]
    socket.on('error', () => undefined).write(`${head.join('\r\n')}\r\n\r\n{`)
    await pause(200)
  }

  it('waits for an answer no longer than it may, nor for a collector that is not there', async () => {
    const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:9'
    const served = await serve(create, { SHUTDOWN_SECONDS: '1', OTEL_EXPORTER_OTLP_ENDPOINT })
    await stuck(served)
    const told = performance.now()
    served.kill('SIGTERM')
    expect(await served.exited).toEqual([0, null])
    expect(performance.now() - told).toBeGreaterThan(1000)
    expect(performance.now() - told).toBeLessThan(6000)
    expect(served.lines().map(({ msg }) => msg)).toContain('answers that took too long are given up')
  })

  it('ends at once when it is told again, but not by the echo of one Ctrl-C', async () => {
    const served = await serve(create)
    await stuck(served)
    served.kill('SIGINT')
    await pause(50)
    served.kill('SIGINT')
    await pause(600)
    expect(await isListening(served)).toBe(false)
    const told = performance.now()
    served.kill('SIGTERM')
    expect(await served.exited).toEqual([1, null])
    expect(performance.now() - told).toBeLessThan(500)
  })
})
