import type { Engine } from '../engine/engine.ts'
import type { Loaded } from '../engine/loaded.ts'
import type { Frame } from '../frame/frame.ts'
import type { DatasetRow } from '../store/catalog.ts'
import type { Prisma } from '../store/prisma.ts'
import { byKey } from './loaders/by-key.ts'
import { entryTexts } from './loaders/entry-texts.ts'
import { framesOfRows } from './loaders/frames-of-rows.ts'

/** Tells of new revisions: yields a dataset whenever its revision has grown. @throws NotFound */
export type Revisions = { of(name: string): AsyncIterable<DatasetRow> }

/** What a server's requests share. */
export type Services = {
  prisma: Prisma
  engine: Engine
  revisions: Revisions
  /** How many pairs a page may have. */
  largestPage: number
}

/** What one request works with. */
export type Context = ReturnType<typeof requestContext>

/** `signal` aborts when nobody waits for the answer any longer. */
export const requestContext = (services: Services, signal: AbortSignal) => {
  const { prisma, engine } = services
  const frames = new Map<number, Promise<Loaded>>()
  const answeredOf: Record<string, number> = {}
  const load = async (datasetId: number) => {
    const { name, revision } = await prisma.dataset.findUniqueOrThrow({
      where: { id: datasetId },
      select: { name: true, revision: true },
    })
    const loaded = await engine.frame(datasetId, revision)
    answeredOf[name] = loaded.frame.revision
    return loaded
  }
  const frame = (datasetId: number): Promise<Loaded> => {
    const frame = frames.get(datasetId) ?? load(datasetId)
    frames.set(datasetId, frame)
    return frame
  }
  const rows = framesOfRows(engine, frame)
  return {
    ...services,
    signal,
    /** Of the datasets whose frames were needed so far, by name. */
    answeredOf,
    /** A dataset as this request sees it: the same revision from its first field to its last. */
    frame,
    /** A frame that has one pair of a dataset, if there is such a pair. */
    frameOf: async (datasetId: number, rowId: number): Promise<Frame> =>
      (await frame(datasetId)).columns ?? rows.load({ datasetId, rowId }),
    texts: entryTexts(prisma),
    models: byKey((ids) => prisma.rewardModel.findMany({ where: { datasetId: { in: ids } } })),
    labelers: byKey((ids) => prisma.labeler.findMany({ where: { datasetId: { in: ids } } })),
    variants: byKey((ids) => prisma.variant.findMany({ where: { datasetId: { in: ids } } })),
  }
}
