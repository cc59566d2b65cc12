import { createYoga } from 'graphql-yoga'
import type { Engine } from '../engine/engine.ts'
import { requestContext } from '../graphql/context.ts'
import { schema } from '../graphql/schema/index.ts'
import { openPrisma } from '../store/prisma.ts'
import { watchRevisions } from '../store/revisions.ts'
import { exampleQueries } from './examples.ts'
import { maskError } from './masking.ts'

/** How often an open subscription looks for a new revision. */
const WATCH_MS = 500

/** The GraphQL server without a socket. */
export const openApi = (databaseUrl: string, engine: Engine) => {
  const prisma = openPrisma(databaseUrl)
  const closing = new AbortController()
  const revisions = {
    of: (name: string) => watchRevisions(prisma, name, { everyMs: WATCH_MS, signal: closing.signal }),
  }
  const services = { prisma, engine, revisions }
  const yoga = createYoga({
    schema,
    context: () => requestContext(services),
    maskedErrors: { maskError },
    // Nobody else's page may read this server through a browser.
    cors: false,
    landingPage: false,
    // Its page is megabytes: read when somebody opens it.
    renderGraphiQL: async (options) =>
      (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options),
    graphiql: {
      title: 'seal-graphql',
      defaultTabs: exampleQueries('demo').map(({ query }) => ({ query })),
    },
  })
  return {
    yoga,
    prisma,
    close: async () => {
      closing.abort()
      await engine.close()
      await prisma.$disconnect()
    },
  }
}
