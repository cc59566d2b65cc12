import type { Plugin } from 'graphql-yoga'
import { Forbidden } from '../../domain/errors.ts'
import { graphqlFailure } from '../failure.ts'

const OTHERS = ['cross-site', 'same-site']

/**
 * Keeps pages of other origins from putting GraphQL to work. They could not read an answer, and there are no
 * cookies to misuse; but what answers on loopback, or without tokens, answers whoever is near. Links to an answer
 * stay links, and clients that are no browsers send no `sec-fetch-site`. POST takes nothing but JSON, for which a
 * browser asks first.
 */
export const useCrossSite = (corsOrigins: readonly string[]): Plugin => ({
  onRequest: ({ request: { headers }, endResponse }) => {
    if (!OTHERS.includes(headers.get('sec-fetch-site') ?? '')) return
    if (headers.get('sec-fetch-mode') === 'navigate') return
    const origin = headers.get('origin')
    if (origin !== null && (corsOrigins.includes('*') || corsOrigins.includes(origin))) return
    const message = 'pages of other origins may not ask this server; CORS_ORIGINS lists those that may'
    endResponse(graphqlFailure(new Forbidden(message)))
  },
})
