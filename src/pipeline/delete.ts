import { setImmediate } from 'node:timers/promises'
import { beginDeletion, deleteRows, endDeletion, PAIRS } from '../store/deletion.ts'
import { type Deletion, findDeletionTarget, listOf } from '../store/deletion-target.ts'
import { countPairs } from '../store/row-ids.ts'
import { whileIdle } from '../store/run-lock.ts'
import { withImportLock } from './import-lock.ts'
import type { Context } from './ingest.ts'

/** What a deletion works with. */
export type Deleting = Pick<Context, 'prisma' | 'connection' | 'progress' | 'signal' | 'importWaitMs'>

/** What takes the place of what is deleted as the dataset's default; null: nothing. */
export type Successor = { as: 'PRE model' | 'POST model' | 'labeler'; name: string | null }

const successorsOf = async (
  { prisma }: Deleting,
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
  context: Deleting,
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
    // Where the database never makes anybody wait, an interruption is heard here only.
    await setImmediate()
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
  context: Deleting,
  deletion: Deletion,
  onSuccessors: (successors: readonly Successor[]) => void,
): Promise<void> =>
  withImportLock(context, deletion.dataset, () => deleteNow(context, deletion, onSuccessors))
