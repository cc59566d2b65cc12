import { context, propagation, SpanKind, type TextMapGetter, trace } from '@opentelemetry/api'
import type { Plugin } from 'graphql-yoga'
import { currentRequest } from './current-request.ts'
import { isProbe } from './probes.ts'
import { failed, tracer } from './spans.ts'

const getter: TextMapGetter<Headers> = {
  get: (headers, name) => headers.get(name) ?? undefined,
  keys: (headers) => [...headers.keys()],
}

/** Each request is a span, within that of a client that has sent a `traceparent`. */
export const useTracing = (): Plugin => ({
  instrumentation: {
    request: ({ request }, handle) => {
      const { method, url, headers } = request
      const { pathname } = new URL(url)
      if (isProbe(pathname)) return handle()
      const attributes = { 'http.request.method': method, 'url.path': pathname }
      const parent = propagation.extract(context.active(), headers, getter)
      return tracer().startActiveSpan(method, { kind: SpanKind.SERVER, attributes }, parent, async (span) => {
        if (span.isRecording()) Object.assign(currentRequest() ?? {}, { traceId: span.spanContext().traceId })
        try {
          await handle()
        } finally {
          span.end()
        }
      })
    },
  },
  onResponse: ({ response: { status } }) => {
    const span = trace.getActiveSpan()
    if (!span) return
    const { id, operation, codes } = currentRequest() ?? {}
    if (operation !== undefined) span.updateName(operation)
    span.setAttributes({
      'http.response.status_code': status,
      'graphql.operation.name': operation,
      'seal.request.id': id,
    })
    if (codes) failed(span, codes.join(' '))
    else if (status >= 500) failed(span, String(status))
  },
})
