import type { Plugin } from 'graphql-yoga'
import { failure } from './failure.ts'

/** What is served beside GraphQL, for GET and HEAD. The pattern's named groups come decoded. */
export type Route = {
  path: RegExp
  handle(request: Request, groups: Record<string, string>): Response | Promise<Response>
}

const METHODS = ['GET', 'HEAD']

const serve = async ({ handle }: Route, request: Request, groups: Record<string, string>) => {
  if (!METHODS.includes(request.method)) {
    return new Response(null, { status: 405, headers: { allow: METHODS.join(', ') } })
  }
  const decoded: Record<string, string> = {}
  for (const [name, value] of Object.entries(groups)) decoded[name] = decodeURIComponent(value)
  const response = await handle(request, decoded)
  if (request.method === 'GET') return response
  await response.body?.cancel()
  return new Response(null, response)
}

/** The first route whose path matches answers; everything else is GraphQL's. */
export const useRoutes = (routes: readonly Route[]): Plugin => ({
  onRequest: async ({ request, url, endResponse }) => {
    for (const route of routes) {
      const match = route.path.exec(url.pathname)
      if (!match) continue
      endResponse(await serve(route, request, { ...match.groups }).catch(failure))
      return
    }
  },
})
