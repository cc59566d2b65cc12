import { parallel } from '../async/parallel.ts'
import type { AnswerAt } from '../domain/conversation.ts'
import { Unavailable } from '../domain/errors.ts'
import type { Made } from '../domain/made.ts'
import { type AskPolicy, askUntilValid } from '../remote/ask-until-valid.ts'
import { type ChatModel, type ChatRequest, estimateTokens } from '../remote/chat-model.ts'
import { RequestFailed } from '../remote/request-failed.ts'
import type { Tokens } from '../remote/tokens.ts'
import type { EntryKey, EntryText } from '../store/find-entries.ts'
import type { EntryRun } from './entry-run.ts'
import type { Context, Outcome } from './ingest.ts'
import { type Claimed, type Making, makeEntries } from './make-entries.ts'

export type AskLimits = Pick<AskPolicy, 'attempts' | 'retries' | 'backoffMs'> & {
  /** Requests under way at a time. */
  concurrency: number
}

/** How a question becomes rows. */
export type Asking<T> = Pick<Making<EntryText, T>, 'textsOf' | 'write'> & {
  run: EntryRun
  entries: readonly EntryKey[]
  requestOf: (text: string, answerAt: AnswerAt) => ChatRequest
  /** Throws InvalidAnswer for an answer that is none to this text. */
  read: (answer: string, text: string, answerAt: AnswerAt) => T
  /** About how long an answer will be, where requests don't say. */
  answerTokens?: number
}

export type AskOutcome = Outcome & {
  /** What all replies took, also those that were of no use: as the server counts, or as estimated. */
  spent: Tokens
  replies: number
}

/** Given-up requests in a row, after which the server rather than the entries is taken to be the reason. */
const HOPELESS = 10

/**
 * Asks a model about every text and commits each answer as it comes, with how far the Run is: what is cut
 * off loses the requests under way and no others.
 *
 * @param costOf for the progress: what tokens cost, as people read it
 * @throws Unavailable when the server takes no requests.
 */
export const askEntries = async <T>(
  context: Context,
  { run, entries, textsOf, write, requestOf, read, answerTokens }: Asking<T>,
  model: ChatModel,
  { concurrency, ...policy }: AskLimits,
  costOf: (tokens: Tokens) => string,
): Promise<AskOutcome> => {
  const spent: Tokens = { input: 0, output: 0 }
  let replies = 0
  let failedInARow = 0
  const hopeless = new AbortController()

  const ask = async (item: EntryText, signal: AbortSignal): Promise<Made<EntryText, T>[]> => {
    const { text, answerAt = null } = item
    const request = requestOf(text, answerAt)
    const verdict = await askUntilValid(
      () => model.ask(request),
      (answer) => read(answer, text, answerAt),
      { ...policy, signal },
      (tokens) => {
        const { input, output } = tokens ?? estimateTokens(request, answerTokens)
        spent.input += input
        spent.output += output
        replies++
      },
    ).catch((error) => {
      throw error instanceof RequestFailed ? new Unavailable(error.message) : error
    })
    if ('stopped' in verdict) return []
    if ('answer' in verdict) {
      failedInARow = 0
      return [{ item, value: verdict.answer }]
    }
    const { reason, failed } = verdict
    if (failed === undefined) failedInARow = 0
    else if (failed !== 'UNSENT' && ++failedInARow === HOPELESS)
      hopeless.abort(new Unavailable(`${HOPELESS} requests in a row failed; the last one: ${reason}`))
    return [{ item, reason }]
  }
  async function* make(claimed: Claimed<EntryText>, signal: AbortSignal) {
    async function* tasks(stop: AbortSignal) {
      for await (const texts of claimed(stop)) for await (const entry of texts) yield () => ask(entry, stop)
    }
    yield* parallel(tasks, concurrency, AbortSignal.any([signal, hopeless.signal]))
    hopeless.signal.throwIfAborted()
  }
  const outcome = await makeEntries(context, run, {
    loadEntries: async () => entries,
    textsOf,
    make,
    write,
    noteOf: () => costOf(spent),
  })
  return { ...outcome, spent, replies }
}
