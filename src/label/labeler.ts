/** As the server counts them. */
export type Tokens = { input: number; output: number }

/** What came back for one conversation: a text that should be an answer, or a refusal. */
export type Reply = { tokens: Tokens | null } & ({ text: string } | { refusal: string })

/** A language model behind an API, with everything about the questions settled. */
export type Labeler = {
  /** One request, never repeated. @throws RequestFailed */
  ask(conversation: string): Promise<Reply>
}

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
