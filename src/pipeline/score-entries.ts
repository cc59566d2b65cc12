import type { RewardRecord } from '../domain/records.ts'
import type { Stage } from '../domain/stage.ts'
import type { Scorer } from '../score/scorer.ts'
import { findDataset, findVariant, ORIGINAL } from '../store/catalog.ts'
import type { Job } from '../store/claims.ts'
import { type EntryKey, loadMissing, textsOf } from '../store/find-entries.ts'
import { ensureScoredModel } from '../store/scored-model.ts'
import { writeRewards } from '../store/write/rewards.ts'
import { openEntryRun } from './entry-run.ts'
import type { Context, Outcome } from './ingest.ts'

export type ScoreOptions = {
  dataset: string
  model: string
  stage: Stage
  /** Score the entries of this rewriter; left out: the original ones. */
  variant?: string
}

const rewardOf = ({ rowId, side }: EntryKey, score: number): RewardRecord => ({
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
  context: Context,
  { model, stage, variant, ...options }: ScoreOptions,
  scorer: Scorer,
): Promise<Outcome> => {
  const { prisma, connection, progress, signal } = context
  const dataset = await findDataset(prisma, options.dataset)
  const variantId = variant === undefined ? ORIGINAL : await findVariant(prisma, dataset, variant)
  const { backend, provenance } = scorer
  const prepare = async (): Promise<Job> => {
    const by = await ensureScoredModel(prisma, dataset, { name: model, stage, backend, provenance })
    return { datasetId: dataset.id, variantId, what: 'reward', by }
  }
  const how = [stage, provenance]
  const run = await openEntryRun(context, { kind: 'SCORING', dataset, by: model, variant, how, prepare })
  const { job } = run
  const target = { datasetId: dataset.id, variantId, modelId: job.by }
  if (run.position > 0)
    progress.notice(`going on behind ${run.position} entries that an earlier run has scored`)

  let failure: unknown
  try {
    let done = 0
    const missing = await loadMissing(connection, job)
    const totalBytes = missing.length
    progress.update({ rows: 0, bytes: 0, totalBytes })
    // By itself each: a scorer that waits for more texts would wait for those that others work on.
    for await (const { entries, elsewhere } of run.claims(missing, signal)) {
      const texts = run.reading(textsOf(connection, { ...target, entries }))
      for await (const batch of scorer.score(texts, signal)) {
        const made: { entry: EntryKey; score: number }[] = []
        for (const scored of batch) {
          if ('score' in scored) made.push({ entry: scored.item, score: scored.score })
          else await run.reject(scored.item, scored.reason)
        }
        await run.commit(made, (held) =>
          writeRewards(
            connection,
            target,
            held.map(({ entry, score }) => rewardOf(entry, score)),
          ),
        )
        done += batch.length
        progress.update({ rows: done, bytes: done + elsewhere, totalBytes })
      }
    }
  } catch (error) {
    failure = error
  }
  for (const remark of scorer.remarks()) progress.notice(remark)
  return run.end(failure)
}
