import type { Taxonomy } from '../domain/taxonomy.ts'
import { ensureDataset, findDataset } from '../store/catalog.ts'
import { withImportLock } from './import-lock.ts'
import type { Context } from './ingest.ts'

export type TaxonomyOutcome = {
  revision: number
  /** Names. */
  added: string[]
  /** Whether there are labels, which say nothing of them. */
  labeled: boolean
}

/**
 * Gives a dataset another taxonomy.
 *
 * @throws NotFound for an unknown dataset; Conflict when it has labels that the taxonomy says otherwise what they mean.
 */
export const ingestTaxonomy = (
  context: Context,
  { dataset: name, taxonomy }: { dataset: string; taxonomy: Taxonomy },
): Promise<TaxonomyOutcome> =>
  withImportLock(context, name, async () => {
    const before = await findDataset(context.prisma, name)
    const { id, revision } = await ensureDataset(context, name, { taxonomy, fallback: taxonomy })
    const names = new Set(before.taxonomy.features.map((feature) => feature.name))
    const added = taxonomy.features.flatMap((feature) => (names.has(feature.name) ? [] : [feature.name]))
    const labeled = await context.prisma.label.findFirst({ where: { datasetId: id } })
    return { revision, added, labeled: labeled !== null }
  })
