import { NotFound } from '../domain/errors.ts'
import { findDataset } from '../store/catalog.ts'
import {
  beginDeletion,
  type Deletable,
  type DeletionTarget,
  deleteRows,
  endDeletion,
  PAIRS,
} from '../store/deletion.ts'
import type { Prisma } from '../store/prisma.ts'
import { countPairs } from '../store/row-ids.ts'
import { whileIdle } from '../store/run-lock.ts'
import { withImportLock } from './import-lock.ts'
import type { Context } from './ingest.ts'

/** `name`: of the model, labeler or rewriter; of the dataset itself it is the dataset's. */
export type Deletion = { dataset: string; what: Deletable; name: string }

/** What takes the place of what is deleted as the dataset's default; null: nothing. */
export type Successor = { as: 'PRE model' | 'POST model' | 'labeler'; name: string | null }

const listOf = async (prisma: Prisma, what: Deletable, datasetId: number) => {
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

const successorsOf = async (
  { prisma }: Context,
  datasetId: number,
  columns: readonly string[],
): Promise<Successor[]> => {
  const dataset = await prisma.dataset.findUniqueOrThrow({ where: { id: datasetId } })
  const defaults = [
    ['pre_model_id', 'PRE model', dataset.preModelId],
    ['post_model_id', 'POST model', dataset.postModelId],
    ['labeler_id', 'labeler', dataset.labelerId],
  ] as const
  const changed = defaults.filter(([column]) => columns.includes(column))
  return Promise.all(
    changed.map(async ([, as, id]) => {
      const all = await listOf(prisma, as === 'labeler' ? as : 'model', datasetId)
      return { as, name: all.find((one) => one.id === id)?.name ?? null }
    }),
  )
}

const deleteNow = async (
  context: Context,
  deletion: Deletion,
  onSuccessors: (successors: readonly Successor[]) => void,
) => {
  const { prisma, connection, progress, signal } = context
  const target = await findDeletionTarget(prisma, deletion)
  const { datasetId } = target
  const totalBytes = await countPairs(connection, datasetId)
  const exclusively = <T>(work: () => Promise<T>) => whileIdle(context, datasetId, work)
  onSuccessors(
    await successorsOf(context, datasetId, await exclusively(() => beginDeletion(connection, target))),
  )
  let after: number | null = -1
  for (let pairs = 0; ; pairs += PAIRS) {
    const rows = Math.min(pairs, totalBytes)
    progress.update({ rows, bytes: rows, totalBytes })
    if (signal.aborted) return
    const behind: number = after
    after = await exclusively(() => deleteRows(connection, target, behind))
    if (after === null) return exclusively(() => endDeletion(connection, target))
  }
}

/**
 * Deletes a dataset, or a model, labeler or rewriter of one with all that it has made: some pairs at a time, each time
 * as a revision of its own. What is interrupted goes on when it is called again.
 *
 * @throws NotFound for what there is not; Conflict while commands are at work on the dataset.
 */
export const deleteFrom = (
  context: Context,
  deletion: Deletion,
  onSuccessors: (successors: readonly Successor[]) => void,
): Promise<void> =>
  withImportLock(context, deletion.dataset, () => deleteNow(context, deletion, onSuccessors))
