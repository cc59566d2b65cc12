import { type Declared, isImported } from '../domain/measure.ts'
import { ensureDataset, findDataset } from '../store/catalog.ts'
import { withImportLock } from './import-lock.ts'
import type { Context } from './ingest.ts'

export type TaxonomyOutcome = {
  revision: number
  /** Names: of what labelers are asked for, and of numbers. */
  added: string[]
  numbers: string[]
  /** Whether there are labels, which say nothing of them. */
  labeled: boolean
}

const added = (before: readonly { name: string }[], after: readonly { name: string }[]): string[] => {
  const names = new Set(before.map(({ name }) => name))
  return after.flatMap(({ name }) => (names.has(name) ? [] : [name]))
}

/**
 * Gives a dataset another taxonomy, and numbers besides.
 *
 * @throws NotFound for an unknown dataset; Conflict when it has labels that the taxonomy says otherwise what they mean.
 */
export const ingestTaxonomy = (
  context: Context,
  { dataset: name, taxonomy, measures }: Declared & { dataset: string },
): Promise<TaxonomyOutcome> =>
  withImportLock(context, name, async () => {
    const before = await findDataset(context.prisma, name)
    const { id, revision } = await ensureDataset(context, name, {
      ...{ taxonomy, measures },
      fallback: before.taxonomy,
    })
    const labeled = await context.prisma.label.findFirst({ where: { datasetId: id } })
    return {
      revision,
      added: added(before.taxonomy.features, taxonomy?.features ?? []),
      numbers: added(before.measures.filter(isImported), measures),
      labeled: labeled !== null,
    }
  })
