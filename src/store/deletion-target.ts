import { NotFound } from '../domain/errors.ts'
import { findDataset } from './catalog.ts'
import type { Deletable, DeletionTarget } from './deletion.ts'
import type { Prisma } from './prisma.ts'

/** `name`: of the model, labeler or rewriter; of the dataset itself it is the dataset's. */
export type Deletion = { dataset: string; what: Deletable; name: string }

/** All of a dataset's models, labelers or rewriters, by id. */
export const listOf = async (prisma: Prisma, what: Exclude<Deletable, 'dataset'>, datasetId: number) => {
  const query = { where: { datasetId }, orderBy: { id: 'asc' } } as const
  if (what === 'model') return prisma.rewardModel.findMany(query)
  if (what === 'labeler') return prisma.labeler.findMany(query)
  return (await prisma.variant.findMany(query)).flatMap(({ id, rewriter }) =>
    rewriter === null ? [] : [{ id, name: rewriter }],
  )
}

/** @throws NotFound for an unknown dataset, model, labeler or rewriter. */
export const findDeletionTarget = async (
  prisma: Prisma,
  { dataset, what, name }: Deletion,
): Promise<DeletionTarget> => {
  const { id: datasetId } = await findDataset(prisma, dataset)
  if (what === 'dataset') return { what, datasetId, id: null }
  const all = await listOf(prisma, what, datasetId)
  const found = all.find((one) => one.name === name)
  if (found) return { what, datasetId, id: found.id }
  throw new NotFound(
    what,
    name,
    all.map((one) => one.name),
  )
}
