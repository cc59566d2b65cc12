import type { Checkpoint } from '../domain/checkpoint.ts'
import { counted } from '../domain/counted.ts'
import type { RewardRecord } from '../domain/records.ts'
import type { Stage } from '../domain/stage.ts'
import type { Scorer } from '../score/scorer.ts'
import { findDataset, findVariant, ORIGINAL } from '../store/catalog.ts'
import type { Job } from '../store/claims.ts'
import { type EntryKey, type EntryText, loadMissing, textsOf } from '../store/find-entries.ts'
import { ensureScoredModel } from '../store/scored-model.ts'
import { writeRewards } from '../store/write/rewards.ts'
import { openEntryRun } from './entry-run.ts'
import type { Context, Outcome } from './ingest.ts'
import { claimByClaim, makeEntries } from './make-entries.ts'

export type ScoreOptions = Checkpoint & {
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
  { model, stage, series, step, variant, ...options }: ScoreOptions,
  scorer: Scorer,
): Promise<Outcome> => {
  const { prisma, connection, progress } = context
  const dataset = await findDataset(prisma, options.dataset)
  const variantId = variant === undefined ? ORIGINAL : await findVariant(prisma, dataset, variant)
  const { backend, provenance } = scorer
  const prepare = async (): Promise<Job> => {
    const scored = { name: model, stage, series, step, backend, provenance }
    const by = await ensureScoredModel(context, dataset, scored)
    return { datasetId: dataset.id, variantId, what: 'reward', by }
  }
  const how = [stage, provenance]
  const run = await openEntryRun(context, { kind: 'SCORING', dataset, by: model, variant, how, prepare })
  const target = { datasetId: dataset.id, variantId, modelId: run.job.by }
  if (run.position > 0)
    progress.notice(
      `going on behind ${counted(run.position, 'entry', 'entries')} that an earlier run has scored`,
    )

  return makeEntries<EntryText, number>(context, run, {
    loadEntries: () => loadMissing(connection, run.job),
    textsOf: (entries) => textsOf(connection, { ...target, entries }),
    make: claimByClaim((texts, signal) => scorer.score(texts, signal)),
    write: (made) =>
      writeRewards(
        connection,
        target,
        made.map(({ item, value }) => rewardOf(item, value)),
      ),
    remarks: scorer.remarks,
  })
}
