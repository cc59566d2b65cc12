import { isDeepStrictEqual } from 'node:util'
import { Conflict } from '../domain/errors.ts'
import { isImported } from '../domain/measure.ts'
import { SEAL_TAXONOMY } from '../domain/seal-taxonomy.ts'
import { assertStorable } from '../domain/storable.ts'
import { parseTaxonomy } from '../ingest/taxonomy.ts'
import { findDataset, insertDataset } from '../store/catalog.ts'
import { assertDescription } from '../store/description.ts'
import { retryTaken } from '../store/retry-taken.ts'
import type { Store } from '../store/store.ts'

/** `taxonomy`: as a taxonomy file has it; left out: the SEAL taxonomy. */
export type NewDataset = { name: string; description: string | null; taxonomy?: unknown }

/**
 * Creates a dataset without pairs. One that is there already is let be where it is what would be created.
 *
 * @throws InvalidInput; Conflict for a name that another dataset has
 */
export const createDataset = (store: Store, given: NewDataset): Promise<void> =>
  retryTaken(async () => {
    const { prisma } = store
    const { name, description } = given
    assertStorable('name of a dataset', name)
    assertDescription('dataset', description)
    const { taxonomy = SEAL_TAXONOMY, measures } =
      given.taxonomy === undefined ? { measures: [] } : parseTaxonomy(given.taxonomy, 'taxonomy')
    if ((await prisma.dataset.findUnique({ where: { name } })) === null)
      return insertDataset(prisma, { name, description, taxonomy, measures })
    const there = await findDataset(prisma, name)
    const isSame =
      there.description === description &&
      isDeepStrictEqual(there.taxonomy, JSON.parse(JSON.stringify(taxonomy))) &&
      isDeepStrictEqual(there.measures.filter(isImported), JSON.parse(JSON.stringify(measures)))
    if (!isSame)
      throw new Conflict(
        `there is a dataset "${name}" already, with another description or taxonomy: take another name`,
      )
  })
