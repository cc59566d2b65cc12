import type { Prisma } from './prisma.ts'

/** What changes, as JSON, whenever anything does that an answer could be of: revisions, runs and their progress, names. */
export const stateOf = async (prisma: Prisma): Promise<string> =>
  JSON.stringify(
    await Promise.all([
      prisma.dataset.findMany({ select: { id: true, name: true, revision: true }, orderBy: { id: 'asc' } }),
      prisma.run.aggregate({ _max: { id: true, finishedAt: true } }),
      prisma.run.findMany({ where: { state: 'RUNNING' }, orderBy: { id: 'asc' } }),
      prisma.rewardModel.count(),
      prisma.labeler.count(),
      prisma.variant.count(),
    ]),
  )
