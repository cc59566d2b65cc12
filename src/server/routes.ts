import type { Plugin } from 'graphql-yoga'
import { InvalidInput } from '../domain/errors.ts'
import { failure } from './failure.ts'
import type { Connection } from './streamed.ts'

/** What is served beside GraphQL, for GET and HEAD. The pattern's named groups come decoded. */
export type Route = {
  path: RegExp
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

const serve = async ({ handle }: Route, request: Request, groups: Groups, connection: Connection) => {
  const { method } = request
  if (!METHODS.includes(method) || method === 'OPTIONS') {
    const status = method === 'OPTIONS' ? 204 : 405
    return new Response(null, { status, headers: { allow: METHODS.join(', ') } })
  }
  const response = await handle(request, decoded(groups), connection)
  if (method === 'GET') return response
  await response.body?.cancel()
  return new Response(null, response)
}

/** The first route whose path matches answers; everything else is GraphQL's. */
export const useRoutes = (routes: readonly Route[]): Plugin => ({
  onRequest: async ({ request, url, serverContext, endResponse }) => {
    for (const route of routes) {
      const match = route.path.exec(url.pathname)
      if (!match) continue
      const { res } = serverContext as { res?: Connection }
      endResponse(await serve(route, request, { ...match.groups }, res).catch(failure))
      return
    }
  },
})
