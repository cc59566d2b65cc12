import type { Budget } from '../domain/budget.ts'
import type { Engine } from '../engine/engine.ts'
import type { Loaded } from '../engine/loaded.ts'
import type { Frame, Outline } from '../frame/frame.ts'
import type { Changes } from '../pipeline/changes.ts'
import type { DatasetRow } from '../store/catalog.ts'
import type { Prisma } from '../store/prisma.ts'
import { datasetRows } from './loaders/datasets.ts'
import { entryTexts } from './loaders/entry-texts.ts'
import { framesOfRows } from './loaders/frames-of-rows.ts'
import { type Sources, sourcesOf } from './loaders/sources.ts'

/** Tells of new revisions: yields a dataset whenever its revision has grown. @throws NotFound */
export type Revisions = { of(name: string): AsyncIterable<DatasetRow> }

/** What a server's requests share. */
export type Services = {
  prisma: Prisma
  engine: Engine
  revisions: Revisions
  changes: Changes
  /** How many pairs a page may have. */
  largestPage: number
}

/** A dataset's revision without its columns, and the rows of its models, labelers and rewriters. */
export type View = { outline: Outline; sources: Sources }

/** What one request works with. */
export type Context = ReturnType<typeof requestContext>

/** Of pairs and texts that come all at once: with more of them each has a turn, before it shows how long they take. */
const MANY = 100

/** What there is for one request: characters of texts, and fields that may fail. */
export type Budgets = { texts(): Budget; failures(): Budget }

/** `signal` aborts when nobody waits for the answer any longer. */
export const requestContext = (services: Services, signal: AbortSignal, budgets: Budgets) => {
  const { prisma, engine } = services
  const frames = new Map<number, Promise<Loaded>>()
  /** What `frames` has promised, when it is there. */
  const atHand = new Map<number, Loaded & { sources: Sources }>()
  // A dataset may be called __proto__.
  const answeredOf: Record<string, number> = Object.create(null)
  const load = async (datasetId: number) => {
    const { name, revision } = await prisma.dataset.findUniqueOrThrow({
      where: { id: datasetId },
      select: { name: true, revision: true },
    })
    const loaded = await engine.frame(datasetId, revision)
    atHand.set(datasetId, { ...loaded, sources: await sourcesOf(prisma, loaded.outline) })
    answeredOf[name] = loaded.outline.revision
    return loaded
  }
  const frame = (datasetId: number): Promise<Loaded> => {
    const frame = frames.get(datasetId) ?? load(datasetId)
    frames.set(datasetId, frame)
    return frame
  }
  const rows = framesOfRows(engine, frame, signal)
  const datasets = datasetRows(prisma)
  let brought = 0
  const isOneOfMany = () => ++brought > MANY
  let answer = { written: budgets.texts(), read: budgets.texts(), failures: budgets.failures() }
  const texts = entryTexts(prisma, { signal, isOneOfMany, spend: (characters) => answer.read(characters) })
  const loadFrameOf = async (datasetId: number, rowId: number): Promise<Frame> =>
    (await frame(datasetId)).frame ?? rows.load({ datasetId, rowId })
  /** Of datasets whose frame is at hand: who knows an id of theirs has it from there. */
  const source = <Kind extends keyof Sources>(kind: Kind, datasetId: number, id: number) => {
    const row = atHand.get(datasetId)?.sources[kind].get(id)
    if (!row) throw new Error(`dataset ${datasetId} has no ${id} in its ${kind}`)
    return row as Sources[Kind] extends Map<number, infer Row> ? Row : never
  }
  const revised = (): void => {
    frames.clear()
    atHand.clear()
    datasets.clearAll()
    rows.clearAll()
    texts.clearAll()
  }
  return {
    ...services,
    signal,
    isOneOfMany,
    /** Tells of characters of texts that the answer has. @throws LimitExceeded for too many */
    spend: (characters: number): void => answer.written(characters),
    /** Tells of fields that failed. @throws LimitExceeded for too many */
    fail: (fields: number): void => answer.failures(fields),
    /** Of the datasets whose frames were needed so far, by name. */
    answeredOf,
    datasets,
    /** A dataset as this request sees it: the same revision from its first field to its last. */
    frame,
    /** The same without what it has of pairs. */
    view: async (datasetId: number): Promise<View> => {
      await frame(datasetId)
      return atHand.get(datasetId) as View
    },
    /** What comes next is of the revisions that there are now. */
    revised,
    /** What comes next is another answer: each of a subscription's is of a revision of its own. */
    beginAnother: (): void => {
      revised()
      answer = { written: budgets.texts(), read: budgets.texts(), failures: budgets.failures() }
    },
    /** A frame that has one pair of a dataset, if there is such a pair: at once where it can, which most resolvers can do with. */
    frameOf: (datasetId: number, rowId: number): Frame | Promise<Frame> =>
      atHand.get(datasetId)?.frame ?? loadFrameOf(datasetId, rowId),
    texts,
    modelOf: (datasetId: number, id: number) => source('models', datasetId, id),
    labelerOf: (datasetId: number, id: number) => source('labelers', datasetId, id),
    rewriterOf: (datasetId: number, id: number) => source('variants', datasetId, id),
  }
}
