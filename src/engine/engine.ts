import { availableParallelism } from 'node:os'
import { NotFound } from '../domain/errors.ts'
import { type Frame, type Outline, outlineOf } from '../frame/frame.ts'
import { type MetricAnswer, type MetricArgs, type MetricName, PASSING } from '../metrics/metrics.ts'
import type { TextMatches } from '../pairs/columns/condition.ts'
import { type Condition, conditionsIn } from '../pairs/terms.ts'
import type { KeptData, SliceChange } from '../store/named-slices.ts'
import type { PairTexts } from '../store/pair-texts.ts'
import { openFrameMemory } from './frame-memory.ts'
import type { Loaded } from './loaded.ts'
import { openMemory } from './memory.ts'
import { conditionName, nameOf } from './names.ts'
import { partsIn, withRows } from './parts.ts'
import { type For, openPool } from './pool.ts'
import type { NamedPairs, Some } from './protocol.ts'
import { findTexts } from './search.ts'
import { memoryOf } from './size.ts'
import { anotherTurn } from './turns.ts'

/** COLUMNS: on frames in this process's memory. SQL: in PostgreSQL, which alone holds what there is of pairs. */
export const ENGINES = ['COLUMNS', 'SQL'] as const
export type EngineKind = (typeof ENGINES)[number]

/** What is asked about: some pairs of one revision, and with which other ones they are compared. */
export type Meant = Some & { loaded: Loaded; other: Some | null }

export type Usage = {
  /** Tasks that wait for a worker, and tasks that workers do. */
  waiting: number
  working: number
  /** Datasets whose columns are in memory, and these columns' bytes. */
  frames: number
  frameBytes: number
  /** Questions so far, and how many of them had to be computed. */
  asked: number
  computed: number
}

/** Answers questions about datasets off the event loop, and remembers the answers of each revision. */
export type Engine = {
  /** A dataset as it is at a revision or later; loaded when it is first asked for, or has been revised. */
  frame(datasetId: number, revision: number): Promise<Loaded>
  /**
   * What all who asked have aborted is no longer computed.
   *
   * @throws Cancelled when `asker` aborts, Unavailable when too many questions wait.
   */
  ask<M extends MetricName>(
    meant: Meant,
    metric: M,
    args: MetricArgs<M>,
    asker?: AbortSignal,
  ): Promise<MetricAnswer<M>>
  /** A frame that has some pairs of a revision at least. */
  rows(loaded: Loaded, rowIds: readonly number[]): Promise<Frame>
  /** The texts of some pairs as they are in the database now, by row id. */
  texts(datasetId: number, rowIds: readonly number[], asker?: AbortSignal): Promise<PairTexts>
  /** Changes a dataset's named slices. False: others are there than were seen, and nothing is changed. */
  changeSlices(datasetId: number, change: SliceChange): Promise<boolean>
  usage(): Usage
  close(): Promise<void>
}

/** Bytes of the answers that are remembered, and of the row ids that searches for texts have found. */
const [ANSWERS, SEARCHES] = [24 * 2 ** 20, 16 * 2 ** 20]
/** Conditions that take long to look at for each pair. */
const MANY_CONDITIONS = 50
/** Of workers that take long: they give way to the others, and end when nothing is left to do. */
const LONG = { niceness: 10, idleMs: 10_000 }

export type EngineOptions = {
  workers?: number
  queueLimit?: number
  kind?: EngineKind
  /** Of columns, in MiB. */
  frameMemory?: number
  /** Where columns are kept in files, for the next start; left out: nowhere. */
  columnsDirectory?: string
}

