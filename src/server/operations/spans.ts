import { type Attributes, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

/** Without tracing it makes spans that do nothing. */
export const tracer = () => trace.getTracer('seal-graphql')

const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code ?? 'defect')

/** Says of a span that it failed: by a code, as messages may hold what was asked. */
export const failed = (span: Span, code: string): void => {
  span.setAttribute('error.type', code)
  span.setStatus({ code: SpanStatusCode.ERROR })
}

/** Does `work` within a span of its own. */
export const spanned = <T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> =>
  tracer().startActiveSpan(name, { kind: SpanKind.INTERNAL, attributes }, async (span) => {
    try {
      return await work()
    } catch (error) {
      failed(span, codeOf(error))
      throw error
    } finally {
      span.end()
    }
  })
