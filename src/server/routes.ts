import type { Plugin } from 'graphql-yoga'
import { InvalidInput, NotFound } from '../domain/errors.ts'
import type { TokenScope } from '../domain/token-scope.ts'
import { ownTurn } from '../engine/turns.ts'
import type { Access } from './access/access.ts'
import { isOfTheServer } from './access/of-the-server.ts'
import { heldResponse } from './access/while-held.ts'
import { failure, graphqlFailure } from './failure.ts'
import type { TimeLimit } from './limits/time.ts'
import { pathOf } from './path.ts'
import type { Connection } from './streamed.ts'

/** Something that is served. Its path is matched as the client wrote it, and its named groups come decoded. */
export type Route = {
  /** As people read it. */
  address: string
  path: RegExp
  /** Whether it is what a request wants of this path; left out, it always is. */
  isFor?(request: Request): boolean
  /** What it needs where tokens are needed: left out READ, null nothing. */
  scope?: TokenScope | null
  /** For GET and HEAD. Left out, GraphQL answers. */
  handle?(request: Request, groups: Groups, connection: Connection): Response | Promise<Response>
}

export type Groups = Record<string, string>

const METHODS = ['GET', 'HEAD', 'OPTIONS']
const GRAPHQL_METHODS = ['GET', 'POST', 'OPTIONS']

const decoded = (groups: Groups): Groups => {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]))
  } catch (cause) {
    throw new InvalidInput('the address is not well-formed: a % begins two hexadecimal digits', { cause })
  }
}

const find = (routes: readonly Route[], request: Request) => {
  const path = pathOf(request)
  for (const route of routes) {
    const match = route.path.exec(path)
    if (match && (route.isFor?.(request) ?? true)) return { route, groups: { ...match.groups } }
  }
  throw new NotFound('address', path, [...new Set(routes.map(({ address }) => address))])
}

type Guards = { access: Access; time: TimeLimit; refuseGone: () => void }
type ServerContext = { res?: Connection }

/** The answer of the route that a request is for; null where GraphQL answers, to whom it may. */
const serve = async (
  { route: { handle, scope = 'READ' }, groups }: ReturnType<typeof find>,
  { request, serverContext }: { request: Request; serverContext: ServerContext },
  { access, time, refuseGone }: Guards,
): Promise<Response | null> => {
  const { method } = request
  const methods = handle ? METHODS : GRAPHQL_METHODS
  if (method === 'OPTIONS' || !methods.includes(method)) {
    const status = method === 'OPTIONS' ? 204 : 405
    // Without a length, Safari waits for a body.
    return new Response(null, { status, headers: { allow: methods.join(', '), 'content-length': '0' } })
  }
  // Before the token: two hundred looked up at once hold up everybody. GraphQL has its turn when its body is read.
  if (scope !== null && handle) await ownTurn()
  if (scope !== null && !isOfTheServer(serverContext)) {
    refuseGone()
    await access.requires(request, scope)
  }
  if (!handle) return null
  // What is streamed takes the time that its reader takes.
  const response = await time
    .within(request, () => handle(request, decoded(groups), serverContext.res))
    .finally(() => time.stop(request))
  if (method === 'GET')
    return scope === null ? response : heldResponse(response, access.hold(request), serverContext.res)
  await response.body?.cancel()
  return new Response(null, response)
}

/**
 * Decides, before anything else does, which route a request is for, and what its client must be allowed to: what no
 * route is for is not there. Whatever comes after it is GraphQL's.
 */
export const useRoutes = (routes: readonly Route[], guards: Guards): Plugin => ({
  onRequest: async ({ request, serverContext, endResponse }) => {
    let fail = failure
    try {
      const found = find(routes, request)
      if (!found.route.handle) fail = graphqlFailure
      const response = await serve(found, { request, serverContext: serverContext as ServerContext }, guards)
      if (response) endResponse(response)
    } catch (error) {
      endResponse(fail(error))
    }
  },
})
