import { SpanKind } from '@opentelemetry/api'
import { parseDatabaseUrl } from '../../store/database-url.ts'
import type { Prisma } from '../../store/prisma.ts'
import { tracer } from './spans.ts'

type Statement = { query: string; duration: number }
/** Prisma's events, which are in its type only for a client whose options are literal. */
type Logging = { $on(event: 'query', listener: (statement: Statement) => void): void }

/** Makes a span of each statement when it is done: what it does, to which table; not its text. */
export const traceStatements = (prisma: Prisma, databaseUrl: string): void => {
  const { provider } = parseDatabaseUrl(databaseUrl)
  ;(prisma as unknown as Logging).$on('query', ({ query, duration }) => {
    const operation = /^\s*(\w+)/.exec(query)?.[1].toUpperCase() ?? 'statement'
    const table = /\b(?:from|into|update)\s+[`"]?(?:(?:main|public)[`"]?\.[`"]?)?(\w+)/i.exec(query)?.[1]
    const endTime = Date.now()
    tracer()
      .startSpan([operation, table].filter(Boolean).join(' '), {
        kind: SpanKind.CLIENT,
        startTime: endTime - duration,
        attributes: {
          'db.system.name': provider,
          'db.operation.name': operation,
          'db.collection.name': table,
        },
      })
      .end(endTime)
  })
}
