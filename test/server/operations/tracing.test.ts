import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { tracer } from '../../../src/server/operations/spans.ts'
import { startTracing } from '../../../src/server/operations/tracing.ts'
import { startCollector } from './collector.ts'

afterEach(() => vi.unstubAllEnvs())

const start = async (environment: Record<string, string>) => {
  const collector = await startCollector()
  onTestFinished(collector.close)
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.endpoint)
  return { collector, tracing: await startTracing(process.env) }
}

describe("OpenTelemetry's variables", () => {
  it.each([
    [{}, { 'service.name': 'seal-graphql' }],
    [
      { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=lab%20two,service.name=audits' },
      { 'service.name': 'audits', 'deployment.environment': 'lab two' },
    ],
    [
      { OTEL_RESOURCE_ATTRIBUTES: 'service.name=audits', OTEL_SERVICE_NAME: 'mine' },
      { 'service.name': 'mine' },
    ],
  ])('%j: what the spans are of', async (environment, attributes) => {
    const { collector, tracing } = await start(environment)
    tracer().startSpan('one').end()
    await tracing?.close()
    expect(collector.resources()).toEqual([attributes])
  })

  it.each<Record<string, string>>([{ OTEL_TRACES_EXPORTER: 'none' }, { OTEL_SDK_DISABLED: 'TRUE' }])(
    '%j: nothing is traced',
    async (environment) => {
      expect((await start(environment)).tracing).toBeNull()
    },
  )

  it('what they name that is not here is warned of', async () => {
    vi.stubEnv('LOG_LEVEL', 'warn')
    vi.resetModules()
    const logged = vi.spyOn(console, 'error').mockReturnValue()
    onTestFinished(() => logged.mockRestore())
    const { startTracing } = await import('../../../src/server/operations/tracing.ts')
    const tracing = await startTracing({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
      OTEL_TRACES_EXPORTER: 'otlp,zipkin',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_PROPAGATORS: 'b3,tracecontext',
    })
    await tracing?.close()
    const lines = logged.mock.calls.map(([line]) => JSON.parse(String(line)).msg)
    expect(lines).toEqual([
      'OpenTelemetry: OTEL_TRACES_EXPORTER has "zipkin"; known here: otlp, none',
      'OpenTelemetry: OTEL_EXPORTER_OTLP_PROTOCOL has "grpc"; known here: http/json',
      'OpenTelemetry: OTEL_PROPAGATORS has "b3"; known here: tracecontext, baggage, none',
    ])
  })
})
