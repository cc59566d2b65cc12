import { useDeferStream } from '@graphql-yoga/plugin-defer-stream'
import { createYoga } from 'graphql-yoga'
import type { Engine } from '../engine/engine.ts'
import { type Revisions, requestContext } from '../graphql/context.ts'
import { schema } from '../graphql/schema/index.ts'
import { openPrisma } from '../store/prisma.ts'
import { watchRevisions } from '../store/revisions.ts'
import { useCancellation } from './cancellation.ts'
import { corsOf } from './cors.ts'
import { useMaskedDeferral } from './deferred.ts'
import { readDocuments } from './documents.ts'
import { openRenderer } from './figures/renderer.ts'
import { figureRoutes } from './figures/routes.ts'
import { graphiql, renderGraphiQL } from './graphiql.ts'
import { isDefect, logDefect, maskError } from './masking.ts'
import { openOperations } from './operations/operations.ts'
import { pageRoutes } from './page.ts'
import { usePersisted } from './persisted.ts'
import { useProvenance } from './provenance.ts'
import { useRevalidation } from './revalidation.ts'
import { useRoutes } from './routes.ts'
import { tableRoutes } from './tables/routes.ts'
import { useTurns } from './turns.ts'

const ENDPOINT = '/graphql'

/** What a client did wrong is told to the client; the log is for what the server did wrong. */
const logError = (error: unknown) => {
  if (isDefect(error)) logDefect(error)
}

export type Settings = {
  /** Origins whose pages may read this server; `*` for all. */
  corsOrigins?: readonly string[]
  /** Whether documents that are not committed with the code are refused. */
  persistedOnly?: boolean
  /** By hash and by name. */
  documents?: ReadonlyMap<string, string>
}

/** The GraphQL server without a socket. */
export const openApi = (
  databaseUrl: string,
  engine: Engine,
  { corsOrigins = [], persistedOnly = false, documents = readDocuments() }: Settings = {},
) => {
  const prisma = openPrisma(databaseUrl)
  const closing = new AbortController()
  const watchOf = watchRevisions(prisma, databaseUrl)
  const revisions: Revisions = {
    of: (name) => {
      const left = new AbortController()
      const signal = AbortSignal.any([closing.signal, left.signal])
      const watch = watchOf(name, signal)
      // A generator that waits does not hear of `return` before its next value: the signal wakes it.
      const end = () => {
        left.abort()
        return watch.return(undefined)
      }
      return { [Symbol.asyncIterator]: () => ({ next: () => watch.next(), return: end }) }
    },
  }
  const services = { prisma, engine, revisions }
  const operations = openOperations(databaseUrl, engine, documents)
  const renderer = openRenderer()
  const contextOf = ({ signal }: Request) => requestContext(services, signal)
  const yoga = createYoga({
    schema,
    context: ({ request }) => contextOf(request),
    plugins: [
      ...operations.plugins,
      useRoutes([
        ...operations.routes,
        ...pageRoutes,
        ...tableRoutes(contextOf),
        ...figureRoutes(contextOf, renderer),
      ]),
      useTurns(),
      useRevalidation(prisma, ENDPOINT),
      usePersisted(documents, persistedOnly),
      useDeferStream(),
      useMaskedDeferral(),
      useCancellation(),
      useProvenance(),
    ],
    graphqlEndpoint: ENDPOINT,
    extraParamNames: ['documentId'],
    maskedErrors: { maskError },
    logging: { ...console, debug: () => undefined, error: logError },
    cors: corsOf(corsOrigins),
    landingPage: false,
    renderGraphiQL,
    graphiql: persistedOnly ? false : graphiql,
  })
  return {
    yoga,
    prisma,
    drain: operations.drain,
    endSubscriptions: () => closing.abort(),
    close: async () => {
      closing.abort()
      await renderer.close()
      await engine.close()
      await prisma.$disconnect()
    },
  }
}
