import type { Checkpoint } from '../domain/checkpoint.ts'
import { Conflict } from '../domain/errors.ts'
import type { Stage } from '../domain/stage.ts'
import { createModel, type DatasetRow, findModelOfStage } from './catalog.ts'
import { placeCheckpoint } from './checkpoints.ts'
import { differences, type Provenance } from './provenance.ts'
import { retryTaken } from './retry-taken.ts'
import type { Store } from './store.ts'

export type ScoredModel = Checkpoint & {
  name: string
  stage: Stage
  backend: 'ONNX' | 'HTTP'
  provenance: Provenance
}

/**
 * Finds or creates the model that scores are of.
 *
 * @throws Conflict when it has scores that came about in another way, or another stage.
 */
export const ensureScoredModel = (
  { prisma, connection }: Store,
  dataset: DatasetRow,
  { name, stage, backend, provenance, ...checkpoint }: ScoredModel,
): Promise<number> =>
  retryTaken(async () => {
    const existing = await findModelOfStage(prisma, dataset, name, stage)
    if (!existing) return createModel(prisma, dataset, { name, stage, backend, provenance, ...checkpoint })
    const before = { ...(existing.provenance as Provenance | null), backend: existing.backend }
    const other = differences(before, { ...provenance, backend })
    const place = () =>
      placeCheckpoint(connection, { datasetId: dataset.id, modelId: existing.id }, checkpoint)
    if (other === null) {
      await place()
      return existing.id
    }
    const scored = await prisma.reward.findFirst({ where: { datasetId: dataset.id, modelId: existing.id } })
    if (scored) {
      throw new Conflict(
        `model "${name}" of dataset "${dataset.name}" has rewards that came about in another way: ` +
          `${other}. Score as before, or name another model`,
      )
    }
    await prisma.rewardModel.update({
      where: { datasetId_id: { datasetId: dataset.id, id: existing.id } },
      data: { stage, backend, provenance: { ...provenance } },
    })
    await place()
    return existing.id
  })
