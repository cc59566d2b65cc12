import type { Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Unavailable } from '../domain/errors.ts'
import { type Engine, openEngine } from '../engine/engine.ts'
import { migrate, refuseUnmigrated } from '../store/migrate.ts'
import { openConfigured } from '../store/sql/open.ts'
import type { AccessPolicy } from './access/access.ts'
import { OF_THE_SERVER } from './access/of-the-server.ts'
import { type Config, engineOptions } from './config.ts'
import { readDocuments, sha256 } from './documents.ts'
import { httpServer } from './http.ts'
import { DEFAULT_SHUTDOWN } from './operations/settings.ts'
import { DEFAULT_SAFETY, policyOf } from './safety.ts'

/** What clients ask first, of a dataset that does not exist. */
const WARM_UP = '{ datasets { name } dataset(name: "") { revision audit { alignment { score } } } }'

type Prepared = { engine: Engine; policy: AccessPolicy }

/** Migrates the database, or checks that it is current, and starts to load the dataset that was last written. */
const prepare = async (config: Config): Promise<Prepared> => {
  const { databaseUrl, host, migrate: migrating = true, safety = DEFAULT_SAFETY } = config
  const connection = await openConfigured(databaseUrl)
  try {
    await (migrating ? migrate : refuseUnmigrated)(connection)
    const haveTokens = async () => (await connection.query('SELECT id FROM access_token LIMIT 1')).length > 0
    const policy = await policyOf(host, safety, haveTokens)
    const engine = openEngine(databaseUrl, engineOptions(config))
    const [latest] = (await connection.query(
      'SELECT dataset.id, revision FROM run JOIN dataset ON dataset.id = dataset_id ORDER BY run.id DESC LIMIT 1',
    )) as [number, number][]
    if (latest) void engine.frame(...latest).catch(() => undefined)
    return { engine, policy }
  } finally {
    await connection.close()
  }
}

const listen = (http: HttpServer, { host, port }: Config) =>
  new Promise<void>((resolve, reject) => {
    http.once('error', (cause: NodeJS.ErrnoException) => {
      const reasons = {
        EADDRINUSE: 'is in use',
        EACCES: 'is not allowed',
        EADDRNOTAVAIL: 'is not an address here',
        ENOTFOUND: 'is not an address here',
      }
      const why = reasons[cause.code as keyof typeof reasons]
      const message = `${host}:${port} ${why}; set HOST or PORT to listen elsewhere`
      reject(why ? new Unavailable(message, { cause }) : cause)
    })
    http.listen(port, host, resolve)
  })

/** `close` answers first what has come. */
export type Server = { url: string; close(): Promise<void> }

/** Migrates the database and listens. @throws InvalidInput where others would get in without a token */
export const startServer = async (config: Config): Promise<Server> => {
  const { engine, policy } = await prepare(config)
  // A worker reads the columns while this thread reads the rest of the code: that halves a cold start.
  const { openApi } = await import('./api.ts')
  const { watchConnections } = await import('./operations/connections.ts')
  const { startTracing } = await import('./operations/tracing.ts')
  const tracing = await startTracing(process.env)
  const documents = readDocuments().set(sha256(WARM_UP), WARM_UP)
  const api = openApi(config.databaseUrl, tracing?.engine(engine) ?? engine, { ...config, documents, policy })
  tracing?.statements(api.prisma, config.databaseUrl)
  // Prisma compiles its query engine at the first query, and V8 the rest: do it before anybody waits.
  await api.yoga.fetch(
    `http://localhost${api.yoga.graphqlEndpoint}`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ documentId: sha256(WARM_UP) }),
    },
    OF_THE_SERVER,
  )
  const http = httpServer(api.yoga, config.patience)
  const connections = watchConnections(http)
  try {
    await listen(http, config)
  } catch (error) {
    await api.close()
    await tracing?.close()
    throw error
  }
  const webhooks =
    config.webhooks && (await (await import('./webhooks/webhooks.ts')).openWebhooks(config.webhooks, api))
  const { port } = http.address() as AddressInfo
  const host = config.host.includes(':') ? `[${config.host}]` : config.host
  const { shutdown = DEFAULT_SHUTDOWN } = config
  const shutDown = async () => {
    api.drain()
    connections.closeAfterAnswers()
    await wait(shutdown.pauseMs)
    api.endSubscriptions()
    await connections.end(shutdown, api.close)
    await webhooks?.close()
    await api.close()
    await tracing?.close()
  }
  let closing: Promise<void> | undefined
  return {
    url: `http://${host}:${port}${api.yoga.graphqlEndpoint}`,
    close: () => {
      closing ??= shutDown()
      return closing
    },
  }
}
