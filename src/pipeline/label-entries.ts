import { createHash } from 'node:crypto'
import path from 'node:path'
import { SealError, Unavailable } from '../domain/errors.ts'
import { bitFields } from '../domain/label-bits.ts'
import type { LabelRecord } from '../domain/records.ts'
import { answerReader } from '../label/answer.ts'
import { askUntilValid, type Patience } from '../label/ask-until-valid.ts'
import { type Labeler, RequestFailed, type Tokens } from '../label/labeler.ts'
import { ensureLabeler } from '../store/catalog.ts'
import { advanceRun, beginRun, endRun, NO_COUNTS } from '../store/runs.ts'
import type { EntryKey, EntryText } from '../store/unlabeled.ts'
import { writeLabels } from '../store/write/labels.ts'
import { inTurn } from './in-turn.ts'
import type { Context, Outcome } from './ingest.ts'
import { type LabelingPlan, textsOf } from './plan-labeling.ts'
import { openRejects } from './rejects.ts'

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

const fileNameOf = ({ options: { dataset, labeler, variant } }: LabelingPlan) =>
  `${[dataset, 'labeling', labeler, ...(variant === undefined ? [] : [variant])].join('-')}.rejects.csv`

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
  labeler: Labeler,
  { concurrency, ...patience }: LabelingLimits,
  costOf: (tokens: Tokens) => string,
): Promise<LabelingOutcome> => {
  const { prisma, connection, progress, signal } = context
  const { dataset, variantId, options, entries, questionnaire, origin } = plan
  const labelerId = await ensureLabeler(prisma, dataset.id, options.labeler, origin)
  const fields = bitFields(dataset.taxonomy.features)
  const target = { datasetId: dataset.id, labelerId, fields, variantId }
  const { labeler: name, variant, features, selection } = options
  const run = await beginRun(prisma, {
    datasetId: dataset.id,
    kind: 'LABELING',
    file: variant === undefined ? name : `${name}, ${variant}`,
    fingerprint: createHash('sha256')
      .update(JSON.stringify(['LABELING', name, origin, variant, features, selection]))
      .digest('hex'),
  })
  const rejectsFile = fileNameOf(plan).replace(/[^\w.-]+/g, '_')
  const rejects = openRejects(path.join(context.rejectsDirectory, rejectsFile))
  const counts = { ...NO_COUNTS, read: run.changed, changed: run.changed }
  const spent: Tokens = { input: 0, output: 0 }
  const read = answerReader(questionnaire)
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
      if (records.length === 0) return
      const changed = await connection.transaction('write', async () => {
        const rows = await writeLabels(connection, target, records)
        const next = { ...counts, read: counts.read + records.length, changed: counts.changed + rows }
        await advanceRun(connection, run, next.changed, next)
        return rows
      })
      counts.read += records.length
      counts.changed += changed
    })
  const reject = ({ rowId, side }: EntryKey, reason: string) => {
    counts.read++
    counts.rejected++
    rejects.add({ file: variant ?? '', line: 0, rowId, reason: `${side}: ${reason}` })
  }
  const label = async (entry: EntryText) => {
    const verdict = await askUntilValid(
      labeler,
      read,
      entry.text,
      { ...patience, signal: stopping.signal },
      (tokens) => {
        const { input, output } = tokens ?? plan.estimateOf(entry.text)
        spent.input += input
        spent.output += output
        replies++
      },
    )
    if ('stopped' in verdict) return
    const { rowId, side } = entry
    if ('answer' in verdict) {
      failedInARow = 0
      answered.push({ rowId, side, ...verdict.answer })
      await commit()
    } else {
      reject(entry, verdict.reason)
      if (verdict.failed === undefined) failedInARow = 0
      else if (verdict.failed !== 'UNSENT' && ++failedInARow >= HOPELESS)
        throw new Unavailable(`${HOPELESS} requests in a row failed; the last one: ${verdict.reason}`)
    }
    done++
    progress.update({ rows: done, bytes: done, totalBytes: entries.length, note: costOf(spent) })
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
  try {
    await Promise.all(Array.from({ length: concurrency }, work))
    // What others have answered meanwhile is committed even then, if it can be.
    if (failure !== undefined) await commit().catch(() => undefined)
    const revise = counts.changed > run.revised
    if (failure === undefined) {
      await endRun(connection, run, { state: signal.aborted ? 'INTERRUPTED' : 'DONE', counts, revise })
    } else {
      const error = failure instanceof SealError ? failure.message : 'the command failed'
      await endRun(connection, run, { state: 'FAILED', counts, error, revise }).catch(() => undefined)
      throw failure
    }
  } finally {
    signal.removeEventListener('abort', stop)
    rejects.close()
  }
  const { revision } = await prisma.dataset.findUniqueOrThrow({ where: { id: dataset.id } })
  return { counts, rejectsFile: rejects.path, revision, interrupted: signal.aborted, spent, replies }
}
