import type { CORSOptions } from 'graphql-yoga'

/** Those of HTTP, of tracing, and those that identify GraphQL clients. */
const HEADERS = [
  'content-type',
  'accept',
  'authorization',
  'if-none-match',
  'x-request-id',
  'traceparent',
  'tracestate',
  'baggage',
  'apollographql-client-name',
  'apollographql-client-version',
  'graphql-client-name',
  'graphql-client-version',
  'apollo-require-preflight',
  'x-apollo-operation-name',
]

/**
 * What pages of other origins may do: nothing, unless they are listed. With `*` every page may, without
 * anything that the browser keeps for this server.
 */
export const corsOf = (origins: readonly string[]): false | ((request: Request) => CORSOptions) => {
  if (origins.length === 0) return false
  const all = origins.includes('*')
  return ({ headers }) => {
    const origin = headers.get('origin')
    if (origin === null || !(all || origins.includes(origin))) return false
    return {
      origin: [origin],
      credentials: !all,
      methods: ['GET', 'HEAD', 'POST', 'OPTIONS'],
      allowedHeaders: HEADERS,
      exposedHeaders: ['etag', 'content-disposition', 'x-request-id'],
      maxAge: 600,
    }
  }
}
