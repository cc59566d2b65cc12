import { promisify } from 'node:util'
import zlib from 'node:zlib'
import type { Plugin } from 'graphql-yoga'

const gzip = promisify(zlib.gzip)

/** A smaller answer fits into one packet as it is. */
const LEAST_BYTES = 1024

/** Answers that are not streamed: chunks must leave at once. */
const WHOLE = /^(application\/(graphql-response\+)?json|text\/html)\b/

export const acceptsGzip = ({ headers }: Request): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(headers.get('accept-encoding') ?? '')

/** Compresses whole answers for clients that accept it. */
export const useCompression = (): Plugin => ({
  onResponse: async ({ request, response, setResponse, fetchAPI }) => {
    const { headers, status, statusText, body } = response
    if (!body || headers.has('content-encoding') || !WHOLE.test(headers.get('content-type') ?? '')) return
    if (!headers.get('vary')?.includes('accept-encoding')) headers.append('vary', 'accept-encoding')
    if (!acceptsGzip(request)) return
    const whole = Buffer.from(await response.arrayBuffer())
    const isSmall = whole.byteLength < LEAST_BYTES
    const sent = isSmall ? whole : await gzip(whole, { level: zlib.constants.Z_BEST_SPEED })
    const changed = new fetchAPI.Headers(headers)
    changed.set('content-length', String(sent.byteLength))
    if (!isSmall) changed.set('content-encoding', 'gzip')
    setResponse(new fetchAPI.Response(sent, { status, statusText, headers: changed }))
  },
})
