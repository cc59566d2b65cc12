import { Unavailable } from '../domain/errors.ts'
import type { LabelRecord } from '../domain/records.ts'
import { answerReader } from '../label/answer.ts'
import { labelRequest } from '../label/prompt.ts'
import { askUntilValid, type Patience } from '../remote/ask-until-valid.ts'
import type { ChatModel } from '../remote/chat-model.ts'
import { RequestFailed } from '../remote/request-failed.ts'
import type { Tokens } from '../remote/tokens.ts'
import type { EntryText } from '../store/unlabeled.ts'
import { inTurn } from './in-turn.ts'
import type { Context, Outcome } from './ingest.ts'
import { openLabelingRun } from './labeling-run.ts'
import { type LabelingPlan, textsOf } from './plan-labeling.ts'

export type LabelingLimits = Pick<Patience, 'attempts' | 'retries' | 'backoffMs'> & {
  /** Requests under way at a time. */
  concurrency: number
}

export type LabelingOutcome = Outcome & {
  /** What all replies took, also those that were of no use: as the server counts, or as estimated. */
  spent: Tokens
  replies: number
}

/** Given-up requests in a row, after which the server rather than the entries is taken to be the reason. */
const HOPELESS = 10

/**
 * Labels the plan's entries and commits each answer as it comes, with how far the Run is: what is cut off
 * loses the requests under way and no others. Rejected entries have no label and are asked about again
 * by the next command.
 *
 * @param costOf for the progress: what tokens cost, as people read it
 * @throws Unavailable when the server takes no requests.
 */
export const labelEntries = async (
  context: Context,
  plan: LabelingPlan,
  model: ChatModel,
  { concurrency, ...patience }: LabelingLimits,
  costOf: (tokens: Tokens) => string,
): Promise<LabelingOutcome> => {
  const { progress, signal } = context
  const run = await openLabelingRun(context, plan)
  const spent: Tokens = { input: 0, output: 0 }
  const read = answerReader(plan.questionnaire)
  let replies = 0
  let done = 0
  let failedInARow = 0
  let failure: unknown
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()

  // One connection: nothing else may be in a transaction of it.
  const database = inTurn()
  let answered: LabelRecord[] = []
  const commit = () =>
    database(async () => {
      const records = answered
      answered = []
      if (records.length > 0) await run.commit(records)
    })
  const label = async (entry: EntryText) => {
    const { rowId, side, text } = entry
    const request = labelRequest(plan.prompt, text)
    const verdict = await askUntilValid(
      () => model.ask(request),
      read,
      { ...patience, signal: stopping.signal },
      (tokens) => {
        const { input, output } = tokens ?? plan.estimateOf(text)
        spent.input += input
        spent.output += output
        replies++
      },
    )
    if ('stopped' in verdict) return
    if ('answer' in verdict) {
      failedInARow = 0
      answered.push({ rowId, side, ...verdict.answer })
      await commit()
    } else {
      run.reject(entry, verdict.reason)
      if (verdict.failed === undefined) failedInARow = 0
      else if (verdict.failed !== 'UNSENT' && ++failedInARow >= HOPELESS)
        throw new Unavailable(`${HOPELESS} requests in a row failed; the last one: ${verdict.reason}`)
    }
    done++
    progress.update({ rows: done, bytes: done, totalBytes: plan.entries.length, note: costOf(spent) })
  }

  const texts = textsOf(context, plan)
  const next = () => database(() => texts.next())
  const work = async () => {
    try {
      while (!stopping.signal.aborted) {
        const entry = await next()
        if (entry.done || stopping.signal.aborted) return
        await label(entry.value)
      }
    } catch (error) {
      failure ??= error instanceof RequestFailed ? new Unavailable(error.message) : error
      stop()
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  signal.removeEventListener('abort', stop)
  return { ...(await run.end(failure)), spent, replies }
}
