import { assertCheckpoint, type Checkpoint } from '../domain/checkpoint.ts'
import { Conflict, NotFound } from '../domain/errors.ts'
import type { Declared, Measure } from '../domain/measure.ts'
import { checkName } from '../domain/names.ts'
import type { Stage } from '../domain/stage.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'
import { changeTaxonomy, refuseKinds } from './change-taxonomy.ts'
import { measuresJson, measuresOf } from './dataset-measures.ts'
import { type Asked, findLabelerOfOrigin, findRewriterOfOrigin, IMPORTED, type Origin } from './origin.ts'
import type { Prisma } from './prisma.ts'
import { retryTaken } from './retry-taken.ts'
import type { Store } from './store.ts'

/** The variant that every dataset has: the texts as they came. */
export const ORIGINAL = 0

export type DatasetRow = {
  id: number
  name: string
  description: string | null
  revision: number
  taxonomy: Taxonomy
  measures: readonly Measure[]
  preModelId: number | null
  postModelId: number | null
  labelerId: number | null
}

/** PostgreSQL takes no U+0000, so nothing is named with one: an unknown name it must stay, not a defect. */
export const findable = (name: string): string => name.replaceAll('\0', '\ufffd')

/** @throws NotFound listing the known datasets. */
export const findDataset = async (prisma: Prisma, name: string): Promise<DatasetRow> => {
  const dataset = await prisma.dataset.findUnique({ where: { name: findable(name) } })
  if (dataset)
    return {
      ...dataset,
      taxonomy: dataset.taxonomy as unknown as Taxonomy,
      measures: measuresOf(dataset.measures),
    }
  const names = await prisma.dataset.findMany({ select: { name: true }, orderBy: { name: 'asc' } })
  throw new NotFound(
    'dataset',
    name,
    names.map((row) => row.name),
  )
}

/** Creates a dataset without pairs. @throws InvalidInput, Conflict as `refuseKinds` does, and Prisma's own for a name that is taken */
export const insertDataset = async (
  prisma: Prisma,
  { name, description, ...declared }: Required<Declared> & { name: string; description?: string | null },
): Promise<void> => {
  checkName('dataset', name)
  refuseKinds(name, declared, [])
  const json = JSON.parse(JSON.stringify({ ...declared, measures: measuresJson(declared.measures) }))
  await prisma.dataset.create({
    data: { name, description, ...json, variants: { create: { id: ORIGINAL } } },
  })
}

/**
 * Finds or creates a dataset. `taxonomy` left out: that of the dataset, or `fallback` for a new one. `measures`: what it
 * declares besides.
 *
 * @throws Conflict as `changeTaxonomy` does
 */
export const ensureDataset = async (
  store: Store,
  name: string,
  {
    taxonomy,
    measures = [],
    fallback,
    description,
  }: Partial<Declared> & { fallback: Taxonomy; description?: string },
): Promise<DatasetRow> => {
  const { prisma } = store
  if ((await prisma.dataset.findUnique({ where: { name } })) === null) {
    await insertDataset(prisma, { name, description, taxonomy: taxonomy ?? fallback, measures })
  } else if (taxonomy || measures.length > 0) {
    await changeTaxonomy(store, await findDataset(prisma, name), { taxonomy, measures })
  }
  return findDataset(prisma, name)
}

const nextId = (last: { id: number } | null, first: number) => (last ? last.id + 1 : first)

/**
 * The reward model of a name, if there is one.
 *
 * @throws Conflict when it has another stage.
 */
export const findModelOfStage = async (
  prisma: Prisma,
  dataset: Pick<DatasetRow, 'id' | 'name'>,
  name: string,
  stage: Stage,
) => {
  const existing = await prisma.rewardModel.findFirst({ where: { datasetId: dataset.id, name } })
  if (existing?.stage && existing.stage !== stage) {
    throw new Conflict(`model "${name}" of dataset "${dataset.name}" is ${existing.stage}, not ${stage}`)
  }
  return existing
}

