import type { Checkpoint } from '../domain/checkpoint.ts'
import type { RewardRecord } from '../domain/records.ts'
import type { Stage } from '../domain/stage.ts'
import { readRewards } from '../ingest/rewards.ts'
import type { Input } from '../ingest/source.ts'
import { findDataset } from '../store/catalog.ts'
import { ensureImportedModel } from '../store/imported-model.ts'
import { pairIdsOf } from '../store/pair-ids.ts'
import { loadRowIds } from '../store/row-ids.ts'
import { fatesOfRewards, writeRewards } from '../store/write/rewards.ts'
import { withImportLock } from './import-lock.ts'
import { type Context, type IngestOutcome, ingest } from './ingest.ts'
import { type Place, withInputs } from './inputs.ts'

export type RewardsOptions = Checkpoint & {
  dataset: string
  model: string
  stage: Stage
  file: Place
  /** The column of the pairs' own ids; left out: rows say `row_id`. */
  id?: string
}

const importRewards = async (
  context: Context,
  options: RewardsOptions,
  files: readonly Input[],
): Promise<IngestOutcome> => {
  const { prisma, connection } = context
  const { model, stage, series, step } = options
  const dataset = await findDataset(prisma, options.dataset)
  const ids = await pairIdsOf(connection, dataset, options.id)
  return ingest<RewardRecord>(context, {
    kind: 'REWARDS',
    dataset: dataset.name,
    datasetId: dataset.id,
    files,
    options: [model, stage, options.id, series, step],
    read: (source) => readRewards(source, ids),
    keyOf: ({ rowId }) => rowId,
    rowIds: (wanted) => loadRowIds(connection, dataset.id, wanted),
    prepare: async () => {
      const modelId = await ensureImportedModel(context, dataset, { model, stage, series, step })
      const target = { datasetId: dataset.id, modelId }
      return {
        datasetId: dataset.id,
        write: async (records, commit) => {
          const fates = await fatesOfRewards(connection, target, records)
          return { changed: commit ? await writeRewards(connection, target, records) : 0, fates }
        },
      }
    },
  })
}

/** Brings the rewards of one model. @throws NotFound for an unknown dataset; Conflict for a model that was scored. */
export const ingestRewards = (context: Context, options: RewardsOptions): Promise<IngestOutcome> =>
  withInputs(context, [options.file], (files) =>
    withImportLock(context, options.dataset, () => importRewards(context, options, files)),
  )