export const openEngine = (
  databaseUrl: string,
  {
    workers = Math.max(2, availableParallelism()),
    queueLimit,
    kind = 'COLUMNS',
    frameMemory = 1024,
    columnsDirectory,
  }: EngineOptions = {},
): Engine => {
  // Whoever chooses the SQL engine does so to save memory: collect what is dropped sooner.
  const resourceLimits = kind === 'SQL' ? { maxYoungGenerationSizeMb: 4 } : undefined
  const pool = openPool(workers, databaseUrl, { queueLimit, resourceLimits, columnsDirectory })
  const longPool = openPool(workers, databaseUrl, { queueLimit, resourceLimits, ...LONG })
  const answers = openMemory<unknown>(ANSWERS, memoryOf)
  const searches = openMemory<TextMatches>(SEARCHES, memoryOf)
  let loads = 0
  let asked = 0
  let computed = 0

  /** A revision of a dataset whose columns are those that were loaded before; null: they are others. */
  const withKeptData = async ({ frameKey, outline, frame }: Loaded): Promise<Loaded | null> => {
    const { datasetId, dataRevision } = outline
    const kept = (await pool.run({ type: 'keptData', datasetId })) as KeptData | null
    if (kept?.dataRevision !== dataRevision) return null
    return { frameKey, outline: { ...outline, ...kept }, frame: frame && { ...frame, ...kept } }
  }

  const load = async (datasetId: number, before: Loaded | null): Promise<Loaded> => {
    const same = before && (await withKeptData(before))
    if (same) return same
    const frame = kind === 'COLUMNS' ? ((await pool.run({ type: 'load', datasetId })) as Frame | null) : null
    const outline = frame
      ? outlineOf(frame)
      : kind === 'SQL'
        ? ((await pool.run({ type: 'outline', datasetId })) as Outline | null)
        : null
    if (!outline) throw new NotFound('dataset', String(datasetId), [])
    return { frameKey: `${datasetId}.${outline.revision}.${loads++}`, outline, frame }
  }

  const frames = openFrameMemory(frameMemory * 2 ** 20, load, (frameKey) => {
    pool.forget(frameKey)
    longPool.forget(frameKey)
  })

  const search = ({ frameKey, outline: { datasetId } }: Loaded, texts: readonly string[], by: For) => {
    if (texts.length === 0) return new Map()
    const find = (signal: AbortSignal) => findTexts(pool, { datasetId, texts }, { ...by, signal })
    return searches.answer(nameOf([frameKey, texts]), find, by.signal)
  }

  /** Texts of parts are looked for here: what computes knows those of the pairs that it is asked about. */
  const searched = async <Args>(loaded: Loaded, args: Args, by: For): Promise<Args> => {
    const texts = textsIn(partsIn(args).map((where) => ({ where })))
    return texts.length === 0 ? args : withRows(args, await search(loaded, texts, by))
  }

  return {
    frame: frames.of,
    ask: <M extends MetricName>(meant: Meant, metric: M, args: MetricArgs<M>, asker?: AbortSignal) => {
      const { frameKey, outline, frame } = meant.loaded
      const about = named(meant)
      const other = meant.other && named(meant.other)
      asked++
      const compute = async (signal?: AbortSignal) => {
        computed++
        const by = { signal, asker }
        const task = { about, other, metric, args: await searched(meant.loaded, args, by) }
        if (!frame)
          return pool.run({ type: 'query', outline: { ...outline, slices: [] }, ...task }, undefined, by)
        const texts = await search(meant.loaded, textsIn([about, other]), by)
        const lane = isLong(args, [about, other]) ? longPool : pool
        return lane.run({ type: 'ask', frameKey, texts, ...task }, { frameKey, frame }, by)
      }
      const key = nameOf([frameKey, about.name, other?.name, metric, args])
      return (
        PASSING.has(metric) ? passing(compute(asker), asker) : answers.answer(key, compute, asker)
      ) as Promise<MetricAnswer<M>>
    },
    rows: async ({ frame, outline: { datasetId } }, rowIds) =>
      frame ?? ((await pool.run({ type: 'rows', datasetId, rowIds })) as Frame),
    texts: (datasetId, rowIds, asker) => {
      const read = pool.run({ type: 'texts', datasetId, rowIds }, undefined, { signal: asker, asker })
      return passing(read as Promise<PairTexts>, asker)
    },
    changeSlices: (datasetId, change) =>
      pool.run({ type: 'changeSlices', datasetId, ...change }) as Promise<boolean>,
    usage: () => {
      const [short, long] = [pool.usage(), longPool.usage()]
      return {
        waiting: short.waiting + long.waiting,
        working: short.working + long.working,
        ...frames.usage(),
        asked,
        computed,
      }
    },
    close: async () => void (await Promise.all([pool.close(), longPool.close()])),
  }
}

const named = ({ where }: Some): NamedPairs => ({ where, name: nameOf(conditionName(where)) })

const conditionsOf = (one: Some | null): Condition[] => (one?.where ? conditionsIn(one.where) : [])

/** The substrings whose matches columns need: their texts are in the database alone. */
const textsIn = (all: readonly (Some | null)[]): string[] =>
  [...new Set(all.flatMap(conditionsOf).flatMap((one) => ('text' in one ? [one.text] : [])))].sort()

/** Of many who read at once, each goes on in its turn. */
const passing = async <T>(answer: Promise<T>, asker?: AbortSignal): Promise<T> => {
  const known = await answer
  await anotherTurn(asker ?? NOBODY)
  return known
}
const NOBODY = {}

/** What takes seconds, and is not to be waited for by what takes milliseconds. */
const isLong = (args: unknown, all: readonly (Some | null)[]): boolean => {
  const { options } = args as { options?: { bootstrap?: unknown } }
  const conditions = [...all.map(conditionsOf), partsIn(args).flatMap(conditionsIn)]
  return Boolean(options?.bootstrap) || conditions.some(({ length }) => length > MANY_CONDITIONS)
}
