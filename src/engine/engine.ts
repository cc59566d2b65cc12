import { availableParallelism } from 'node:os'
import { NotFound } from '../domain/errors.ts'
import { type Frame, type Outline, outlineOf } from '../frame/frame.ts'
import { textsIn } from '../frame/select.ts'
import type { PairTexts } from '../store/pair-texts.ts'
import { openFrameMemory } from './frame-memory.ts'
import type { Loaded } from './loaded.ts'
import { openMemory } from './memory.ts'
import { openPool } from './pool.ts'
import type { About } from './protocol.ts'
import { type Answer, type Arguments, PASSING, type Question } from './questions.ts'
import { inTurn } from './turns.ts'

/** COLUMNS: on frames in this process's memory. SQL: in PostgreSQL, which alone holds what there is of pairs. */
export const ENGINES = ['COLUMNS', 'SQL'] as const
export type EngineKind = (typeof ENGINES)[number]

/** What a question is about: some pairs of one revision as one audit sees them; with which other ones they are compared. */
export type Scope = About & { loaded: Loaded; other?: About }

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
  ask<Q extends Question>(
    scope: Scope,
    question: Q,
    args: Arguments<Q>,
    asker?: AbortSignal,
  ): Promise<Answer<Q>>
  /** A frame that has some pairs of a revision at least. */
  rows(loaded: Loaded, rowIds: readonly number[]): Promise<Frame>
  /** The texts of some pairs as they are in the database now, by row id. */
  texts(datasetId: number, rowIds: readonly number[], asker?: AbortSignal): Promise<PairTexts>
  usage(): Usage
  close(): Promise<void>
}

export const openEngine = (
  databaseUrl: string,
  {
    workers = Math.max(2, availableParallelism()),
    queueLimit,
    kind = 'COLUMNS',
    frameMemory = 1024,
  }: { workers?: number; queueLimit?: number; kind?: EngineKind; frameMemory?: number } = {},
): Engine => {
  // Whoever chooses the SQL engine does so to save memory: collect what is dropped sooner.
  const limits = kind === 'SQL' ? { maxYoungGenerationSizeMb: 4 } : undefined
  const pool = openPool(workers, databaseUrl, queueLimit, limits)
  const answers = openMemory<unknown>(2000)
  const texts = openMemory<Int32Array>(50)
  let loads = 0
  let asked = 0
  let computed = 0

  const load = async (datasetId: number): Promise<Loaded> => {
    const columns =
      kind === 'COLUMNS' ? ((await pool.run({ type: 'load', datasetId })) as Frame | null) : null
    const frame = columns
      ? outlineOf(columns)
      : kind === 'SQL'
        ? ((await pool.run({ type: 'outline', datasetId })) as Outline | null)
        : null
    if (!frame) throw new NotFound('dataset', String(datasetId), [])
    return { frameKey: `${datasetId}.${frame.revision}.${loads++}`, frame, columns }
  }

  const frames = openFrameMemory(frameMemory * 2 ** 20, load, pool.forget)

  return {
    frame: frames.of,
    ask: <Q extends Question>(scope: Scope, question: Q, args: Arguments<Q>, asker?: AbortSignal) => {
      const { loaded, subject, where, other = null } = scope
      const { frameKey, frame, columns } = loaded
      const key = JSON.stringify([frameKey, subject, where, other, question, args])
      asked++
      const compute = async (signal?: AbortSignal) => {
        computed++
        const found = await Promise.all(
          textsIn({ and: [where ?? {}, other?.where ?? {}] }).map(
            async (text): Promise<[string, Int32Array]> => {
              const search = () =>
                pool.run({ type: 'search', datasetId: frame.datasetId, text }) as Promise<Int32Array>
              return [text, await texts(JSON.stringify([frameKey, text]), search)]
            },
          ),
        )
        const task = {
          about: { subject, where },
          other,
          texts: new Map(found),
          question,
          arguments: args,
        }
        return columns
          ? pool.run({ type: 'ask', frameKey, ...task }, { frameKey, frame: columns }, signal)
          : pool.run({ type: 'query', outline: frame, ...task }, undefined, signal)
      }
      return (PASSING.has(question) ? compute(asker).then(inTurn) : answers(key, compute, asker)) as Promise<
        Answer<Q>
      >
    },
    rows: async ({ columns, frame: { datasetId } }, rowIds) =>
      columns ?? ((await pool.run({ type: 'rows', datasetId, rowIds })) as Frame),
    texts: (datasetId, rowIds, asker) =>
      pool.run({ type: 'texts', datasetId, rowIds }, undefined, asker) as Promise<PairTexts>,
    usage: () => ({ ...pool.usage(), ...frames.usage(), asked, computed }),
    close: () => pool.close(),
  }
}
