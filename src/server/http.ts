import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { InvalidInput, NotFound, type SealError } from '../domain/errors.ts'

/** How long a client may take for a request's headers, and for all of a request. */
export type Patience = { headersMs: number; requestMs: number }

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 30_000 }

/** Characters that would make a host header more than a host. */
const NO_HOST = /[/?#@\\]/

/** A path begins with `/`: requests to a proxy, as `GET http://host/path`, are refused. */
const problemOf = ({ url = '', headers: { host = '' } }: IncomingMessage): [number, SealError] | null => {
  if (!url.startsWith('/')) return [404, new NotFound('address', url, ['those that begin with /'])]
  if (URL.canParse(`http://${host || 'localhost'}${url}`) && !NO_HOST.test(host)) return null
  return [400, new InvalidInput('this is no address: look at its path and at the header "host"')]
}

/** What is sent to be imported may take long: its route says how long, until it has answered. */
const isUpload = ({ method, url }: IncomingMessage) => method === 'POST' && url?.startsWith('/ingest/')

/** Closes the connection of a request that has not come whole by then. */
const leaveAfter = (request: IncomingMessage, response: ServerResponse, ms: number): NodeJS.Timeout => {
  const leave = () => {
    if (request.complete || request.destroyed) return
    if (!response.headersSent)
      request.socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n')
    request.socket.destroy()
  }
  return setTimeout(leave, ms).unref()
}

/** HTTP on a socket: closes connections whose requests take too long, and refuses malformed addresses. */
export const httpServer = (
  listener: RequestListener,
  { headersMs, requestMs }: Patience = PATIENCE,
): Server => {
  const options = {
    headersTimeout: headersMs,
    requestTimeout: 0,
    connectionsCheckingInterval: Math.min(headersMs, 1000),
  }
  return createServer(options, (request, response) => {
    if (isUpload(request)) response.once('finish', () => leaveAfter(request, response, requestMs))
    else {
      const timer = leaveAfter(request, response, requestMs)
      response.once('close', () => clearTimeout(timer))
    }
    const problem = problemOf(request)
    if (!problem) return listener(request, response)
    const [status, { code, message }] = problem
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
    response.end(JSON.stringify({ code, message }))
  })
}
