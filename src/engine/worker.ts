import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { LRUCache } from 'lru-cache'
import { SealError } from '../domain/errors.ts'
import type { Interruption } from '../domain/interruption.ts'
import type { Frame } from '../frame/frame.ts'
import { compute, type MetricArgs } from '../metrics/metrics.ts'
import { select } from '../pairs/columns/condition.ts'
import { pairsOf } from '../pairs/columns/pairs.ts'
import type { Rows } from '../pairs/columns/space.ts'
import { spaceOfFrame } from '../pairs/columns/spaces.ts'
import type { Pairs } from '../pairs/pairs.ts'
import { loadFrame } from '../store/frame/load-frame.ts'
import { loadOutline } from '../store/frame/load-outline.ts'
import { openFrame } from '../store/frame/open-frame.ts'
import { changeNamedSlices, loadKeptData } from '../store/named-slices.ts'
import { loadPairTexts } from '../store/pair-texts.ts'
import { searchTexts } from '../store/search-texts.ts'
import type { Connection } from '../store/sql/connection.ts'
import { openExisting } from '../store/sql/open.ts'
import { isLost } from '../store/unavailable.ts'
import type { NamedPairs, Reply, Request, Setup, Task } from './protocol.ts'

const { databaseUrl, cancelled, niceness, columnsDirectory } = workerData as Setup

/** What answers requests goes before what computes. Elsewhere the whole process would give way. */
if (process.platform === 'linux') setPriority(niceness)

const signal: Interruption = {
  get aborted() {
    return Atomics.load(cancelled, 0) === 1
  },
}

const frames = new Map<string, Frame>()
/** Pairs of all slices that are kept, with what they were grouped into; two slices at least. */
const KEPT_PAIRS = 800_000
const slices = new LRUCache<string, Rows>({
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

const sliceOf = ({ frameKey, texts }: Task & { type: 'ask' }, { where, name }: NamedPairs): Rows => {
  const frame = frames.get(frameKey)
  if (!frame) throw new Error(`frame ${frameKey} was not sent`)
  const key = `${frameKey} ${name}`
  const known = slices.get(key)
  if (known) return known
  const space = spaceOfFrame(frame)
  const slice = { space, rows: select(space, where, texts, signal) }
  slices.set(key, slice)
  return slice
}

/** To be done when a task has been answered. */
let afterwards: (() => Promise<void>) | null = null

const load = async (datasetId: number): Promise<Frame | null> => {
  const { frame, keep } = await reading((open) => openFrame(open, datasetId, columnsDirectory))
  afterwards = keep
  return frame
}

const perform = (task: Task): unknown => {
  switch (task.type) {
    case 'load':
      return load(task.datasetId)
    case 'outline':
      return reading((open) => loadOutline(open, task.datasetId))
    case 'keptData':
      return reading((open) => loadKeptData(open, task.datasetId))
    case 'changeSlices':
      return reading((open) => changeNamedSlices(open, task.datasetId, task))
    case 'rows':
      return reading((open) => loadFrame(open, task.datasetId, task.rowIds))
    case 'query':
      return reading(async (open) => (await import('./query.ts')).query(open, task, signal))
    case 'search':
      return reading((open) => searchTexts(open, task.datasetId, task))
    case 'texts':
      return reading((open) => loadPairTexts(open, task.datasetId, task.rowIds))
    case 'ask': {
      const { about, other, metric, args } = task
      const [pairs, others] = [about, other].map((one) => one && pairsOf(sliceOf(task, one)))
      return compute(
        metric,
        { pairs: pairs as Pairs, other: others ?? null, signal },
        args as MetricArgs<typeof metric>,
      )
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
    // Slices hold on to the frame.
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
  const keep = afterwards
  afterwards = null
  // Where nothing can be kept, the next start reads rows again.
  await keep?.().catch(() => undefined)
})
