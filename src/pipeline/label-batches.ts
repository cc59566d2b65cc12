import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { chunks } from '../async/chunks.ts'
import { counted } from '../domain/counted.ts'
import { Cancelled, Unavailable } from '../domain/errors.ts'
import type { LabelRecord } from '../domain/records.ts'
import { answerReader } from '../label/answer.ts'
import { labelRequest } from '../label/prompt.ts'
import { InvalidAnswer } from '../remote/ask-until-valid.ts'
import type { BatchResult, BatchServer, BatchState } from '../remote/openai-batch.ts'
import { RequestFailed } from '../remote/request-failed.ts'
import { retry } from '../remote/retry.ts'
import type { Tokens } from '../remote/tokens.ts'
import { type EntryKey, type EntryText, keyOf, textsOf } from '../store/find-entries.ts'
import { addBatch, closeBatch, nameBatch, type OpenBatch, openBatches } from '../store/label-batches.ts'
import { lockRun } from '../store/run-lock.ts'
import type { AskOutcome } from './ask-entries.ts'
import { inputOf } from './entry-run.ts'
import type { Context } from './ingest.ts'
import { openLabeling } from './open-labeling.ts'
import type { LabelingPlan } from './plan-labeling.ts'

export type BatchLimits = {
  /** Of one file. */
  requests: number
  bytes: number
  /** How often a call to the server is repeated that failed for a reason that may pass. */
  retries: number
  backoffMs: number
  /** Between two looks at the batches. */
  pollMs: number
  /** Whether to stay until all batches have ended. */
  wait: boolean
}

export type BatchOutcome = AskOutcome & {
  /** Batches that have not ended. */
  underWay: number
}

type SentBatch = OpenBatch & { batchId: string }

/** Lines of one file with the entries they ask about. */
type Part = { entries: readonly EntryKey[]; lines: string }
type Line = { entry: EntryKey; line: string }

const partOf = (lines: readonly Line[]): Part => ({
  entries: lines.map(({ entry }) => entry),
  lines: lines.map(({ line }) => line).join(''),
})

/** What a batch's results say about its entries: the first valid answer of each counts. */
const settle = (
  { entries }: OpenBatch,
  results: readonly BatchResult[],
  { state, reason }: BatchState,
  plan: LabelingPlan,
  onTokens: (tokens: Tokens | null) => void,
) => {
  const read = answerReader(plan.questionnaire)
  const records = new Map<string, LabelRecord>()
  const reasons = new Map<string, string>()
  const byId = new Map(entries.map((entry) => [keyOf(entry), entry]))
  let unexpected = 0
  for (const result of results) {
    const { customId } = result
    const entry = byId.get(customId)
    if (!entry || records.has(customId)) {
      unexpected++
      continue
    }
    if ('failed' in result) {
      reasons.set(customId, result.failed)
      continue
    }
    onTokens(result.reply.tokens)
    if ('refusal' in result.reply) {
      reasons.set(customId, `refused: ${result.reply.refusal}`)
      continue
    }
    try {
      const { rowId, side } = entry
      records.set(customId, { rowId, side, ...read(result.reply.text) })
    } catch (error) {
      if (!(error instanceof InvalidAnswer)) throw error
      reasons.set(customId, error.message)
    }
  }
  const rejects = [...byId].flatMap(([customId, entry]) =>
    records.has(customId)
      ? []
      : [{ entry, reason: reasons.get(customId) ?? `the batch is ${state}${reason && `: ${reason}`}` }],
  )
  return { records: [...records.values()], rejects, unexpected }
}

/**
 * Sends the plan's entries in batches, and fetches the answers of all batches of this labeler and variant
 * that have ended. Each batch is in the database before it is sent: a later command goes on
 * with it, and its entries are in no other.
 *
 * @throws Unavailable when the server takes no requests.
 */
