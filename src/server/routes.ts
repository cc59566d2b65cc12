import type { Plugin } from 'graphql-yoga'
import { InvalidInput } from '../domain/errors.ts'
import type { TokenScope } from '../domain/token-scope.ts'
import type { Access } from './access/access.ts'
import { failure } from './failure.ts'
import type { TimeLimit } from './limits/time.ts'
import type { Connection } from './streamed.ts'

/** What is served beside GraphQL, for GET and HEAD. The pattern's named groups come decoded. */
export type Route = {
  path: RegExp
  /** What it needs where tokens are needed: left out READ, null nothing. */
  scope?: TokenScope | null
  handle(request: Request, groups: Groups, connection: Connection): Response | Promise<Response>
}

export type Groups = Record<string, string>

const METHODS = ['GET', 'HEAD', 'OPTIONS']

const decoded = (groups: Groups): Groups => {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]))
  } catch (cause) {
    throw new InvalidInput('the address is not well-formed: a % begins two hexadecimal digits', { cause })
  }
}

type Guards = { access: Access; time: TimeLimit }

const serve = async (
  { handle, scope = 'READ' }: Route,
  request: Request,
  groups: Groups,
  { access, time, connection }: Guards & { connection: Connection },
) => {
  const { method } = request
  if (!METHODS.includes(method) || method === 'OPTIONS') {
    const status = method === 'OPTIONS' ? 204 : 405
    return new Response(null, { status, headers: { allow: METHODS.join(', ') } })
  }
  if (scope !== null) await access.requires(request, scope)
  // What is streamed takes the time that its reader takes.
  const response = await time
    .within(request, () => handle(request, decoded(groups), connection))
    .finally(() => time.stop(request))
  if (method === 'GET') return response
  await response.body?.cancel()
  return new Response(null, response)
}

/** The first route whose path matches answers; everything else is GraphQL's. */
export const useRoutes = (routes: readonly Route[], guards: Guards): Plugin => ({
  onRequest: async ({ request, url, serverContext, endResponse }) => {
    for (const route of routes) {
      const match = route.path.exec(url.pathname)
      if (!match) continue
      const { res: connection } = serverContext as { res?: Connection }
      const served = serve(route, request, { ...match.groups }, { ...guards, connection })
      endResponse(await served.catch(failure))
      return
    }
  },
})
