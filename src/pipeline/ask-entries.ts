import type { AnswerAt } from '../domain/conversation.ts'
import { Unavailable } from '../domain/errors.ts'
import { askUntilValid, type Patience } from '../remote/ask-until-valid.ts'
import type { ChatModel, ChatRequest } from '../remote/chat-model.ts'
import { RequestFailed } from '../remote/request-failed.ts'
import type { Tokens } from '../remote/tokens.ts'
import { type EntryKey, type EntryText, textsOf } from '../store/find-entries.ts'
import type { Connection } from '../store/sql/connection.ts'
import type { EntryRun } from './entry-run.ts'
import { inTurn } from './in-turn.ts'
import type { Context, Outcome } from './ingest.ts'

export type AskLimits = Pick<Patience, 'attempts' | 'retries' | 'backoffMs'> & {
  /** Requests under way at a time. */
  concurrency: number
}

/** How a question becomes rows. */
export type Asking<T> = {
  run: EntryRun
  connection: Connection
  /** Where the texts are, and which of them are left. */
  of: { datasetId: number; variantId: number; entries: readonly EntryKey[] }
  /** Those of some claimed entries that may be asked about now; left out: all. */
  free?: (entries: readonly EntryKey[]) => Promise<readonly EntryKey[]>
  requestOf: (text: string, answerAt: AnswerAt) => ChatRequest
  /** Throws InvalidAnswer for an answer that is none to this text. */
  read: (answer: string, text: string, answerAt: AnswerAt) => T
  estimateOf: (text: string, answerAt: AnswerAt) => Tokens
  /** Writes answers; returns how many rows changed. */
  write: (answers: readonly Answered<T>[]) => Promise<number>
}

export type Answered<T> = { entry: EntryText; answer: T }

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
  { progress, signal }: Context,
  { run, connection, of, free, requestOf, read, estimateOf, write }: Asking<T>,
  model: ChatModel,
  { concurrency, ...patience }: AskLimits,
  costOf: (tokens: Tokens) => string,
): Promise<AskOutcome> => {
  const spent: Tokens = { input: 0, output: 0 }
  let replies = 0
  let done = 0
  let failedInARow = 0
  let failure: unknown
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()

  let elsewhere = 0
  async function* claimedTexts() {
    for await (const claimed of run.claims(of.entries, stopping.signal)) {
      elsewhere = claimed.elsewhere
      const entries = free ? await free(claimed.entries) : claimed.entries
      yield* run.reading(textsOf(connection, { ...of, entries }))
    }
  }
  const texts = claimedTexts()
  const committing = inTurn()
  let answered: Answered<T>[] = []
  const commit = () =>
    committing(async () => {
      const answers = answered
      answered = []
      if (answers.length > 0) await run.commit(answers, write)
    })
  const ask = async (entry: EntryText) => {
    const { text, answerAt = null } = entry
    const request = requestOf(text, answerAt)
    const verdict = await askUntilValid(
      () => model.ask(request),
      (answer) => read(answer, text, answerAt),
      { ...patience, signal: stopping.signal },
      (tokens) => {
        const { input, output } = tokens ?? estimateOf(text, answerAt)
        spent.input += input
        spent.output += output
        replies++
      },
    )
    if ('stopped' in verdict) return
    if ('answer' in verdict) {
      failedInARow = 0
      answered.push({ entry, answer: verdict.answer })
      await commit()
    } else {
      await run.reject(entry, verdict.reason)
      if (verdict.failed === undefined) failedInARow = 0
      else if (verdict.failed !== 'UNSENT' && ++failedInARow >= HOPELESS)
        throw new Unavailable(`${HOPELESS} requests in a row failed; the last one: ${verdict.reason}`)
    }
    done++
    progress.update({
      rows: done,
      bytes: done + elsewhere,
      totalBytes: of.entries.length,
      note: costOf(spent),
    })
  }

  const work = async () => {
    try {
      while (!stopping.signal.aborted) {
        const entry = await texts.next()
        if (entry.done || stopping.signal.aborted) return
        await ask(entry.value)
      }
    } catch (error) {
      failure ??= error instanceof RequestFailed ? new Unavailable(error.message) : error
      stop()
    }
  }
  progress.update({ rows: 0, bytes: 0, totalBytes: of.entries.length, note: costOf(spent) })
  await Promise.all(Array.from({ length: concurrency }, work))
  signal.removeEventListener('abort', stop)
  return { ...(await run.end(failure)), spent, replies }
}