type NewModel = Checkpoint & {
  name: string
  stage: Stage
  backend?: 'ONNX' | 'HTTP'
  provenance?: Record<string, Json>
}
type Json = string | number | boolean | null | readonly string[]

/** Creates a reward model. */
export const createModel = async (
  prisma: Prisma,
  dataset: Pick<DatasetRow, 'id'>,
  { provenance, ...model }: NewModel,
): Promise<number> => {
  checkName('reward model', model.name)
  assertCheckpoint(model)
  const last = await prisma.rewardModel.findFirst({
    where: { datasetId: dataset.id },
    orderBy: { id: 'desc' },
  })
  const id = nextId(last, 1)
  await prisma.rewardModel.create({
    data: { ...model, datasetId: dataset.id, id, provenance: provenance && { ...provenance } },
  })
  return id
}

/** Finds or creates a labeler; one without labels becomes of this origin. @throws Conflict as `findLabelerOfOrigin` does. */
export const ensureLabeler = (
  store: Store,
  dataset: Pick<DatasetRow, 'id' | 'name'>,
  name: string,
  origin: Origin | typeof IMPORTED = IMPORTED,
  asked: Asked | null = null,
): Promise<number> =>
  retryTaken(async () => {
    const { prisma } = store
    const datasetId = dataset.id
    const existing = await findLabelerOfOrigin(store, dataset, name, origin, asked)
    if (existing) {
      const { id, promptVersion } = existing
      const where = { datasetId, labelerId: id, promptVersion: null }
      const before = await prisma.labeler.findUniqueOrThrow({ where: { datasetId_id: { datasetId, id } } })
      if (before.promptVersion !== promptVersion)
        await prisma.labelBatch.updateMany({ where, data: { promptVersion: before.promptVersion } })
      await prisma.labeler.update({
        where: { datasetId_id: { datasetId, id } },
        data: { ...origin, promptVersion },
      })
      return id
    }
    checkName('labeler', name)
    const last = await prisma.labeler.findFirst({ where: { datasetId }, orderBy: { id: 'desc' } })
    const id = nextId(last, 1)
    await prisma.labeler.create({ data: { datasetId, id, name, ...origin } })
    return id
  })

/** Finds or creates the variant of a rewriter; one without texts becomes of this origin. @throws Conflict as `findRewriterOfOrigin` does. */
export const ensureVariant = (
  prisma: Prisma,
  dataset: Pick<DatasetRow, 'id' | 'name'>,
  rewriter: string,
  origin: Origin | typeof IMPORTED = IMPORTED,
): Promise<number> =>
  retryTaken(async () => {
    const datasetId = dataset.id
    const existing = await findRewriterOfOrigin(prisma, dataset, rewriter, origin)
    if (existing) {
      await prisma.variant.update({ where: { datasetId_id: { datasetId, id: existing.id } }, data: origin })
      return existing.id
    }
    checkName('rewriter', rewriter)
    const last = await prisma.variant.findFirst({ where: { datasetId }, orderBy: { id: 'desc' } })
    const id = nextId(last, ORIGINAL + 1)
    await prisma.variant.create({ data: { datasetId, id, rewriter, ...origin } })
    return id
  })

/** The variant of a rewriter. @throws NotFound listing the dataset's rewriters. */
export const findVariant = async (prisma: Prisma, dataset: DatasetRow, rewriter: string): Promise<number> => {
  const variants = await prisma.variant.findMany({
    where: { datasetId: dataset.id, rewriter: { not: null } },
    orderBy: { id: 'asc' },
  })
  const variant = variants.find((row) => row.rewriter === rewriter)
  if (variant) return variant.id
  const names = variants.map((row) => row.rewriter ?? '')
  throw new NotFound(`rewriter of dataset "${dataset.name}"`, rewriter, names)
}
