import { Conflict } from '../domain/errors.ts'
import { type DatasetRow, findVariant } from './catalog.ts'
import type { Prisma } from './prisma.ts'
import { differences, type Provenance } from './provenance.ts'
import type { Store } from './store.ts'

/** Where the similarities of a rewriter go. */
export type RewriterSimilarities = {
  datasetId: number
  variantId: number
  /** Entries that have one which nobody computed here. */
  imported: number
}

/**
 * The rewriter whose similarities are to come about in one way.
 *
 * @throws NotFound for an unknown rewriter; Conflict when it has similarities that came about in another way.
 *   Imported ones are no obstacle: they stay, and others are filled in beside them.
 */
export const findRewriterSimilarities = async (
  { prisma, connection }: Store,
  dataset: DatasetRow,
  rewriter: string,
  provenance: Provenance,
): Promise<RewriterSimilarities> => {
  const variantId = await findVariant(prisma, dataset, rewriter)
  const where = { datasetId: dataset.id, variantId }
  const variant = await prisma.variant.findUniqueOrThrow({
    where: { datasetId_id: { datasetId: dataset.id, id: variantId } },
  })
  const [[similarities]] = (await connection.query(
    `SELECT count(chosen_similarity) + count(rejected_similarity) FROM rewrite
     WHERE dataset_id = ?1 AND variant_id = ?2`,
    [dataset.id, variantId],
  )) as [number][]
  const kept = variant.similarityProvenance as (Provenance & { imported: number }) | null
  if (kept === null) return { ...where, imported: similarities }
  const { imported, ...before } = kept
  const other = differences(before, provenance)
  if (other === null) return { ...where, imported }
  if (similarities === 0) return { ...where, imported: 0 }
  throw new Conflict(
    `rewriter "${rewriter}" of dataset "${dataset.name}" has similarities that came about in another way: ` +
      `${other}. Embed as before, or bring the rewritings under another name`,
  )
}

/** Keeps how the similarities come about, before the first one is written. */
export const keepSimilarityProvenance = async (
  prisma: Prisma,
  { datasetId, variantId, imported }: RewriterSimilarities,
  provenance: Provenance,
): Promise<void> => {
  await prisma.variant.update({
    where: { datasetId_id: { datasetId, id: variantId } },
    data: { similarityProvenance: { ...provenance, imported } },
  })
}

/** Whether a rewriter has similarities that were computed here. */
export const areSimilaritiesComputed = async (
  prisma: Prisma,
  { datasetId, variantId }: Omit<RewriterSimilarities, 'imported'>,
): Promise<boolean> => {
  const { similarityProvenance } = await prisma.variant.findUniqueOrThrow({
    where: { datasetId_id: { datasetId, id: variantId } },
  })
  return similarityProvenance !== null
}
