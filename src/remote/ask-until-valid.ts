import { Cancelled } from '../domain/errors.ts'
import type { Reply } from './chat-model.ts'
import { type FailureKind, RequestFailed } from './request-failed.ts'
import { type RetryPolicy, retry } from './retry.ts'
import type { Tokens } from './tokens.ts'

/** Why a text is no answer. */
export class InvalidAnswer extends Error {}

export type AskPolicy = RetryPolicy & {
  /** How many answers or refusals are taken before it is given up. */
  attempts: number
  /** Lets no further request begin. */
  signal: AbortSignal
}

export type Verdict<T> =
  | { answer: T }
  /** Given up; `failed` tells a request that got no reply. */
  | { reason: string; failed?: FailureKind }
  /** Neither: nobody waits any longer. */
  | { stopped: true }

/**
 * Asks the same until the answer is valid, as often as the policy allows. A refusal is an answer: it isn't asked again.
 *
 * @param read throws InvalidAnswer for a text that is none
 * @param onTokens what each reply took, valid or not: all are paid.
 * @throws RequestFailed of kind FATAL.
 */
export const askUntilValid = async <T>(
  ask: () => Promise<Reply>,
  read: (text: string) => T,
  policy: AskPolicy,
  onTokens: (tokens: Tokens | null) => void,
): Promise<Verdict<T>> => {
  let replies = 0
  while (!policy.signal.aborted) {
    let reply: Reply
    try {
      reply = await retry(ask, policy)
    } catch (error) {
      if (error instanceof Cancelled) break
      if (!(error instanceof RequestFailed) || error.kind === 'FATAL') throw error
      return { reason: error.message, failed: error.kind }
    }
    replies++
    onTokens(reply.tokens)
    if ('refusal' in reply) return { reason: `refused: ${reply.refusal}` }
    try {
      return { answer: read(reply.text) }
    } catch (error) {
      if (!(error instanceof InvalidAnswer)) throw error
      if (replies >= policy.attempts) return { reason: `${error.message} (${replies} times)` }
    }
  }
  return { stopped: true }
}
