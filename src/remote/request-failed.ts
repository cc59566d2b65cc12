/**
 * TRANSIENT: the same request may do later. REJECTED: the server doesn't take this one. UNSENT: it would be
 * useless to send. FATAL: it takes none.
 */
export type FailureKind = 'TRANSIENT' | 'REJECTED' | 'UNSENT' | 'FATAL'

/** A request without a reply. The message is fit for people: it has no secret and no address. */
export class RequestFailed extends Error {
  readonly kind: FailureKind
  /** When the server wants to be asked again. */
  readonly retryAfterMs: number | null

  constructor(kind: FailureKind, message: string, retryAfterMs: number | null = null) {
    super(message)
    this.name = 'RequestFailed'
    this.kind = kind
    this.retryAfterMs = retryAfterMs
  }
}

/** What a client throws instead of what its fetch has thrown. */
export const requestFailure = (error: unknown): unknown => {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof RequestFailed) return cause
  return error
}
