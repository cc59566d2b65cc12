import { isDeepStrictEqual } from 'node:util'
import { Conflict } from '../domain/errors.ts'
import type { Prisma } from './prisma.ts'

/** How a labeler's labels, or a rewriter's texts, come about. */
export type Origin = {
  backend: 'OPENAI' | 'OLLAMA'
  model: string
  promptVersion: string
  temperature: number
}

type Kept = {
  backend: Origin['backend'] | 'IMPORTED'
  model: string | null
  promptVersion: string | null
  temperature: number | null
}
type Dataset = { id: number; name: string }

const refuseOther = (
  { backend, model, promptVersion, temperature }: Kept,
  origin: Origin,
  [who, made]: [who: string, made: string],
) => {
  const kept: Kept = { backend, model, promptVersion, temperature }
  if (isDeepStrictEqual(kept, origin)) return
  const described = (of: Kept) =>
    of.backend === 'IMPORTED'
      ? `imported ${made}`
      : `${of.backend} model "${of.model}", prompt version ${of.promptVersion}, temperature ${of.temperature}`
  const [kind] = who.split(' ')
  throw new Conflict(
    `${who} is ${described(kept)}, not ${described(origin)}; give these ${made} to another ${kind}`,
  )
}

/**
 * The labeler of a name, if there is one.
 *
 * @throws Conflict when its labels come from elsewhere: labels of two origins are not one labeler's.
 */
export const findLabelerOfOrigin = async (
  prisma: Prisma,
  { id, name: dataset }: Dataset,
  name: string,
  origin: Origin,
) => {
  const existing = await prisma.labeler.findFirst({ where: { datasetId: id, name } })
  if (existing) refuseOther(existing, origin, [`labeler "${name}" of dataset "${dataset}"`, 'labels'])
  return existing
}

/**
 * The variant of a rewriter, if there is one.
 *
 * @throws Conflict when its texts come from elsewhere.
 */
export const findRewriterOfOrigin = async (
  prisma: Prisma,
  { id, name: dataset }: Dataset,
  rewriter: string,
  origin: Origin,
) => {
  const existing = await prisma.variant.findFirst({ where: { datasetId: id, rewriter } })
  if (existing)
    refuseOther(existing, origin, [`rewriter "${rewriter}" of dataset "${dataset}"`, 'rewritings'])
  return existing
}
