import { createServer, type RequestListener, type Server } from 'node:http'
import { InvalidInput } from '../domain/errors.ts'

/** How long a client may take for a request's headers, and for all of a request. */
export type Patience = { headersMs: number; requestMs: number }

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 30_000 }

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
    if (URL.canParse(`http://${request.headers.host}${request.url}`)) return listener(request, response)
    const { code, message } = new InvalidInput(
      'this is no address: look at its path and at the header "host"',
    )
    response.writeHead(400, { 'content-type': 'application/json', connection: 'close' })
    response.end(JSON.stringify({ code, message }))
  })
}
