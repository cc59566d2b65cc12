import type { Outline } from '../../frame/frame.ts'
import type { Prisma } from '../../store/prisma.ts'

const byId = <Row extends { id: number }>(rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]))

const read = async (prisma: Prisma, datasetId: number) => {
  const where = { datasetId }
  return {
    models: byId(await prisma.rewardModel.findMany({ where })),
    labelers: byId(await prisma.labeler.findMany({ where })),
    variants: byId(await prisma.variant.findMany({ where })),
  }
}

export type Sources = Awaited<ReturnType<typeof read>>

const known = new WeakMap<Outline, Promise<Sources>>()

/** A dataset's models, labelers and rewriters as rows, by id: read once for each revision, and at hand without waiting. */
export const sourcesOf = (prisma: Prisma, frame: Outline): Promise<Sources> => {
  const sources = known.get(frame) ?? read(prisma, frame.datasetId)
  known.set(frame, sources)
  sources.catch(() => known.delete(frame))
  return sources
}
