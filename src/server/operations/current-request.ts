import { AsyncLocalStorage } from 'node:async_hooks'

/** What a request turned out to ask, and what went wrong with it. */
export type Asked = {
  id: string
  /** Of the trace that its span is in. */
  traceId?: string
  operation?: string
  isSubscription?: boolean
  codes?: string[]
}

const current = new AsyncLocalStorage<Asked>()

/** Does `work` as what a request asks for: whatever it calls finds the request here. */
export const asRequest = <T>(asked: Asked, work: () => T): T => current.run(asked, work)

/** The request that this is done for, if any. */
export const currentRequest = (): Asked | undefined => current.getStore()
