import type { Plugin } from 'graphql-yoga'
import type { Engine } from '../../engine/engine.ts'
import type { Route } from '../routes.ts'
import { log } from './log.ts'
import { openMetrics } from './metrics.ts'
import { operationLabels } from './operation-label.ts'
import { isProbe } from './probes.ts'
import { openReadiness } from './readiness.ts'
import { type Finished, type RequestListener, useRequests } from './use-requests.ts'
import { useTracing } from './use-tracing.ts'

const HEADERS = { 'cache-control': 'no-store' }

const logFinished = ({ method, path, operation, status, milliseconds, codes }: Finished): void => {
  const level = isProbe(path) ? 'debug' : status >= 500 ? 'warn' : 'info'
  const fields = {
    method,
    path,
    operation,
    status,
    milliseconds: Math.round(milliseconds),
    codes,
  }
  log[level](fields, 'request')
}

/** What operators see of a server: its health, its metrics, and a log line for each request. */
export const openOperations = (
  databaseUrl: string,
  engine: Engine,
  documents: ReadonlyMap<string, string>,
  refuseGone: () => void,
) => {
  let draining = false
  const readiness = openReadiness(databaseUrl, () => draining, refuseGone)
  const metrics = openMetrics(engine, operationLabels(documents))
  const routes: readonly Route[] = [
    {
      address: '/health',
      path: /^\/health$/,
      scope: null,
      handle: () => new Response(null, { headers: HEADERS }),
    },
    {
      address: '/health/live',
      path: /^\/health\/live$/,
      scope: null,
      handle: () => Response.json({ status: 'live' }, { headers: HEADERS }),
    },
    {
      address: '/health/ready',
      path: /^\/health\/ready$/,
      scope: null,
      handle: async () => {
        const { isReady, checks } = await readiness()
        const body = { status: isReady ? 'ready' : 'not ready', checks }
        return Response.json(body, { status: isReady ? 200 : 503, headers: HEADERS })
      },
    },
    {
      address: '/metrics',
      path: /^\/metrics$/,
      scope: 'ADMIN',
      handle: async () =>
        new Response(await metrics.text(), { headers: { ...HEADERS, 'content-type': metrics.contentType } }),
    },
  ]
  const listener: RequestListener = {
    begun: metrics.listener.begun,
    finished: (request) => {
      metrics.listener.finished(request)
      logFinished(request)
    },
  }
  const plugins: readonly Plugin[] = [useRequests(listener), useTracing()]
  return {
    routes,
    plugins,
    countDelivery: metrics.countDelivery,
    /** From now on the server says that it is not ready. */
    drain: (): void => {
      draining = true
    },
  }
}