export const labelBatches = async (
  context: Context,
  plan: LabelingPlan,
  server: BatchServer,
  limits: BatchLimits,
  costOf: (tokens: Tokens) => string,
): Promise<BatchOutcome> => {
  const { prisma, connection, progress, signal } = context
  const { options, dataset } = plan
  // One command at a time sends or fetches: otherwise neither could tell which batches have arrived, or are fetched already.
  const file = `batches of ${inputOf(options.labeler, options.variant)}`
  const release = await lockRun(context, { datasetId: dataset.id, kind: 'LABELING', file })
  const { run, target, free, write } = await openLabeling(context, plan).catch(async (error) => {
    await release()
    throw error
  })
  const spent: Tokens = { input: 0, output: 0 }
  let replies = 0
  let open: SentBatch[] = []

  async function* linesOf(texts: AsyncIterable<EntryText>): AsyncGenerator<Line> {
    for await (const { rowId, side, text } of texts) {
      const entry = { rowId, side }
      yield { entry, line: server.lineOf(keyOf(entry), labelRequest(plan.prompt, text)) }
    }
  }
  /** @throws Unavailable when repeating does not help, or the server takes none. */
  const calling = async <T>(call: (attempt: number) => Promise<T>): Promise<T> => {
    try {
      return await retry(call, { ...limits, signal })
    } catch (error) {
      throw error instanceof RequestFailed ? new Unavailable(error.message, { cause: error }) : error
    }
  }
  const send = async (key: string, { entries, lines }: Part, mayHaveArrived: boolean) => {
    // Creating a batch twice would be paid twice: where it may have arrived, it is looked up first.
    const batchId = await calling(
      async (attempt) =>
        (mayHaveArrived || attempt > 0 ? await server.find(key) : null) ?? (await server.send(key, lines)),
    )
    await nameBatch(prisma, key, batchId)
    open.push({ key, batchId, entries })
  }
  /** What an earlier command was cut off from sending. */
  const resend = async ({ key, entries }: OpenBatch) => {
    const lines: Line[] = []
    for await (const line of linesOf(textsOf(connection, { ...target, entries }))) lines.push(line)
    await send(key, { ...partOf(lines), entries }, true)
  }
  const collect = async (batch: SentBatch, state: BatchState) => {
    const { batchId } = batch
    const results = await calling(() => server.fetch(batchId))
    const settled = settle(batch, results, state, plan, (tokens) => {
      replies++
      spent.input += tokens?.input ?? 0
      spent.output += tokens?.output ?? 0
    })
    if (settled.unexpected > 0)
      progress.notice(
        `batch ${batchId}: ${counted(settled.unexpected, 'result')} of no request, or of one that has its answer`,
      )
    const made = settled.records.map((record) => ({ item: record }))
    const keep = async () => {
      const still = new Set((await closeBatch(connection, batch.key)).map(keyOf))
      return write(settled.records.filter((record) => still.has(keyOf(record))))
    }
    await run.commit(made, keep, 'RESERVED')
    for (const { entry, reason } of settled.rejects) await run.reject(entry, reason, 'RESERVED')
  }

  let failure: unknown
  try {
    for (const batch of await openBatches(prisma, target)) {
      const { batchId } = batch
      if (batchId !== null) open.push({ ...batch, batchId })
      else if (!signal.aborted) await resend(batch)
    }
    // All of them first: files are as large as they may be.
    const claimed: EntryKey[] = []
    for await (const { entries } of run.claims(plan.entries, signal, false)) claimed.push(...entries)
    const entries = await free(claimed)
    const files = chunks(
      linesOf(run.reading(textsOf(connection, { ...target, entries }))),
      { count: limits.requests, weight: limits.bytes },
      ({ line }) => Buffer.byteLength(line),
    )
    for await (const file of files) {
      if (signal.aborted) break
      const key = randomUUID()
      const part = partOf(file)
      await run.holding(part.entries, () =>
        addBatch(connection, target, { key, batchId: null, entries: part.entries }),
      )
      await send(key, part, false)
    }
    const total = open.reduce((sum, { entries }) => sum + entries.length, 0)
    let collected = 0
    progress.update({ rows: 0, bytes: 0, totalBytes: total, note: costOf(spent) })
    while (open.length > 0 && !signal.aborted) {
      const left: SentBatch[] = []
      let completed = 0
      for (const batch of open) {
        const { batchId, entries } = batch
        const state = signal.aborted ? null : await calling(() => server.look(batchId))
        if (state?.ended) {
          await collect(batch, state)
          collected += entries.length
        } else {
          left.push(batch)
          completed += state?.completed ?? 0
        }
      }
      open = left
      const rows = collected + completed
      progress.update({ rows, bytes: rows, totalBytes: total, note: costOf(spent) })
      if (!limits.wait) break
      if (open.length > 0) await setTimeout(limits.pollMs, undefined, { signal }).catch(() => undefined)
    }
  } catch (error) {
    // A command that is to stop doesn't wait for a server to come back.
    const passing = error instanceof Unavailable || error instanceof Cancelled
    if (!(signal.aborted && passing)) failure = error
  }
  const outcome = await run.end(failure).finally(release)
  return { ...outcome, spent, replies, underWay: open.length }
}
