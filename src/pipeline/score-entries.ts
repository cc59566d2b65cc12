import { createHash } from 'node:crypto'
import path from 'node:path'
import { SealError } from '../domain/errors.ts'
import type { RewardRecord } from '../domain/records.ts'
import type { Stage } from '../domain/stage.ts'
import type { Scored, Scorer } from '../score/scorer.ts'
import { findDataset, findVariant, ORIGINAL } from '../store/catalog.ts'
import { advanceRun, beginRun, endRun, NO_COUNTS } from '../store/runs.ts'
import { ensureScoredModel } from '../store/scored-model.ts'
import { countUnscored, type UnscoredEntry, unscoredEntries } from '../store/unscored-entries.ts'
import { writeRewards } from '../store/write/rewards.ts'
import type { Context, Outcome } from './ingest.ts'
import { openRejects } from './rejects.ts'

export type ScoreOptions = {
  dataset: string
  model: string
  stage: Stage
  /** Score the entries of this rewriter; left out: the original ones. */
  variant?: string
}

const rewardOf = ({ rowId, side }: UnscoredEntry, score: number): RewardRecord => ({
  rowId,
  chosen: side === 'CHOSEN' ? score : null,
  rejected: side === 'REJECTED' ? score : null,
})

/**
 * Gives every entry a reward of the model that has none yet, one transaction a batch: what is missing is
 * also where a run that was cut off goes on.
 *
 * @throws NotFound for an unknown dataset or rewriter; Conflict for a model whose rewards came about in
 *   another way; Unavailable when the model stops answering (then everything before is written).
 */
export const scoreEntries = async (
  { prisma, connection, rejectsDirectory, progress, signal }: Context,
  { model, stage, variant, ...options }: ScoreOptions,
  scorer: Scorer,
): Promise<Outcome> => {
  const dataset = await findDataset(prisma, options.dataset)
  const variantId = variant === undefined ? ORIGINAL : await findVariant(prisma, dataset, variant)
  const { backend, provenance } = scorer
  const modelId = await ensureScoredModel(prisma, dataset, { name: model, stage, backend, provenance })
  const target = { datasetId: dataset.id, variantId, modelId }

  const names = [dataset.name, 'scoring', model, stage, ...(variant === undefined ? [] : [variant])]
  const rejectsName = `${names.join('-')}.rejects.csv`.replace(/[^\w.-]+/g, '_')
  const rejects = openRejects(path.join(rejectsDirectory, rejectsName))
  const run = await beginRun(
    { prisma, connection },
    {
      datasetId: dataset.id,
      kind: 'SCORING',
      file: variant === undefined ? model : `${model}, ${variant}`,
      fingerprint: createHash('sha256')
        .update(JSON.stringify([...names, provenance]))
        .digest('hex'),
    },
  )
  // Of an earlier run its rewards count; what it could not score is tried again.
  const counts = { ...NO_COUNTS, read: run.position, changed: run.changed }
  const missing = await countUnscored(connection, target)
  if (run.position > 0)
    progress.notice(`going on behind ${run.position} entries that an earlier run has scored`)

  const write = async (batch: readonly Scored<UnscoredEntry>[]) => {
    const records: RewardRecord[] = []
    for (const scored of batch) {
      const { rowId, side } = scored.item
      if ('score' in scored) records.push(rewardOf(scored.item, scored.score))
      else rejects.add({ file: '', line: 0, rowId, reason: `${side}: ${scored.reason}` })
    }
    const next = await connection.transaction('write', async () => {
      const changed = counts.changed + (await writeRewards(connection, target, records))
      const rejected = counts.rejected + batch.length - records.length
      const after = { ...counts, read: counts.read + batch.length, rejected, changed }
      await advanceRun(connection, run, after.read - rejected, after)
      return after
    })
    Object.assign(counts, next)
  }
  try {
    let characters = 0
    for await (const batch of scorer.score(unscoredEntries(connection, target), signal)) {
      await write(batch)
      for (const { item } of batch) characters += item.text.length
      const bytes = Math.min(characters, missing.characters)
      progress.update({ rows: counts.read - run.position, bytes, totalBytes: missing.characters })
    }
    const state = signal.aborted ? 'INTERRUPTED' : 'DONE'
    await endRun(connection, run, { state, counts, revise: counts.changed > run.revised })
  } catch (error) {
    const message = error instanceof SealError ? error.message : 'the command failed'
    const end = { state: 'FAILED', counts, error: message, revise: counts.changed > run.revised } as const
    await endRun(connection, run, end).catch(() => undefined)
    throw error
  } finally {
    rejects.close()
    for (const remark of scorer.remarks()) progress.notice(remark)
  }
  const { revision } = await prisma.dataset.findUniqueOrThrow({ where: { id: dataset.id } })
  return { counts, rejectsFile: rejects.path, revision, interrupted: signal.aborted }
}
