import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { pathOf } from '../request-path.ts'
import { currentRequest, type RequestInfo, runAsRequest } from './current-request.ts'

/** A request that is over. */
export type Finished = RequestInfo & {
  method: string
  /** Without its parameters: they may hold a query and its variables. */
  path: string
  /** 499 for an answer that the client did not wait for. */
  status: number
  milliseconds: number
}

/** What is called for each request that came through a socket. */
export type RequestListener = { begun(): void; finished(request: Finished): void }

const HEADER = 'x-request-id'
const VALID_ID = /^[\w.:/+=-]{1,128}$/
const CLIENT_LEFT = 499
const LONGEST = 200

const idOf = ({ headers }: Request): string => {
  const given = headers.get(HEADER)
  return given !== null && VALID_ID.test(given) ? given : randomUUID()
}

const addToRequest = (more: Partial<RequestInfo>) => Object.assign(currentRequest() ?? {}, more)

const addOperation = ({ document, operationName }: ExecutionArgs) => {
  const operation = getOperationAST(document, operationName)
  addToRequest({
    operation: operation?.name?.value.slice(0, LONGEST),
    isSubscription: operation?.operation === 'subscription',
  })
}

/** Gives each request an id, which is a header of its answer, and reports each at its beginning and end. */
export const useRequests = ({ begun, finished }: RequestListener): Plugin => ({
  instrumentation: {
    request: ({ request }, handle) => runAsRequest({ id: idOf(request) }, handle),
  },
  onRequest: ({ serverContext, request }) => {
    const { req, res } = serverContext as { req?: IncomingMessage; res?: ServerResponse }
    const info = currentRequest()
    if (!req || !res || !info) return
    const start = performance.now()
    begun()
    const finish = () =>
      finished({
        ...info,
        method: req.method ?? '',
        path: pathOf(request).slice(0, LONGEST),
        status: res.writableFinished ? res.statusCode : CLIENT_LEFT,
        milliseconds: performance.now() - start,
      })
    res.once('close', () => runAsRequest(info, finish))
  },
  onExecute: ({ args }) => addOperation(args),
  onSubscribe: ({ args }) => addOperation(args),
  onResultProcess: ({ result }) => {
    const { errors } = result as ExecutionResult
    if (errors)
      addToRequest({
        codes: [...new Set(errors.map(({ extensions }) => String(extensions?.code ?? 'NONE')))],
      })
  },
  onResponse: ({ response }) => {
    const request = currentRequest()
    if (request) response.headers.set(HEADER, request.id)
  },
})
