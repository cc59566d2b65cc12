import { describe, expect, it, onTestFinished } from 'vitest'
import { databases, openAll } from '../../databases.ts'
import { ingestSealSmall, write } from '../../graphql/ask.ts'
import { attributesOf, startCollector } from './collector.ts'
import { lineOf, serveProcess } from './process.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const READY = { status: 'ready', checks: { database: 'ok', migrations: 'ok', shutdown: 'ok' } }
const TRACE = '0af7651916cd43dd8448eb211c80319c'
const PARENT = 'b7ad6b7169203331'
const REGRESSION = `query Regression($where: PairFilter) {
  dataset(name: "seal-small") { audit(where: $where) { imprints(stage: POST) { terms { estimate } } } }
}`
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

describe.each(databases())('a server on $name, for those who run it', ({ name, create }) => {
  it('tells of its health, its requests and its work, and of nobody what they asked', async () => {
    const { url, drop } = await create()
    onTestFinished(drop)
    await write(url, ingestSealSmall)
    const { connection, close } = await openAll(url)
    onTestFinished(close)
    const collector = await startCollector()
    const served = await serveProcess(url, {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=hidden-key',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    })
    const { ask, get } = served
    const metrics = async () => samplesOf(await (await get('/metrics')).text())

    // Health.
    const live = await get('/health/live')
    expect([live.status, await live.json()]).toEqual([200, { status: 'live' }])
    const ready = await get('/health/ready')
    expect([ready.status, await ready.json()]).toEqual([200, READY])
    expect(ready.headers.get('cache-control')).toBe('no-store')

    // Request ids: a sane one is kept, others are made.
    const given = 'trace-1/a_b.c:2+d='
    const answer = await ask(REGRESSION, {
      variables: { where: { text: 'hidden-text' } },
      headers: {
        'x-request-id': given,
        authorization: 'Bearer hidden-token',
        traceparent: `00-${TRACE}-${PARENT}-01`,
      },
    })
    expect(answer.status).toBe(200)
    expect((await answer.json()).data.dataset.audit.imprints.terms.length).toBeGreaterThan(0)
    expect(answer.headers.get('x-request-id')).toBe(given)
    for (const strange of ['', 'two words', 'a"b', '<b>', 'x'.repeat(129), 'ü']) {
      const { headers } = await get('/health/live', { headers: { 'x-request-id': strange } })
      expect(headers.get('x-request-id')).toMatch(UUID)
    }

    // The log: a line for each request.
    expect(await lineOf(served, given)).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      msg: 'request',
      requestId: given,
      traceId: TRACE,
      method: 'POST',
      path: '/graphql',
      operation: 'Regression',
      status: 200,
      milliseconds: expect.any(Number),
    })
    await get('/tables/seal-small/table-1.csv?where={"text":"hidden-parameter"}', {
      headers: { 'x-request-id': 'a-table' },
    })
    expect(await lineOf(served, 'a-table')).toMatchObject({
      method: 'GET',
      path: '/tables/seal-small/table-1.csv',
      status: 200,
    })
    await ask('query Wrong { nothing }', { headers: { 'x-request-id': 'wrong' } })
    expect(await lineOf(served, 'wrong')).toMatchObject({ codes: ['GRAPHQL_VALIDATION_FAILED'] })
    const subscription = new AbortController()
    const events = await get(
      `/graphql?query=${encodeURIComponent('subscription Left { datasetRevised(name: "seal-small") { revision } }')}`,
      { headers: { accept: 'text/event-stream', 'x-request-id': 'left' }, signal: subscription.signal },
    )
    expect(events.status).toBe(200)
    expect((await metrics()).get('seal_requests_under_way')).toBe(2)
    subscription.abort()
    expect(await lineOf(served, 'left')).toMatchObject({ operation: 'Left', status: 499 })

    // Metrics: however many names clients think of, there are as many labels as before.
    const before = await metrics()
    for (let i = 0; i < 50; i++) await ask(`query Invented${i} { __typename }`)
    for (let i = 0; i < 50; i++) await get(`/invented-${i}`)
    await get('/graphql?documentId=datasets')
    const after = await metrics()
    const names = (samples: typeof after) =>
      [...samples.keys()].filter((key) => key.startsWith('seal_requests_total'))
    expect(names(after).filter((key) => !before.has(key))).toEqual([
      'seal_requests_total{operation="other",status="404"}',
      'seal_requests_total{operation="Datasets",status="200"}',
    ])
    const total = (operation: string, status = 200) =>
      after.get(`seal_requests_total{operation="${operation}",status="${status}"}`)
    expect([total('graphql'), total('other', 404), total('Datasets'), total('tables')]).toEqual([
      52, 50, 1, 1,
    ])
    expect(total('graphql', 499)).toBe(1)
    // The subscription has no duration.
    expect(after.get('seal_request_duration_seconds_count{operation="graphql"}')).toBe(52)
    expect(after.get('seal_request_duration_seconds_bucket{le="+Inf",operation="Datasets"}')).toBe(1)
    expect(after.get('seal_graphql_errors_total{code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1)
    expect(Object.fromEntries(after)).toMatchObject({
      seal_queue_length: 0,
      seal_workers_busy: 0,
      seal_frames: 1,
    })
    expect(after.get('seal_frame_memory_bytes')).toBeGreaterThan(10_000)
    expect(after.get('seal_questions_computed_total')).toBeGreaterThan(1)
    await (await ask(REGRESSION, { variables: { where: { text: 'hidden-text' } } })).text()
    const again = await metrics()
    const [asked, computed] = ['seal_questions_total', 'seal_questions_computed_total'].map(
      (counter) => (again.get(counter) ?? 0) - (after.get(counter) ?? 0),
    )
    expect([asked, computed]).toEqual([1, 0])
    for (const ofProcess of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds'])
      expect(again.get(ofProcess)).toBeGreaterThan(0)

    // A defect: the client is told the id that the log has.
    await connection.script('ALTER TABLE labeler RENAME TO elsewhere')
    const broken = await ask('{ dataset(name: "seal-small") { labelers { name } } }')
    const id = broken.headers.get('x-request-id') as string
    const { errors } = await broken.json()
    expect(errors[0]).toMatchObject({
      message: 'Unexpected error.',
      extensions: { code: 'INTERNAL_SERVER_ERROR', id },
    })
    expect(id).toMatch(UUID)
    await lineOf(served, id)
    const [defect] = served.lines().filter((line) => line.requestId === id && line.level === 'error')
    expect(defect).toMatchObject({ msg: 'defect', id, err: { message: expect.stringContaining('labeler') } })
    await connection.script('ALTER TABLE elsewhere RENAME TO labeler')

    // Not ready while a migration is missing.
    const [[last]] = await connection.query('SELECT MAX(migration_name) FROM _prisma_migrations')
    const rename = (to: string, from: string) =>
      connection.query(
        'UPDATE _prisma_migrations SET migration_name = ?1 WHERE migration_name = ?2 RETURNING id',
        [to, from],
      )
    await rename('elsewhere', String(last))
    const unready = await get('/health/ready')
    expect([unready.status, await unready.json()]).toEqual([
      503,
      {
        status: 'not ready',
        checks: { ...READY.checks, migrations: '1 are missing; npm run migrate applies them' },
      },
    ])
    expect((await get('/health/live')).status).toBe(200)
    await rename(String(last), 'elsewhere')
    expect((await get('/health/ready')).status).toBe(200)

    // Traces, by the protocol's own form.
    served.kill('SIGTERM')
    expect(await served.exited).toEqual([0, null])
    expect(collector.problems).toEqual([])
    expect([...collector.services()]).toEqual(['seal-graphql'])
    const spans = collector.spans()
    const request = spans.find((span) => span.traceId === TRACE && span.name === 'Regression')
    expect(request).toMatchObject({ parentSpanId: PARENT, kind: 2 })
    expect(attributesOf(request!)).toMatchObject({
      'http.request.method': 'POST',
      'http.response.status_code': 200,
      'graphql.operation.name': 'Regression',
      'seal.request.id': given,
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
    expect(spans.some((span) => attributesOf(span)['url.path'] === '/metrics')).toBe(false)
    const failure = spans.find((span) => attributesOf(span)['seal.request.id'] === id)
    expect(failure?.status.code).toBe(2)

    const everything = served.output() + collector.text()
    for (const secret of SECRETS) expect(everything).not.toContain(secret)
    expect(served.lines().filter(({ level }) => level === 'error')).toHaveLength(1)
  })
})
