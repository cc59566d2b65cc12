import { setTimeout } from 'node:timers/promises'
import { type Answer, InvalidAnswer } from './answer.ts'
import { type FailureKind, type Labeler, type Reply, RequestFailed, type Tokens } from './labeler.ts'

export type Patience = {
  /** How many answers or refusals are taken before the entry is given up. */
  attempts: number
  /** How often a request is repeated that failed for a reason that may pass. */
  retries: number
  /** The pause before the first repetition; doubled with each. */
  backoffMs: number
  /** Ends pauses, and lets no further request begin. */
  signal: AbortSignal
}

export type Verdict =
  | { answer: Answer }
  /** Given up; `failed` tells a request that got no reply. */
  | { reason: string; failed?: FailureKind }
  /** Neither: nobody waits any longer. */
  | { stopped: true }

const LONGEST_PAUSE = 60_000
/** A server that wants longer than this is asked some other time. */
const LONGEST_RETRY_AFTER = 300_000

/**
 * Asks about one conversation, with the same parameters each time, until the answer is valid or patience
 * ends. A refusal is an answer: it isn't asked again.
 *
 * @param onTokens what each reply took, valid or not: all are paid.
 * @throws RequestFailed of kind FATAL.
 */
export const askUntilValid = async (
  labeler: Labeler,
  read: (text: string) => Answer,
  conversation: string,
  { attempts, retries, backoffMs, signal }: Patience,
  onTokens: (tokens: Tokens | null) => void,
): Promise<Verdict> => {
  let failures = 0
  let replies = 0
  while (!signal.aborted) {
    let reply: Reply
    try {
      reply = await labeler.ask(conversation)
    } catch (error) {
      if (!(error instanceof RequestFailed) || error.kind === 'FATAL') throw error
      const { kind, message, retryAfterMs } = error
      if (kind !== 'TRANSIENT' || failures >= retries || (retryAfterMs ?? 0) > LONGEST_RETRY_AFTER)
        return { reason: message, failed: kind }
      const pause = Math.min(LONGEST_PAUSE, backoffMs * 2 ** failures) * (0.75 + Math.random() / 2)
      failures++
      await setTimeout(Math.max(pause, retryAfterMs ?? 0), undefined, { signal }).catch(() => undefined)
      continue
    }
    replies++
    onTokens(reply.tokens)
    if ('refusal' in reply) return { reason: `refused: ${reply.refusal}` }
    try {
      return { answer: read(reply.text) }
    } catch (error) {
      if (!(error instanceof InvalidAnswer)) throw error
      if (replies >= attempts) return { reason: `${error.message} (${replies} times)` }
    }
  }
  return { stopped: true }
}
