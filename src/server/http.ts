import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { InvalidInput, NotFound, type SealError } from '../domain/errors.ts'

/** How long a client may take for a request's headers, and for all of a request. */
export type Patience = { headersMs: number; requestMs: number }

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 30_000 }

/** What would make something else of an address than host and path. */
const NO_HOST = /[/?#@\\]/

/** A path is what begins with `/`: what is for a proxy, as `GET http://host/path`, is not for this server. */
const problemOf = ({ url = '', headers: { host = '' } }: IncomingMessage): [number, SealError] | null => {
  if (!url.startsWith('/')) return [404, new NotFound('address', url, ['those that begin with /'])]
  if (URL.canParse(`http://${host || 'localhost'}${url}`) && !NO_HOST.test(host)) return null
  return [400, new InvalidInput('this is no address: look at its path and at the header "host"')]
}

/** HTTP on a socket: hangs up on clients that do not get to the end of their request, and takes no address that is none. */
export const httpServer = (
  listener: RequestListener,
  { headersMs, requestMs }: Patience = PATIENCE,
): Server => {
  const options = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(headersMs, 1000),
  }
  return createServer(options, (request, response) => {
    const problem = problemOf(request)
    if (!problem) return listener(request, response)
    const [status, { code, message }] = problem
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
    response.end(JSON.stringify({ code, message }))
  })
}
