import { isDeepStrictEqual } from 'node:util'
import { Conflict } from '../domain/errors.ts'
import type { Prisma } from './prisma.ts'
import type { Connection } from './sql/connection.ts'
import type { Store } from './store.ts'

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

/** What a prompt asks about: the bits of its features, and whether for topics or types of discrimination. */
export type Asked = { bits: bigint; lists: boolean }

const PROMPTS = '+'

/** Whether a labeler has labeled anything of what is asked. */
const hasAnswers = async (
  connection: Connection,
  { datasetId, id }: { datasetId: number; id: number },
  { bits, lists }: Asked,
): Promise<boolean> => {
  const listed = lists ? "OR topics <> '[]' OR discriminates_against <> '[]'" : ''
  const [found] = await connection.query(
    `SELECT row_id FROM label WHERE dataset_id = ?1 AND labeler_id = ?2
     AND ((known & ${bits}) <> 0 ${listed}) LIMIT 1`,
    [datasetId, id],
  )
  return found !== undefined
}

/**
 * The labeler of a name, if there is one; `promptVersion` as it is to be. The same model may be asked about other
 * features with another prompt: each feature's labels come from one.
 *
 * @param asked of a language model
 * @throws Conflict when it has labels from elsewhere, or has asked for some: labels of two origins are not one labeler's.
 */
export const findLabelerOfOrigin = async (
  { prisma, connection }: Store,
  { id: datasetId, name: dataset }: Dataset,
  name: string,
  origin: AnyOrigin = IMPORTED,
  asked: Asked | null = null,
) => {
  const existing = await prisma.labeler.findFirst({ where: { datasetId, name } })
  const { promptVersion } = origin
  if (!existing) return existing
  const prompts = existing.promptVersion?.split(PROMPTS) ?? []
  const sameModel =
    promptVersion !== null && isDeepStrictEqual({ ...originOf(existing), promptVersion }, origin)
  if (isDeepStrictEqual(originOf(existing), origin) || (sameModel && prompts.includes(promptVersion)))
    return existing
  const where = { datasetId, labelerId: existing.id }
  const used =
    (await prisma.label.findFirst({ where })) ??
    (await prisma.labelBatch.findFirst({ where: { ...where, fetchedAt: null } }))
  if (!used) return { ...existing, promptVersion }
  if (sameModel && asked && !(await hasAnswers(connection, existing, asked)))
    return { ...existing, promptVersion: [...prompts, promptVersion].join(PROMPTS) }
  const wayOut = sameModel
    ? 'give these labels to another labeler, or name with --features what it has not labeled'
    : 'give these labels to another labeler'
  throw new Conflict(
    `labeler "${name}" of dataset "${dataset}" is ${described(originOf(existing), 'labels')}, not ${described(origin, 'labels')}; ${wayOut}`,
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
