import { Cancelled, LimitExceeded, type SealError } from '../../domain/errors.ts'
import { type Limits, variableOf } from './limits.ts'

/** The time limit of each request. */
export type TimeLimit = {
  /** Aborts when the client goes away, or the time is over. */
  signalOf(request: Request): AbortSignal
  /** The result of work for a request, within the limit. @throws LimitExceeded, Cancelled when the client goes away */
  within<T>(request: Request, work: () => T | Promise<T>): Promise<T>
  /** The answer is complete, or is a stream. */
  stop(request: Request): void
  /** Fails pending work for a request. */
  fail(request: Request, error: SealError): void
}

type Clock = {
  signal: AbortSignal
  over: Promise<never>
  stop: () => void
  fail: (error: SealError) => void
}

const start = ({ signal }: Request, seconds: number): Clock => {
  const ended = new AbortController()
  let stop = () => {}
  let fail: Clock['fail'] = () => {}
  const over = new Promise<never>((_, reject) => {
    fail = (error) => {
      stop()
      // Before the abort: what that stops fails with a mere cancellation.
      reject(error)
      ended.abort()
    }
    const timer = setTimeout(() => {
      const message = `the answer takes longer than ${seconds} s, which is the most there is (${variableOf('seconds')}); ask for less at once, or of fewer pairs`
      fail(new LimitExceeded(message))
    }, seconds * 1000)
    timer.unref()
    stop = () => clearTimeout(timer)
  })
  over.catch(() => undefined)
  const leave = () => fail(new Cancelled())
  // Not AbortSignal.any: of a request that came over a socket the signal would then no longer say that it is aborted.
  if (signal.aborted) leave()
  else signal.addEventListener('abort', leave, { once: true })
  return { signal: ended.signal, over, stop, fail }
}

export const openTimeLimit = ({ seconds }: Pick<Limits, 'seconds'>): TimeLimit => {
  const clocks = new WeakMap<Request, Clock>()
  const clockOf = (request: Request): Clock => {
    const clock = clocks.get(request) ?? start(request, seconds)
    clocks.set(request, clock)
    return clock
  }
  return {
    signalOf: (request) => clockOf(request).signal,
    within: async (request, work) => Promise.race([work(), clockOf(request).over]),
    stop: (request) => clockOf(request).stop(),
    fail: (request, error) => clockOf(request).fail(error),
  }
}
