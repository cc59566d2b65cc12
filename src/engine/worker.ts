import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { LRUCache } from 'lru-cache'
import { SealError } from '../domain/errors.ts'
import type { Interruption } from '../domain/interruption.ts'
import type { Frame } from '../frame/frame.ts'
import { select } from '../frame/select.ts'
import type { Slice } from '../frame/slice.ts'
import { type View, viewOf } from '../frame/view.ts'
import { loadFrame } from '../store/frame/load-frame.ts'
import { loadOutline } from '../store/frame/load-outline.ts'
import { loadPairTexts } from '../store/pair-texts.ts'
import { searchTexts } from '../store/search-texts.ts'
import type { Connection } from '../store/sql/connection.ts'
import { openExisting } from '../store/sql/open.ts'
import { isLost } from '../store/unavailable.ts'
import type { Reply, Request, Setup, Task } from './protocol.ts'
import { QUESTIONS } from './questions.ts'

const { databaseUrl, cancelled, niceness } = workerData as Setup

/** What answers requests goes before what computes. Elsewhere the whole process would give way. */
if (process.platform === 'linux') setPriority(niceness)

const signal: Interruption = {
  get aborted() {
    return Atomics.load(cancelled, 0) === 1
  },
}

const frames = new Map<string, Frame>()
/** Pairs of all views that are kept, with what follows for each of them (about 34 bytes); two views at least. */
const VIEWED_PAIRS = 4_000_000
const views = new LRUCache<string, View>({
  maxSize: VIEWED_PAIRS,
  sizeCalculation: ({ frame: { rowIds } }) => Math.min(Math.max(rowIds.length, 500_000), VIEWED_PAIRS / 2),
})
/** Pairs of all slices that are kept, with what they were grouped into; two slices at least. */
const KEPT_PAIRS = 800_000
const slices = new LRUCache<string, Slice>({
  maxSize: KEPT_PAIRS,
  sizeCalculation: ({ rows }) => Math.min(Math.max(rows.length, 1000), KEPT_PAIRS / 2),
})

// Opened by the first task that reads the database: most workers only compute.
let connection: Promise<Connection> | undefined
const connected = () => {
  connection ??= openExisting(databaseUrl)
  return connection
}
/** After a failure that nobody foresaw the connection may be broken: the next task opens another one. */
const reading = async <T>(read: (connection: Connection) => Promise<T>): Promise<T> => {
  const known = connection
  try {
    return await read(await connected())
  } catch (error) {
    if (!(error instanceof SealError) || isLost(error)) {
      const broken = connection
      connection = undefined
      void broken?.then((open) => open.close()).catch(() => undefined)
    }
    // One that idled since the last task may have been lost meanwhile: a new one tells.
    if (known && isLost(error)) return reading(read)
    throw error
  }
}

const sliceOf = (
  { frameKey, texts }: Task & { type: 'ask' },
  { subject, where, name }: (Task & { type: 'ask' })['about'],
): Slice => {
  const frame = frames.get(frameKey)
  if (!frame) throw new Error(`frame ${frameKey} was not sent`)
  const viewKey = JSON.stringify([frameKey, subject])
  const view = views.get(viewKey) ?? viewOf(frame, subject)
  views.set(viewKey, view)
  const sliceKey = `${frameKey} ${name}`
  const slice = slices.get(sliceKey) ?? { view, rows: select(view, where, texts, signal) }
  slices.set(sliceKey, slice)
  return slice
}

const perform = (task: Task): unknown => {
  switch (task.type) {
    case 'load':
      return reading((open) => loadFrame(open, task.datasetId))
    case 'outline':
      return reading((open) => loadOutline(open, task.datasetId))
    case 'rows':
      return reading((open) => loadFrame(open, task.datasetId, task.rowIds))
    case 'query':
      return reading(async (open) => (await import('../sql-engine/answer.ts')).answer(open, task, signal))
    case 'search':
      return reading((open) => searchTexts(open, task.datasetId, task))
    case 'texts':
      return reading((open) => loadPairTexts(open, task.datasetId, task.rowIds))
    case 'ask': {
      const answer = QUESTIONS[task.question] as (
        slice: Slice,
        args: unknown,
        signal: Interruption,
        other: Slice | null,
      ) => unknown
      const other = task.other && sliceOf(task, task.other)
      return answer(sliceOf(task, task.about), task.arguments, signal, other)
    }
  }
}

parentPort?.on('message', async (request: Request) => {
  if ('keep' in request) {
    frames.set(request.keep.frameKey, request.keep.frame)
    return
  }
  if ('forget' in request) {
    const { frameKey } = request.forget
    frames.delete(frameKey)
    // Views and slices hold on to the frame.
    views.clear()
    slices.clear()
    return
  }
  const { id, task } = request
  let reply: Reply
  try {
    reply = { id, result: await perform(task) }
  } catch (error) {
    const { message, stack } = error as Error
    reply = { id, failure: { message, stack, code: error instanceof SealError ? error.code : undefined } }
  }
  parentPort?.postMessage(reply)
})
