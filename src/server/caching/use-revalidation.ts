import type { Plugin } from 'graphql-yoga'
import type { Prisma } from '../../store/prisma.ts'
import { stateOf } from '../../store/state.ts'
import { etagHeaders, hasTag, notModified, tagOf } from './etag.ts'

/**
 * GraphQL's answers to GET have an entity tag of the database's state and the query: a client that has the answer gets
 * 304, and nothing is computed.
 */
export const useRevalidation = (prisma: Prisma): Plugin => {
  const tags = new WeakMap<Request, string>()
  const whole = new WeakSet<Request>()
  return {
    onRequest: async ({ request, url, endResponse }) => {
      if (request.method !== 'GET' || !url.search) return
      // Without a database the answer itself says so.
      const state = await stateOf(prisma).catch(() => null)
      if (state === null) return
      const tag = tagOf('graphql', state, url.search, request.headers.get('accept'))
      if (hasTag(request, tag)) endResponse(notModified(tag))
      else tags.set(request, tag)
    },
    onResultProcess: ({ request, result }) => {
      // What comes in parts, or with an error, may be another thing next time.
      if ('data' in result && !result.errors) whole.add(request)
    },
    onResponse: ({ request, response }) => {
      const tag = tags.get(request)
      if (!tag) return
      const headers = whole.has(request) ? etagHeaders(tag) : { 'cache-control': 'no-store' }
      for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
      response.headers.append('vary', 'accept')
    },
  }
}
