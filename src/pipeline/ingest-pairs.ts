import type { PairRecord } from '../domain/records.ts'
import { SEAL_TAXONOMY } from '../domain/seal-taxonomy.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'
import { type PairStream, readHhRlhf } from '../ingest/hh-rlhf.ts'
import { ensureDataset } from '../store/catalog.ts'
import { refuseOtherSubset, writePairs } from '../store/write/pairs.ts'
import { type Context, ingest, type Outcome } from './ingest.ts'

export type PairsOptions = {
  dataset: string
  files: readonly string[]
  subset?: string
  taxonomy?: Taxonomy
  description?: string
  /** The row id of the first line of the first file; the files follow one another. */
  firstRowId?: number
  /** Take the place of pairs of another subset. */
  replace?: boolean
}

/** Brings preference pairs; creates the dataset if there is none of that name. */
export const ingestPairs = (context: Context, options: PairsOptions): Promise<Outcome> => {
  const { prisma, connection } = context
  const { dataset: name, files, subset, taxonomy, description, replace = false } = options
  let firstRowId = options.firstRowId ?? 0
  let previous: PairStream | undefined
  return ingest<PairRecord>(context, {
    kind: 'PAIRS',
    dataset: name,
    files,
    options: [subset, firstRowId],
    read: (source) => {
      firstRowId += previous?.lines ?? 0
      previous = readHhRlhf(source, { subset, firstRowId })
      return previous
    },
    keyOf: ({ rowId }) => rowId,
    prepare: async () => {
      const dataset = await ensureDataset(prisma, name, { taxonomy, fallback: SEAL_TAXONOMY, description })
      return {
        datasetId: dataset.id,
        known: null,
        write: async (records, commit) => {
          if (!commit) return { changed: 0 }
          if (!replace) await refuseOtherSubset(connection, dataset.id, subset ?? null, records)
          return { changed: await writePairs(connection, dataset.id, records) }
        },
      }
    },
  })
}
