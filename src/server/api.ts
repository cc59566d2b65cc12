import { useCORS } from '@whatwg-node/server'
import { createYoga } from 'graphql-yoga'
import type { Engine } from '../engine/engine.ts'
import { type Revisions, requestContext } from '../graphql/context.ts'
import { schema } from '../graphql/schema/index.ts'
import { watchFile } from '../store/database-file.ts'
import { openPrisma } from '../store/prisma.ts'
import { watchRevisions } from '../store/revisions.ts'
import { type AccessPolicy, openAccess } from './access/access.ts'
import { useCrossSite } from './access/use-cross-site.ts'
import { useGrants } from './access/use-grants.ts'
import { useHosts } from './access/use-hosts.ts'
import { useScopes } from './access/use-scopes.ts'
import { useRevalidation } from './caching/use-revalidation.ts'
import { corsOf } from './cors.ts'
import { readDocuments } from './documents.ts'
import { openRenderer } from './figures/renderer.ts'
import { figureRoutes } from './figures/routes.ts'
import { graphiqlRoute } from './graphiql.ts'
import { ingestRoutes } from './ingest/routes.ts'
import { openUploads } from './ingest/uploads.ts'
import { answerBudgets } from './limits/answer-size.ts'
import { documentCaches } from './limits/document-cache.ts'
import { openTimeLimit } from './limits/time.ts'
import { useBody } from './limits/use-body.ts'
import { useLimits } from './limits/use-limits.ts'
import { isDefect, logDefect, maskError } from './masking.ts'
import { openOperations } from './operations/operations.ts'
import { pageRoutes } from './page.ts'
import { useAccept } from './plugins/use-accept.ts'
import { useCancellation } from './plugins/use-cancellation.ts'
import { useCompression } from './plugins/use-compression.ts'
import { useDeferral } from './plugins/use-deferral.ts'
import { useNoIntrospection } from './plugins/use-no-introspection.ts'
import { usePersisted } from './plugins/use-persisted.ts'
import { useProvenance } from './plugins/use-provenance.ts'
import { useSecurityHeaders } from './plugins/use-security-headers.ts'
import { useTurns } from './plugins/use-turns.ts'
import { useVariables } from './plugins/use-variables.ts'
import { type Route, useRoutes } from './routes.ts'
import { DEFAULT_SAFETY, type Safety } from './safety.ts'
import { sliceRoutes } from './slices.ts'
import { tableRoutes } from './tables/routes.ts'
import { openChanges } from './writing/changes.ts'

const GRAPHQL: Route = { address: '/graphql', path: /^\/graphql$/ }

/** A client's errors are in its answer; the log is for those of the server. */
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
  /** The name that it listens as. */
  host?: string
  safety?: Safety
  /** Who needs a token. */
  policy?: AccessPolicy
}

/** The GraphQL server without a socket. */
export const openApi = (
  databaseUrl: string,
  engine: Engine,
  {
    corsOrigins = [],
    persistedOnly = false,
    documents = readDocuments(),
    host = 'localhost',
    safety = DEFAULT_SAFETY,
    policy = 'ONCE_THERE_IS_ONE',
  }: Settings = {},
) => {
  const prisma = openPrisma(databaseUrl)
  const { limits } = safety
  const refuseGone = watchFile(databaseUrl)
  const access = openAccess(prisma, policy)
  const time = openTimeLimit(limits)
  const closing = new AbortController()
  const watching = watchRevisions(prisma, databaseUrl)
  const revisions: Revisions = {
    of: (name) => {
      const controller = new AbortController()
      const signal = AbortSignal.any([closing.signal, controller.signal])
      const watch = watching.of(name, signal)
      // A waiting generator does not handle `return` before its next value: the signal wakes it.
      const end = () => {
        controller.abort()
        return watch.return(undefined)
      }
      return { [Symbol.asyncIterator]: () => ({ next: () => watch.next(), return: end }) }
    },
  }
  const changes = openChanges(databaseUrl, limits)
  const services = { prisma, engine, revisions, changes, largestPage: limits.page }
  const operations = openOperations(databaseUrl, engine, documents, refuseGone)
  const renderer = openRenderer()
  const uploads = openUploads(databaseUrl, limits, closing.signal)
  closing.signal.addEventListener('abort', uploads.stop)
  const contextOf = (request: Request) => {
    const budgets = answerBudgets(limits.answer, (error) => time.fail(request, error))
    return requestContext(services, time.signalOf(request), budgets)
  }
  const routes: readonly Route[] = [
    ...operations.routes,
    ...pageRoutes,
    ...tableRoutes(contextOf, safety),
    ...figureRoutes(contextOf, renderer, safety),
    ...sliceRoutes(contextOf, safety),
    ...ingestRoutes({ prisma, access, uploads, closing: closing.signal, safety }),
    ...(safety.graphiql && !persistedOnly ? [graphiqlRoute] : []),
    GRAPHQL,
  ]
  const yoga = createYoga({
    schema,
    context: ({ request }) => contextOf(request),
    plugins: [
      ...operations.plugins,
      useSecurityHeaders(),
      useCompression(),
      useHosts([host, ...safety.allowedHosts]),
      useRoutes(routes, { access, time, refuseGone }),
      useCORS(corsOf(corsOrigins)),
      useCrossSite(corsOrigins),
      useTurns(),
      useBody(limits),
      useRevalidation(prisma),
      usePersisted(documents, persistedOnly),
      useScopes(access, time),
      useVariables(time, !safety.introspection),
      useLimits(limits, time),
      ...(safety.introspection ? [] : [useNoIntrospection()]),
      useDeferral(),
      useCancellation(),
      useProvenance(),
      useGrants(access),
      useAccept(),
    ],
    graphqlEndpoint: '/graphql',
    // Yoga's own pages are for whatever address ends in theirs: none ends in a space.
    healthCheckEndpoint: ' ',
    graphiql: false,
    landingPage: false,
    cors: false,
    // The second one is in what graphql-sse's link for Apollo sends.
    extraParamNames: ['documentId', 'operationType'],
    maskedErrors: { maskError },
    parserAndValidationCache: documentCaches(),
    multipart: false,
    logging: { ...console, debug: () => undefined, error: logError },
  })
  return {
    yoga,
    routes,
    prisma,
    services,
    watchAll: watching.all,
    countDelivery: operations.countDelivery,
    drain: operations.drain,
    endSubscriptions: () => closing.abort(),
    close: async () => {
      closing.abort()
      await uploads.close()
      await renderer.close()
      await changes.close()
      await engine.close()
      await prisma.$disconnect()
    },
  }
}
