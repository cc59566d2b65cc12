import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { databases, openAll, type TestDatabase } from '../../databases.ts'
import { ingestSealSmall, write } from '../../graphql/ask.ts'
import { attributesOf, startCollector } from './collector.ts'
import { lineOf, type Served, serveProcess } from './process.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const READY = { status: 'ready', checks: { database: 'ok', migrations: 'ok', shutdown: 'ok' } }
const TRACE = '0af7651916cd43dd8448eb211c80319c'
const PARENT = 'b7ad6b7169203331'
const REGRESSION = `query Regression($where: PairFilter) {
  dataset(name: "seal-small") { audit(where: $where) { imprints(stage: POST) { terms { estimate } } } }
}`
const VARIABLES = { where: { text: 'hidden-text' } }
const SECRETS = ['hidden-text', 'hidden-token', 'hidden-parameter', 'hidden-key']

/** Samples of Prometheus' text by name and labels. */
const samplesOf = (text: string): Map<string, number> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line && !line.startsWith('#'))
      .map((line) => {
        const [, name, value] = /^([a-zA-Z_:][\w:]*(?:\{.*\})?) (\S+)$/.exec(line) as RegExpExecArray
        return [name, Number(value)]
      }),
  )

describe.each(databases())('a server on $name tells those who run it', ({ name, create }) => {
  let database: TestDatabase
  let collector: Awaited<ReturnType<typeof startCollector>>
  let served: Served
  beforeAll(async () => {
    database = await create()
    await write(database.url, ingestSealSmall)
    collector = await startCollector()
    served = await serveProcess(database.url, {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=hidden-key',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    })
  })
  afterAll(async () => {
    served.kill('SIGKILL')
    await served.exited
    collector.close()
    await database.drop()
  })
  const metrics = async () => samplesOf(await (await served.get('/metrics')).text())

  it('whether it lives, and whether it is ready', async () => {
    const live = await served.get('/health/live')
    expect([live.status, await live.json()]).toEqual([200, { status: 'live' }])
    const ready = await served.get('/health/ready')
    expect([ready.status, await ready.json()]).toEqual([200, READY])
    expect(ready.headers.get('cache-control')).toBe('no-store')
  })

  it('that it is not ready while a migration is missing', async () => {
    const { connection, close } = await openAll(database.url)
    onTestFinished(close)
    const rename = (from: string, to: string) =>
      connection.query(
        'UPDATE _prisma_migrations SET migration_name = ?1 WHERE migration_name = ?2 RETURNING id',
        [to, from],
      )
    const [[last]] = await connection.query('SELECT MAX(migration_name) FROM _prisma_migrations')
    await rename(String(last), 'elsewhere')
    const unready = await served.get('/health/ready')
    const migrations = '1 are missing; npm run migrate applies them'
    expect([unready.status, await unready.json()]).toEqual([
      503,
      { status: 'not ready', checks: { ...READY.checks, migrations } },
    ])
    expect((await served.get('/health/live')).status).toBe(200)
    await rename('elsewhere', String(last))
    expect((await served.get('/health/ready')).status).toBe(200)
  })

  it('of each request in a line of the log, with the id that the client has given or is told', async () => {
    const id = 'trace-1/a_b.c:2+d='
    const headers = {
      'x-request-id': id,
      authorization: 'Bearer hidden-token',
      traceparent: `00-${TRACE}-${PARENT}-01`,
    }
    const answer = await served.ask(REGRESSION, { variables: VARIABLES, headers })
    expect((await answer.json()).data.dataset.audit.imprints.terms.length).toBeGreaterThan(0)
    expect(answer.headers.get('x-request-id')).toBe(id)
    expect(await lineOf(served, id)).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      msg: 'request',
      requestId: id,
      traceId: TRACE,
      method: 'POST',
      path: '/graphql',
      operation: 'Regression',
      status: 200,
      milliseconds: expect.any(Number),
    })
    await served.get('/tables/seal-small/table-1.csv?where={"text":"hidden-parameter"}', {
      headers: { 'x-request-id': 'a-table' },
    })
    const path = '/tables/seal-small/table-1.csv'
    expect(await lineOf(served, 'a-table')).toMatchObject({ method: 'GET', path, status: 200 })
    await served.ask('query Wrong { nothing }', { headers: { 'x-request-id': 'wrong' } })
    expect(await lineOf(served, 'wrong')).toMatchObject({ codes: ['GRAPHQL_VALIDATION_FAILED'] })
  })

  it.each(['', 'two words', 'a"b', '<b>', 'x'.repeat(129), 'ü'])(
    'no id that is not sane: %s',
    async (given) => {
      const { headers } = await served.get('/health/live', { headers: { 'x-request-id': given } })
      expect(headers.get('x-request-id')).toMatch(UUID)
    },
  )

  it('of requests under way, and of clients that leave', async () => {
    const client = new AbortController()
    const query = 'subscription Left { datasetRevised(name: "seal-small") { revision } }'
    const headers = { accept: 'text/event-stream', 'x-request-id': 'left' }
    await served.get(`/graphql?query=${encodeURIComponent(query)}`, { headers, signal: client.signal })
    // Beside the one that asks.
    expect((await metrics()).get('seal_requests_under_way')).toBe(2)
    client.abort()
    expect(await lineOf(served, 'left')).toMatchObject({ operation: 'Left', status: 499 })
    const samples = await metrics()
    expect(samples.get('seal_requests_under_way')).toBe(1)
    expect(samples.get('seal_requests_total{operation="graphql",status="499"}')).toBe(1)
  })

  it('how many requests there were, under no more names than it knows', async () => {
    const before = await metrics()
    for (let i = 0; i < 50; i++) await served.ask(`query Invented${i} { __typename }`)
    for (let i = 0; i < 50; i++) await served.get(`/invented-${i}`)
    await served.get('/graphql?documentId=datasets')
    await served.ask('query Wrong { nothing }')
    const after = await metrics()
    const counted = (label: string) => (after.get(label) ?? 0) - (before.get(label) ?? 0)
    const requests = [...after.keys()].filter(
      (key) => key.startsWith('seal_requests_total') && counted(key) > 0,
    )
    expect(Object.fromEntries(requests.map((key) => [key, counted(key)]))).toEqual({
      'seal_requests_total{operation="graphql",status="200"}': 51,
      'seal_requests_total{operation="other",status="404"}': 50,
      'seal_requests_total{operation="Datasets",status="200"}': 1,
      'seal_requests_total{operation="metrics",status="200"}': 1,
    })
    expect(counted('seal_request_duration_seconds_count{operation="graphql"}')).toBe(51)
    expect(counted('seal_request_duration_seconds_bucket{le="+Inf",operation="Datasets"}')).toBe(1)
    expect(counted('seal_graphql_errors_total{code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1)
  })

  it('what its workers, its memory and its process do', async () => {
    const ask = () => served.ask(REGRESSION, { variables: VARIABLES }).then((response) => response.text())
    await ask()
    const before = await metrics()
    await ask()
    const after = await metrics()
    const counted = (label: string) => (after.get(label) ?? 0) - (before.get(label) ?? 0)
    // The answer was remembered.
    expect(counted('seal_questions_total')).toBe(1)
    expect(counted('seal_questions_computed_total')).toBe(0)
    expect(after.get('seal_questions_computed_total')).toBeGreaterThan(0)
    const gauges = { seal_queue_length: 0, seal_workers_busy: 0, seal_frames: 1 }
    expect(Object.fromEntries(after)).toMatchObject(gauges)
    for (const gauge of [
      'seal_frame_memory_bytes',
      'process_resident_memory_bytes',
      'nodejs_eventloop_lag_p99_seconds',
    ])
      expect(after.get(gauge)).toBeGreaterThan(0)
  })

  it('what a defect was, by the id that the client is told', async () => {
    const { connection, close } = await openAll(database.url)
    onTestFinished(close)
    await connection.script('ALTER TABLE labeler RENAME TO elsewhere')
    const query = '{ dataset(name: "seal-small") { labelers { name } } }'
    const broken = await served.ask(query, { headers: { 'x-request-id': 'broken' } })
    await connection.script('ALTER TABLE elsewhere RENAME TO labeler')
    const { errors } = await broken.json()
    const extensions = { code: 'INTERNAL_SERVER_ERROR', id: 'broken' }
    expect(errors).toEqual([expect.objectContaining({ message: 'Unexpected error.', extensions })])
    const line = await lineOf(served, 'broken')
    expect(line).toMatchObject({ codes: ['INTERNAL_SERVER_ERROR'] })
    const [defect, ...others] = served.lines().filter(({ level }) => level === 'error')
    expect(defect).toMatchObject({ msg: 'defect', id: 'broken', requestId: 'broken' })
    expect(defect.err?.message).toContain('labeler')
    expect(others).toEqual([])
  })

  it('in spans, with the protocol of OpenTelemetry; and nobody what was asked', async () => {
    served.kill('SIGTERM')
    expect(await served.exited).toEqual([0, null])
    expect(collector.problems).toEqual([])
    expect([...collector.services()]).toEqual(['seal-graphql'])
    const spans = collector.spans()
    const request = spans.find(({ traceId, parentSpanId }) => traceId === TRACE && parentSpanId === PARENT)
    expect(request).toMatchObject({ name: 'Regression', kind: 2 })
    expect(attributesOf(request!)).toMatchObject({
      'http.request.method': 'POST',
      'http.response.status_code': 200,
      'graphql.operation.name': 'Regression',
      'seal.request.id': 'trace-1/a_b.c:2+d=',
    })
    const within = spans.filter(({ parentSpanId }) => parentSpanId === request?.spanId)
    expect(within.map((span) => span.name)).toEqual(expect.arrayContaining(['SELECT dataset', 'imprints']))
    const statement = within.find((span) => span.name === 'SELECT dataset')
    expect(attributesOf(statement!)).toEqual({
      'db.system.name': name.toLowerCase(),
      'db.operation.name': 'SELECT',
      'db.collection.name': 'dataset',
    })
    for (const { startTimeUnixNano, endTimeUnixNano } of within)
      expect(BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano)).toBe(true)
    const failed = spans.find((span) => attributesOf(span)['seal.request.id'] === 'broken')
    expect(failed?.status.code).toBe(2)
    expect(spans.filter((span) => attributesOf(span)['url.path'] === '/metrics')).toEqual([])

    const everything = served.output() + collector.text()
    for (const secret of SECRETS) expect(everything).not.toContain(secret)
  })
})
