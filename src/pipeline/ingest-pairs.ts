import { InvalidInput } from '../domain/errors.ts'
import { checkName } from '../domain/names.ts'
import type { PairRecord, ScoredPairRecord } from '../domain/records.ts'
import { SEAL_TAXONOMY } from '../domain/seal-taxonomy.ts'
import type { Stage } from '../domain/stage.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'
import { Oddities, type Refusals } from '../ingest/oddities.ts'
import { type FormatName, formatOf, SCORED_FORMATS } from '../ingest/pair-formats.ts'
import { type PairStream, readPairs } from '../ingest/read-pairs.ts'
import { ensureDataset } from '../store/catalog.ts'
import { ensureImportedModel, findImportedModel } from '../store/imported-model.ts'
import { checkPairs, refuseOtherSubset, writePairs } from '../store/write/pairs.ts'
import { writeRewards } from '../store/write/rewards.ts'
import { withImportLock } from './import-lock.ts'
import { type Context, type IngestOutcome, ingest } from './ingest.ts'

export type PairsOptions = Refusals & {
  dataset: string
  files: readonly string[]
  /** hh-rlhf when left out. */
  format?: FormatName
  /** Whose rewards the files have; for the format that has some, and for no other. */
  scoredBy?: { model: string; stage: Stage }
  /** Of all pairs; left out: as the rows say. */
  subset?: string
  /** The column of the pairs' own ids; left out: those that are stored stay. */
  id?: string
  taxonomy?: Taxonomy
  description?: string
  /** The row id of the first line of the first file; the files follow one another. */
  firstRowId?: number
  /** Take the place of pairs of another subset, and of texts that have been measured: what was is removed. */
  replace?: boolean
}

/** The dataset and, where the files have rewards, their model: all that is against it comes before it is made. */
const ensureTarget = async (context: Context, options: PairsOptions) => {
  const { prisma } = context
  const { dataset: name, taxonomy, description, scoredBy } = options
  const existing = await prisma.dataset.findUnique({ where: { name } })
  if (existing && scoredBy) await findImportedModel(prisma, existing, scoredBy.model, scoredBy.stage)
  const dataset = await ensureDataset(context, name, { taxonomy, fallback: SEAL_TAXONOMY, description })
  const modelId = scoredBy && (await ensureImportedModel(prisma, dataset, scoredBy.model, scoredBy.stage))
  return { datasetId: dataset.id, modelId }
}

/** Pairs by the subset they are of. */
const bySubset = (records: readonly PairRecord[]): Map<string | null, PairRecord[]> => {
  const subsets = new Map<string | null, PairRecord[]>()
  for (const record of records) {
    const others = subsets.get(record.subset)
    if (others) others.push(record)
    else subsets.set(record.subset, [record])
  }
  return subsets
}

const importPairs = async (context: Context, options: PairsOptions): Promise<IngestOutcome> => {
  const { prisma, connection } = context
  const { dataset, files, format = 'hh-rlhf', subset, scoredBy, id, replace = false } = options
  const pairFormat = formatOf(format)
  if (pairFormat.isScored !== (scoredBy !== undefined))
    throw new InvalidInput(`a model and its stage are needed for ${SCORED_FORMATS}, and for no other format`)
  if (subset !== undefined) checkName('subset', subset)
  const refused = [options.rejectEmpty, options.rejectSame, options.rejectRepeated].map(Boolean)
  const oddities = new Oddities(options)
  let firstRowId = options.firstRowId ?? 0
  let previous: PairStream | undefined
  const existing = await prisma.dataset.findUnique({ where: { name: dataset } })
  return ingest<PairRecord | ScoredPairRecord>(context, {
    kind: 'PAIRS',
    dataset,
    datasetId: existing?.id ?? null,
    files,
    options: [
      ...[format, subset, firstRowId, scoredBy?.model, scoredBy?.stage, replace],
      ...(id === undefined ? [] : [id]),
      ...(refused.includes(true) ? refused : []),
    ],
    read: (source) => {
      firstRowId += previous?.lines ?? 0
      previous = readPairs(pairFormat, source, { subset, firstRowId, id, oddities })
      return previous
    },
    keyOf: ({ rowId }) => rowId,
    prepare: async () => {
      const { datasetId, modelId } = await ensureTarget(context, options)
      return {
        datasetId,
        write: async (records, commit) => {
          if (commit && !replace)
            for (const [subset, pairs] of bySubset(records))
              await refuseOtherSubset(connection, datasetId, subset, pairs)
          const target = { datasetId, modelId }
          const { accepted, ...checked } = await checkPairs(connection, target, records, { replace, commit })
          const write = async () => {
            const changed = await writePairs(connection, datasetId, accepted)
            if (modelId === undefined) return changed
            const rewards = accepted.flatMap((record) => ('rewards' in record ? [record.rewards] : []))
            return changed + (await writeRewards(connection, { datasetId, modelId }, rewards))
          }
          return { ...checked, changed: commit ? await write() : 0 }
        },
      }
    },
  }).finally(() => {
    for (const notice of oddities.notices()) context.progress.notice(notice)
  })
}

/** Brings preference pairs, with a model's rewards where the format has them; creates the dataset and the model. */
export const ingestPairs = (context: Context, options: PairsOptions): Promise<IngestOutcome> =>
  withImportLock(context, options.dataset, () => importPairs(context, options))
