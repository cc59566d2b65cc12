import { InvalidInput, Unavailable } from '../domain/errors.ts'
import { repeated } from '../remote/repeated.ts'
import { RequestFailed } from '../remote/request-failed.ts'

/** The server understood, and does not want exactly this: too long, for example. */
export class Refusal extends InvalidInput {}

/**
 * Repeats a request to `address` until there is an answer, where that may help.
 *
 * @throws Refusal when the server doesn't want this one; InvalidInput when it wants none; Unavailable when
 *   every attempt failed; Cancelled when `signal` aborts in a pause.
 */
export const patiently = async <T>(
  address: string,
  request: () => Promise<T>,
  { retries, backoff }: { retries: number; backoff: number },
  signal?: AbortSignal,
): Promise<T> => {
  try {
    return await repeated(request, { retries, backoffMs: backoff, signal })
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error
    const { kind, message } = error
    if (kind === 'REJECTED') throw new Refusal(message)
    if (kind === 'FATAL') throw new InvalidInput(`${address}: ${message}`)
    throw new Unavailable(`${address} failed ${retries + 1} times, at last: ${message}`)
  }
}
