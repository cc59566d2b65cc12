import { isDeepStrictEqual } from 'node:util'
import { Conflict } from '../domain/errors.ts'
import type { Prisma } from './prisma.ts'

/** How a language model's labels or rewritings come about. */
export type Origin = {
  backend: 'OPENAI' | 'OLLAMA'
  model: string
  promptVersion: string
  temperature: number
}
export const IMPORTED = { backend: 'IMPORTED', model: null, promptVersion: null, temperature: null } as const
type AnyOrigin = Origin | typeof IMPORTED
type Dataset = { id: number; name: string }

const originOf = ({ backend, model, promptVersion, temperature }: Record<keyof Origin, unknown>) =>
  ({ backend, model, promptVersion, temperature }) as AnyOrigin

const described = (origin: AnyOrigin, made: string): string =>
  origin.backend === 'IMPORTED'
    ? `imported ${made}`
    : `${origin.backend} model "${origin.model}", prompt version ${origin.promptVersion}, temperature ${origin.temperature}`

/**
 * The labeler of a name, if there is one.
 *
 * @throws Conflict when it has labels from elsewhere, or has asked for some: labels of two origins are not one labeler's.
 */
export const findLabelerOfOrigin = async (
  prisma: Prisma,
  { id: datasetId, name: dataset }: Dataset,
  name: string,
  origin: AnyOrigin = IMPORTED,
) => {
  const existing = await prisma.labeler.findFirst({ where: { datasetId, name } })
  if (!existing || isDeepStrictEqual(originOf(existing), origin)) return existing
  const where = { datasetId, labelerId: existing.id }
  const used =
    (await prisma.label.findFirst({ where })) ??
    (await prisma.labelBatch.findFirst({ where: { ...where, fetchedAt: null } }))
  if (!used) return existing
  throw new Conflict(
    `labeler "${name}" of dataset "${dataset}" is ${described(originOf(existing), 'labels')}, not ${described(origin, 'labels')}; give these labels to another labeler`,
  )
}

/**
 * The variant of a rewriter, if there is one.
 *
 * @throws Conflict when its texts come from elsewhere.
 */
export const findRewriterOfOrigin = async (
  prisma: Prisma,
  { id: datasetId, name: dataset }: Dataset,
  rewriter: string,
  origin: AnyOrigin = IMPORTED,
) => {
  const existing = await prisma.variant.findFirst({ where: { datasetId, rewriter } })
  if (!existing || isDeepStrictEqual(originOf(existing), origin)) return existing
  const used = await prisma.entry.findFirst({ where: { datasetId, variantId: existing.id } })
  if (!used) return existing
  throw new Conflict(
    `rewriter "${rewriter}" of dataset "${dataset}" is ${described(originOf(existing), 'rewritings')}, not ${described(origin, 'rewritings')}; give these rewritings to another rewriter`,
  )
}
