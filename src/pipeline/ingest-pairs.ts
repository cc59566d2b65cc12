import type { Measure } from '../domain/measure.ts'
import { checkName } from '../domain/names.ts'
import type { PairRecord, ScoredPairRecord } from '../domain/records.ts'
import { SEAL_TAXONOMY } from '../domain/seal-taxonomy.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'
import { Oddities, type Refusals } from '../ingest/oddities.ts'
import { type PairStream, type PairTally, readPairs } from '../ingest/read-pairs.ts'
import type { Input } from '../ingest/source.ts'
import { type Measurer, openMeasurer } from '../measures/measurer.ts'
import { TEXT_MEASURES } from '../measures/text-measures.ts'
import { ensureDataset, ORIGINAL } from '../store/catalog.ts'
import { ensureImportedModel, findImportedModel } from '../store/imported-model.ts'
import { type MeasuredEntry, writeMeasured } from '../store/write/measures.ts'
import { checkPairs, refuseOtherSubset, writePairs } from '../store/write/pairs.ts'
import { writeRewards } from '../store/write/rewards.ts'
import { withImportLock } from './import-lock.ts'
import { type Context, type IngestOutcome, ingest } from './ingest.ts'
import { type Place, withInputs } from './inputs.ts'
import { planReading, type ReadingOptions } from './plan-reading.ts'

export type PairsOptions = Refusals &
  Omit<ReadingOptions, 'files'> & {
    /** Folders stand for the data files in them, `-` for standard input. */
    files: readonly Place[]
    dataset: string
    /** Of all pairs; left out: as the rows say. */
    subset?: string
    taxonomy?: Taxonomy
    /** Numbers that come with its labels. */
    measures?: readonly Measure[]
    description?: string
    /** The row id of the first line of the first file; the files follow one another. */
    firstRowId?: number
    /** Leave the texts unmeasured: `npm run measure` does it later. */
    unmeasured?: boolean
    /** Take the place of pairs of another subset, and of texts that have been measured: what was is removed. */
    replace?: boolean
  }

/** The dataset and, where the files have rewards, their model: all that is against it comes before it is made. */
const ensureTarget = async (context: Context, options: PairsOptions) => {
  const { prisma } = context
  const { dataset: name, taxonomy, measures, description, scoredBy } = options
  const existing = await prisma.dataset.findUnique({ where: { name } })
  if (existing && scoredBy) await findImportedModel(prisma, existing, scoredBy.model, scoredBy.stage)
  const dataset = await ensureDataset(context, name, {
    ...{ taxonomy, measures, description },
    fallback: SEAL_TAXONOMY,
  })
  const modelId = scoredBy && (await ensureImportedModel(context, dataset, scoredBy))
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

/** What has come of the files, besides their counts. */
export type PairsOutcome = IngestOutcome & { tally: PairTally }

const measurePairs = async (
  { measure }: Measurer,
  records: readonly PairRecord[],
): Promise<MeasuredEntry[]> => {
  const entries = records.flatMap(({ rowId, chosen, rejected, answers }) => [
    { rowId, side: 'CHOSEN' as const, text: chosen, answerAt: answers?.chosen },
    { rowId, side: 'REJECTED' as const, text: rejected, answerAt: answers?.rejected },
  ])
  const values = await measure(entries.map(({ text, answerAt }) => ({ text, answerAt })))
  return entries.map(({ rowId, side }, index) => ({ rowId, side, values: values[index] }))
}

const importPairs = async (
  context: Context,
  options: PairsOptions,
  files: readonly Input[],
): Promise<PairsOutcome> => {
  const { prisma, connection } = context
  const { dataset, subset, scoredBy, replace = false } = options
  const { format, places } = await planReading(context, { ...options, files })
  if (subset !== undefined) checkName('subset', subset)
  const refused = [options.rejectEmpty, options.rejectSame, options.rejectRepeated].map(Boolean)
  const oddities = new Oddities(options)
  const { attributes, pairs, prefer } = options
  const asked = { map: options.map, scores: options.scores, group: options.group, attributes, pairs, prefer }
  let firstRowId = options.firstRowId ?? 0
  const streams: PairStream[] = []
  let measurer: Promise<Measurer> | undefined
  const measureOf = async (records: readonly PairRecord[]): Promise<MeasuredEntry[]> => {
    if (options.unmeasured || records.length === 0) return []
    measurer ??= openMeasurer()
    return measurePairs(await measurer, records)
  }
  const existing = await prisma.dataset.findUnique({ where: { name: dataset } })
  const outcome = await ingest<PairRecord | ScoredPairRecord>(context, {
    kind: 'PAIRS',
    dataset,
    datasetId: existing?.id ?? null,
    files,
    options: [
      ...[format.name, subset, firstRowId, ...Object.values(scoredBy ?? {}), replace],
      ...(places.id === undefined ? [] : [places.id.text]),
      ...Object.values(asked).flatMap((option) => (option === undefined ? [] : [JSON.stringify(option)])),
      ...(refused.includes(true) ? refused : []),
    ],
    read: (source) => {
      firstRowId += streams.at(-1)?.rowIds ?? 0
      const isScored = scoredBy !== undefined
      const how = { ...places, subset, firstRowId, attributes, pairs, prefer, isScored, oddities }
      const stream = readPairs(format, source, how)
      streams.push(stream)
      return stream
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
            // Threads measure while this one writes.
            const measured = measureOf(accepted)
            // Where writing fails first, nobody waits for it any more.
            measured.catch(() => undefined)
            const written = await writePairs(connection, datasetId, accepted)
            const where = { datasetId, variantId: ORIGINAL }
            const measuredRows = await writeMeasured(connection, where, TEXT_MEASURES, await measured)
            // What follows from texts does not count, unless nothing else is new.
            const changed = written || measuredRows
            if (modelId === undefined) return changed
            const rewards = accepted.flatMap((record) => ('rewards' in record ? [record.rewards] : []))
            return changed + (await writeRewards(connection, { datasetId, modelId }, rewards))
          }
          return { ...checked, changed: commit ? await write() : 0 }
        },
      }
    },
  }).finally(async () => {
    await (await measurer)?.close()
    for (const notice of oddities.notices()) context.progress.notice(notice)
  })
  const sum = (key: keyof PairTally) => streams.reduce((total, { tally }) => total + tally[key], 0)
  return { ...outcome, tally: { rows: sum('rows'), pairs: sum('pairs'), ties: sum('ties') } }
}

/** Brings preference pairs, with a model's rewards where the format has them; creates the dataset and the model. */
export const ingestPairs = (context: Context, options: PairsOptions): Promise<PairsOutcome> =>
  withInputs(context, options.files, (files) =>
    withImportLock(context, options.dataset, () => importPairs(context, options, files)),
  )
