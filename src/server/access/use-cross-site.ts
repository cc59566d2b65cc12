import type { Plugin } from 'graphql-yoga'
import { Forbidden } from '../../domain/errors.ts'
import { graphqlErrorResponse } from '../error-response.ts'

const FOREIGN_SITES = ['cross-site', 'same-site']

/** Whether a browser sends it for a page of another origin, and not because its user follows a link. */
export const isForeign = ({ headers }: Request): boolean =>
  FOREIGN_SITES.includes(headers.get('sec-fetch-site') ?? '') && headers.get('sec-fetch-mode') !== 'navigate'

/**
 * Refuses GraphQL requests of pages of other origins. They could not read an answer, and there are no cookies to misuse;
 * but a server on loopback, or without tokens, would work for any page that is open in a browser nearby. Links to an
 * answer stay links, and clients other than browsers send no `sec-fetch-site`. POST takes nothing but JSON, which
 * browsers send after a preflight alone.
 */
export const useCrossSite = (corsOrigins: readonly string[]): Plugin => ({
  onRequest: ({ request, endResponse }) => {
    if (!isForeign(request)) return
    const origin = request.headers.get('origin')
    if (origin !== null && (corsOrigins.includes('*') || corsOrigins.includes(origin))) return
    const message = 'pages of other origins may not ask this server; CORS_ORIGINS lists those that may'
    endResponse(graphqlErrorResponse(new Forbidden(message)))
  },
})
