import { AsyncLocalStorage } from 'node:async_hooks'

/** What a request turned out to ask, and what went wrong with it. */
export type RequestInfo = {
  id: string
  /** Of the trace that its span is in. */
  traceId?: string
  operation?: string
  isSubscription?: boolean
  codes?: string[]
}

const current = new AsyncLocalStorage<RequestInfo>()

/** Does work for a request, which whatever it calls finds by `currentRequest`. */
export const runAsRequest = <T>(request: RequestInfo, work: () => T): T => current.run(request, work)

/** The request that this is done for, if any. */
export const currentRequest = (): RequestInfo | undefined => current.getStore()
