import type { Plugin } from 'graphql-yoga'
import { Forbidden, InvalidInput, NotFound } from '../domain/errors.ts'
import type { TokenScope } from '../domain/token-scope.ts'
import { ownTurn } from '../engine/turns.ts'
import type { Access } from './access/access.ts'
import { isOfTheServer } from './access/of-the-server.ts'
import { isForeign } from './access/use-cross-site.ts'
import { grantedResponse } from './access/use-grants.ts'
import { errorResponse, graphqlErrorResponse } from './error-response.ts'
import type { TimeLimit } from './limits/time.ts'
import { refusal } from './refusal.ts'
import { pathOf } from './request-path.ts'
import type { Connection } from './stream-response.ts'

type Handle = (request: Request, groups: Groups, connection: Connection) => Response | Promise<Response>

/** Something that is served. Its path is matched as the client wrote it; its named groups are decoded. */
export type Route = {
  /** As people read it. */
  address: string
  path: RegExp
  /** Whether it answers this request for its path; left out, it always does. */
  isFor?(request: Request): boolean
  /** The scope of the token that it needs, if any does: READ when left out, null for none. */
  scope?: TokenScope | null
  /** For GET and HEAD. Left out, GraphQL answers, unless it only writes. */
  handle?: Handle
  /** What changes something, by its method: for that a token needs the scope WRITE, and pages of other origins are refused. */
  writes?: Partial<Record<(typeof WRITING)[number], Handle>>
  /** Whether writing has no time limit but its own. */
  takesItsTime?: boolean
  /** How errors are answered; left out: as JSON, or of GraphQL as GraphQL does. */
  respond?: (error: unknown) => Response
}

export type Groups = Record<string, string>

const READING = ['GET', 'HEAD']
const WRITING = ['POST', 'PUT', 'DELETE'] as const
const GRAPHQL_METHODS = ['GET', 'POST', 'OPTIONS']

const decodeGroups = (groups: Groups): Groups => {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]))
  } catch (cause) {
    throw new InvalidInput('the address is not well-formed: a % begins two hexadecimal digits', { cause })
  }
}

const findRoute = (routes: readonly Route[], request: Request) => {
  const path = pathOf(request)
  for (const route of routes) {
    const match = route.path.exec(path)
    if (match && (route.isFor?.(request) ?? true)) return { route, groups: { ...match.groups } }
  }
  throw new NotFound('address', path, [...new Set(routes.map(({ address }) => address))])
}

type Guards = { access: Access; time: TimeLimit; refuseGone: () => void }
type ServerContext = { res?: Connection }

/** A route's answer to a request that is allowed; null where GraphQL answers. */
const serve = async (
  { route, groups }: ReturnType<typeof findRoute>,
  { request, serverContext }: { request: Request; serverContext: ServerContext },
  { access, time, refuseGone }: Guards,
): Promise<Response | null> => {
  const { method } = request
  const { writes = {} } = route
  const isOwn = route.handle !== undefined || route.writes !== undefined
  const own = [...(route.handle ? READING : []), 'OPTIONS', ...Object.keys(writes)]
  const methods = isOwn ? own : GRAPHQL_METHODS
  const allow = methods.join(', ')
  // Without a length, Safari waits for a body.
  if (method === 'OPTIONS')
    return new Response(null, { status: 204, headers: { allow, 'content-length': '0' } })
  if (!methods.includes(method))
    throw refusal(405, 'BAD_REQUEST', `${route.address} takes ${allow}, not ${method}`, { allow })
  const write = writes[method as keyof typeof writes]
  const handle = write ?? route.handle
  const scope = write ? 'WRITE' : route.scope === undefined ? 'READ' : route.scope
  if (write && isForeign(request)) throw new Forbidden('pages of other origins may not change anything here')
  // Before the token: two hundred looked up at once hold up everybody. GraphQL has its turn when its body is read.
  if (scope !== null && handle) await ownTurn()
  if (scope !== null && !isOfTheServer(serverContext)) {
    refuseGone()
    await access.requires(request, scope)
  }
  if (!handle) return null
  if (write && route.takesItsTime) return write(request, decodeGroups(groups), serverContext.res)
  // The time limit is for the beginning of a stream: the rest takes as long as its client reads.
  const response = await time
    .within(request, () => handle(request, decodeGroups(groups), serverContext.res))
    .finally(() => time.stop(request))
  if (method === 'GET')
    return scope === null ? response : grantedResponse(response, access.grant(request), serverContext.res)
  if (write) return response
  await response.body?.cancel()
  return new Response(null, response)
}

/**
 * The first to decide: finds the route of a request, 404 without one, and checks its token. The plugins behind it see only
 * requests for GraphQL.
 */
export const useRoutes = (routes: readonly Route[], guards: Guards): Plugin => ({
  onRequest: async ({ request, serverContext, endResponse }) => {
    let respond = errorResponse
    try {
      const found = findRoute(routes, request)
      const { route } = found
      respond = route.respond ?? (route.handle ? errorResponse : graphqlErrorResponse)
      const response = await serve(found, { request, serverContext: serverContext as ServerContext }, guards)
      if (response) endResponse(response)
    } catch (error) {
      endResponse(respond(error))
    }
  },
})
