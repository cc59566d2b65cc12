import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import { createYoga } from 'graphql-yoga'
import { openEngine } from '../engine/engine.ts'
import { requestContext } from '../graphql/context.ts'
import { schema } from '../graphql/schema/index.ts'
import { migrate } from '../store/migrate.ts'
import { openPrisma } from '../store/prisma.ts'
import { watchRevisions } from '../store/revisions.ts'
import { openConnection } from '../store/sql/open.ts'
import type { Config } from './config.ts'
import { exampleQueries } from './examples.ts'
import { maskError } from './masking.ts'

/** How often an open subscription looks for a new revision. */
const WATCH_MS = 500

/** The GraphQL server without a socket. */
export const openApi = ({ databaseUrl }: Pick<Config, 'databaseUrl'>) => {
  const prisma = openPrisma(databaseUrl)
  const engine = openEngine(databaseUrl)
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
    renderGraphiQL,
    graphiql: {
      title: 'seal-graphql',
      defaultTabs: exampleQueries('demo').map(({ query }) => ({ query })),
    },
  })
  return {
    yoga,
    prisma,
    engine,
    close: async () => {
      closing.abort()
      await engine.close()
      await prisma.$disconnect()
    },
  }
}

export type Server = { url: string; close(): Promise<void> }

/** Migrates the database and listens. */
export const startServer = async (config: Config): Promise<Server> => {
  const connection = await openConnection(config.databaseUrl)
  try {
    await migrate(connection)
  } finally {
    await connection.close()
  }
  const api = openApi(config)
  const http = createServer(api.yoga)
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(config.port, config.host, resolve)
  })
  const { port } = http.address() as AddressInfo
  const host = config.host.includes(':') ? `[${config.host}]` : config.host
  return {
    url: `http://${host}:${port}${api.yoga.graphqlEndpoint}`,
    close: async () => {
      // Requests under way get their answer; open subscriptions end with the API.
      const closed = new Promise((resolve) => http.close(resolve))
      http.closeIdleConnections()
      await api.close()
      http.closeAllConnections()
      await closed
    },
  }
}
