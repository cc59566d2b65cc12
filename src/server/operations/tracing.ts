import { setTimeout as wait } from 'node:timers/promises'
import { context, diag, propagation, trace } from '@opentelemetry/api'
import { log } from './log.ts'
import { tracedEngine } from './traced-engine.ts'
import { traceStatements } from './traced-statements.ts'

export type Tracing = {
  engine: typeof tracedEngine
  statements: typeof traceStatements
  /** Sends what has not been sent yet. */
  close(): Promise<void>
}

const SERVICE = 'seal-graphql'
const LAST_SPANS_MS = 2000

/**
 * Has spans sent to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names; null where it names none. OpenTelemetry's own
 * packages, which are loaded only then, read their other variables by themselves.
 */
export const startTracing = async (environment: NodeJS.ProcessEnv): Promise<Tracing | null> => {
  const endpoint = environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || environment.OTEL_EXPORTER_OTLP_ENDPOINT
  if (!endpoint || environment.OTEL_SDK_DISABLED === 'true') return null
  const [{ AsyncLocalStorageContextManager }, { W3CTraceContextPropagator }, sdk, exporter, resources] =
    await Promise.all([
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/core'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ])
  // Of no request: spans are sent some time after theirs are over.
  const nobody = { requestId: undefined, traceId: undefined }
  const tell = (level: 'warn' | 'debug') => (message: string) =>
    log[level](nobody, `OpenTelemetry: ${message}`)
  const [debug, warn] = [tell('debug'), tell('warn')]
  diag.setLogger({ verbose: debug, debug, info: debug, warn, error: warn })
  const provider = new sdk.BasicTracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': environment.OTEL_SERVICE_NAME || SERVICE }),
    spanProcessors: [new sdk.BatchSpanProcessor(new exporter.OTLPTraceExporter())],
  })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  trace.setGlobalTracerProvider(provider)
  return {
    engine: tracedEngine,
    statements: traceStatements,
    close: async () => {
      const sent = provider.shutdown().catch((err) => log.warn({ err }, 'the last spans could not be sent'))
      // A collector that is not there is no reason to stay.
      await Promise.race([sent, wait(LAST_SPANS_MS, undefined, { ref: false })])
      for (const api of [context, propagation, trace]) api.disable()
      diag.disable()
    },
  }
}
