import { setTimeout as wait } from 'node:timers/promises'
import { context, diag, propagation, trace } from '@opentelemetry/api'
import { log } from './log.ts'
import { tracedEngine } from './traced-engine.ts'
import { traceStatements } from './traced-statements.ts'

export type Tracing = {
  engine: typeof tracedEngine
  statements: typeof traceStatements
  /** Sends the spans that are left. */
  close(): Promise<void>
}

const SERVICE = 'seal-graphql'
const LAST_SPANS_MS = 2000

/** Spans are sent when their requests are over: what the log says of it belongs to none. */
const NO_REQUEST = { requestId: undefined, traceId: undefined }

/** The supported values of those variables of OpenTelemetry that its packages do not read themselves. */
const SUPPORTED = {
  OTEL_TRACES_EXPORTER: ['otlp', 'none'],
  OTEL_EXPORTER_OTLP_PROTOCOL: ['http/json'],
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: ['http/json'],
  OTEL_PROPAGATORS: ['tracecontext', 'baggage', 'none'],
} as const

/** The values that a variable lists. The log warns of unsupported ones, which do nothing. */
const readList = (environment: NodeJS.ProcessEnv, name: keyof typeof SUPPORTED): string[] => {
  const values = (environment[name] ?? '').split(',').flatMap((value) => value.trim().toLowerCase() || [])
  const supported: readonly string[] = SUPPORTED[name]
  for (const value of values.filter((value) => !supported.includes(value)))
    log.warn(
      NO_REQUEST,
      `OpenTelemetry: ${name} has ${JSON.stringify(value)}; known here: ${supported.join(', ')}`,
    )
  return values
}

/**
 * Has spans sent to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names; null where it names none. OpenTelemetry's own
 * packages, which are loaded only then, read their other variables by themselves.
 */
export const startTracing = async (environment: NodeJS.ProcessEnv): Promise<Tracing | null> => {
  const endpoint = environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || environment.OTEL_EXPORTER_OTLP_ENDPOINT
  if (!endpoint || environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return null
  if (readList(environment, 'OTEL_TRACES_EXPORTER').includes('none')) return null
  readList(environment, 'OTEL_EXPORTER_OTLP_PROTOCOL')
  readList(environment, 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL')
  const propagators = readList(environment, 'OTEL_PROPAGATORS')
  const [{ AsyncLocalStorageContextManager }, { W3CTraceContextPropagator }, sdk, exporter, resources] =
    await Promise.all([
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/core'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ])
  const logger = (level: 'warn' | 'debug') => (message: string) =>
    log[level](NO_REQUEST, `OpenTelemetry: ${message}`)
  const [debug, warn] = [logger('debug'), logger('warn')]
  diag.setLogger({ verbose: debug, debug, info: debug, warn, error: warn })
  const provider = new sdk.BasicTracerProvider({
    resource: resources
      .resourceFromAttributes({ 'service.name': SERVICE })
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [new sdk.BatchSpanProcessor(new exporter.OTLPTraceExporter())],
  })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  if (propagators.length === 0 || propagators.includes('tracecontext'))
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
