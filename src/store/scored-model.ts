import { isDeepStrictEqual } from 'node:util'
import { Conflict } from '../domain/errors.ts'
import type { Stage } from '../domain/stage.ts'
import { createModel, type DatasetRow, findModelOfStage } from './catalog.ts'
import type { Prisma } from './prisma.ts'

export type ScoredModel = {
  name: string
  stage: Stage
  backend: 'ONNX' | 'HTTP'
  provenance: Record<string, string | number | boolean | null | readonly string[]>
}

const said = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value))

/**
 * Finds or creates the model that scores are of.
 *
 * @throws Conflict when it has scores that came about in another way, or another stage.
 */
export const ensureScoredModel = async (
  prisma: Prisma,
  dataset: DatasetRow,
  { name, stage, backend, provenance }: ScoredModel,
): Promise<number> => {
  const existing = await findModelOfStage(prisma, dataset, name, stage)
  if (!existing) return createModel(prisma, dataset, { name, stage, backend, provenance })
  const before: Record<string, unknown> = {
    ...(existing.provenance as Record<string, unknown> | null),
    backend: existing.backend,
  }
  const now: Record<string, unknown> = { ...provenance, backend }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])]
  const other = keys.filter((key) => !isDeepStrictEqual(before[key], now[key]))
  if (other.length === 0) return existing.id
  const scored = await prisma.reward.findFirst({ where: { datasetId: dataset.id, modelId: existing.id } })
  if (scored) {
    const differences = other.map((key) => `${key} ${said(before[key])}, not ${said(now[key])}`)
    throw new Conflict(
      `model "${name}" of dataset "${dataset.name}" has rewards that came about in another way: ` +
        `${differences.join('; ')}. Score as before, or name another model`,
    )
  }
  await prisma.rewardModel.update({
    where: { datasetId_id: { datasetId: dataset.id, id: existing.id } },
    data: { stage, backend, provenance: { ...provenance } },
  })
  return existing.id
}
