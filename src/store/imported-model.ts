import type { Checkpoint } from '../domain/checkpoint.ts'
import { Conflict } from '../domain/errors.ts'
import { hint } from '../domain/hint.ts'
import type { Stage } from '../domain/stage.ts'
import { createModel, type DatasetRow, findModelOfStage } from './catalog.ts'
import { placeCheckpoint } from './checkpoints.ts'
import { Prisma as Client } from './generated/sqlite/client.ts'
import type { Prisma } from './prisma.ts'
import { retryTaken } from './retry-taken.ts'
import type { Store } from './store.ts'

type Dataset = Pick<DatasetRow, 'id' | 'name'>

export type ImportedModel = Checkpoint & { model: string; stage: Stage }

/**
 * The model of a name that rewards can be imported of, if there is one.
 *
 * @throws Conflict when it has another stage, or rewards of its own scoring: those of two origins are not one model's.
 */
export const findImportedModel = async (prisma: Prisma, dataset: Dataset, name: string, stage: Stage) => {
  const existing = await findModelOfStage(prisma, dataset, name, stage)
  if (!existing || existing.backend === 'IMPORTED') return existing
  const scored = await prisma.reward.findFirst({ where: { datasetId: dataset.id, modelId: existing.id } })
  if (!scored) return existing
  throw new Conflict(
    hint`model "${name}" of dataset "${dataset.name}" has rewards that \`npm run score\` gave it (${existing.backend}); bring these rewards as another model's`,
  )
}

/** Finds or creates the model that imported rewards are of. @throws Conflict as `findImportedModel` does. */
export const ensureImportedModel = (
  { prisma, connection }: Store,
  dataset: Dataset,
  { model: name, stage, ...checkpoint }: ImportedModel,
): Promise<number> =>
  retryTaken(async () => {
    const existing = await findImportedModel(prisma, dataset, name, stage)
    if (!existing) return createModel(prisma, dataset, { name, stage, ...checkpoint })
    await placeCheckpoint(connection, { datasetId: dataset.id, modelId: existing.id }, checkpoint)
    if (existing.backend !== 'IMPORTED') {
      await prisma.rewardModel.update({
        where: { datasetId_id: { datasetId: dataset.id, id: existing.id } },
        data: { backend: 'IMPORTED', provenance: Client.DbNull, stage },
      })
    }
    return existing.id
  })
