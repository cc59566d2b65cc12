import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { pathOf } from '../path.ts'
import { type Asked, asRequest, currentRequest } from './current-request.ts'

/** A request that is over. */
export type Finished = Asked & {
  method: string
  /** Without its parameters: they may hold a query and its variables. */
  path: string
  /** 499 for an answer that the client did not wait for. */
  status: number
  milliseconds: number
}

/** Who hears of requests that came through a socket. */
export type RequestListener = { begun(): void; finished(request: Finished): void }

const HEADER = 'x-request-id'
const SANE = /^[\w.:/+=-]{1,128}$/
const CLIENT_LEFT = 499
const LONGEST = 200

const idOf = ({ headers }: Request): string => {
  const given = headers.get(HEADER)
  return given !== null && SANE.test(given) ? given : randomUUID()
}

const note = (more: Partial<Asked>) => Object.assign(currentRequest() ?? {}, more)

const noteOperation = ({ document, operationName }: ExecutionArgs) => {
  const operation = getOperationAST(document, operationName)
  note({
    operation: operation?.name?.value.slice(0, LONGEST),
    isSubscription: operation?.operation === 'subscription',
  })
}

/** Gives each request an id, which goes back with the answer, and tells of each that is over what it was. */
export const useRequests = ({ begun, finished }: RequestListener): Plugin => ({
  instrumentation: {
    request: ({ request }, handle) => asRequest({ id: idOf(request) }, handle),
  },
  onRequest: ({ serverContext, request }) => {
    const { req, res } = serverContext as { req?: IncomingMessage; res?: ServerResponse }
    const asked = currentRequest()
    if (!req || !res || !asked) return
    const begin = performance.now()
    begun()
    const over = () =>
      finished({
        ...asked,
        method: req.method ?? '',
        path: pathOf(request).slice(0, LONGEST),
        status: res.writableFinished ? res.statusCode : CLIENT_LEFT,
        milliseconds: performance.now() - begin,
      })
    res.once('close', () => asRequest(asked, over))
  },
  onExecute: ({ args }) => noteOperation(args),
  onSubscribe: ({ args }) => noteOperation(args),
  onResultProcess: ({ result }) => {
    const { errors } = result as ExecutionResult
    if (errors)
      note({ codes: [...new Set(errors.map(({ extensions }) => String(extensions?.code ?? 'NONE')))] })
  },
  onResponse: ({ response }) => {
    const request = currentRequest()
    if (request) response.headers.set(HEADER, request.id)
  },
})
