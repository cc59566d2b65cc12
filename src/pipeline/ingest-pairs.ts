import { InvalidInput } from '../domain/errors.ts'
import { checkName } from '../domain/names.ts'
import type { PairRecord, ScoredPairRecord } from '../domain/records.ts'
import { SEAL_TAXONOMY } from '../domain/seal-taxonomy.ts'
import type { Stage } from '../domain/stage.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'
import { detectFormat } from '../ingest/detect-format.ts'
import { type FieldPath, parseFieldPath, requirePlace } from '../ingest/field-path.ts'
import { type FieldMap, mapped, requireMapped } from '../ingest/mapped.ts'
import { Oddities, type Refusals } from '../ingest/oddities.ts'
import type { Fields, PairFormat, Pairing, ParserOptions } from '../ingest/pair-format.ts'
import { type FormatName, formatOf } from '../ingest/pair-formats.ts'
import { type PairStream, type PairTally, readPairs } from '../ingest/read-pairs.ts'
import { sampleOf } from '../ingest/sample.ts'
import { type Measurer, openMeasurer } from '../measures/measurer.ts'
import { TEXT_MEASURES } from '../measures/text-measures.ts'
import { ensureDataset, ORIGINAL } from '../store/catalog.ts'
import { ensureImportedModel, findImportedModel } from '../store/imported-model.ts'
import { type MeasuredEntry, writeMeasured } from '../store/write/measures.ts'
import { checkPairs, refuseOtherSubset, writePairs } from '../store/write/pairs.ts'
import { writeRewards } from '../store/write/rewards.ts'
import { withImportLock } from './import-lock.ts'
import { type Context, type IngestOutcome, ingest } from './ingest.ts'

export type PairsOptions = Refusals & {
  dataset: string
  files: readonly string[]
  /** Left out: as the columns of the first file say. */
  format?: FormatName
  /** Where the texts are, in files of no format. */
  map?: FieldMap
  /** Whose rewards the files have; for formats that have some, and for `scores`. */
  scoredBy?: { model: string; stage: Stage }
  /** Columns of a model's scores of the first and of the second answer, in a format that has none. */
  scores?: readonly [string, string]
  /** The column that pairs are grouped by; left out: the prompt's id, where the format has one, else its text. */
  group?: string
  /** Which attributes are kept; left out: all. */
  attributes?: readonly string[]
  /** Which pairs are made of several answers to a prompt; left out: all. */
  pairs?: Pairing
  /** By what PKU-SafeRLHF's answers are compared; left out: which is better. */
  prefer?: ParserOptions['prefer']
  /** Of all pairs; left out: as the rows say. */
  subset?: string
  /** The column of the pairs' own ids; left out: those that are stored stay. */
  id?: string
  taxonomy?: Taxonomy
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

/** How the files are read, by what is asked for and what the first file has. */
const formatFor = (
  { progress }: Context,
  { format, map, files: [file] }: PairsOptions,
  sample: readonly Fields[],
): PairFormat => {
  if (map) {
    requireMapped(map, sample, file)
    return mapped(map, sample)
  }
  if (format !== undefined) return formatOf(format)
  const detected = detectFormat(sample, file)
  if (sample.length > 0)
    progress.notice(`${file}: read as ${detected.name}, ${detected.about}; --format says otherwise`)
  return detected
}

/** @throws InvalidInput when it isn't known whose scores the files have, or they have none */
const checkScores = ({ name, isScored, isSeveral }: PairFormat, { scoredBy, scores }: PairsOptions): void => {
  if (scores && (isScored || isSeveral))
    throw new InvalidInput(
      isScored
        ? `${name} says itself where its scores are`
        : `--scores is for files with one pair a row, and ${name} has several`,
    )
  if (scores && !scoredBy)
    throw new InvalidInput('--scores needs a model and its stage: whose scores are they?')
  if (isScored === true && !scoredBy)
    throw new InvalidInput(
      `${name} has a model's scores: a model and its stage say whose they are (--model, --stage)`,
    )
  if (scoredBy && !isScored && !scores)
    throw new InvalidInput(
      `a model and its stage are for scores, and ${name} has none by itself; --scores CHOSEN_COLUMN,REJECTED_COLUMN says where they are`,
    )
}

/** @throws InvalidInput for what has no meaning for a format */
const checkChoices = ({ name, isSeveral }: PairFormat, { pairs, prefer }: PairsOptions): void => {
  if (pairs !== undefined && !isSeveral)
    throw new InvalidInput(
      `--pairs is for files whose rows have several answers, and ${name} has one pair a row`,
    )
  if (prefer !== undefined && name !== 'pku-saferlhf')
    throw new InvalidInput(`--prefer is for pku-saferlhf, and the files are ${name}`)
}

const placesFor = ({ id, group, scores, map }: PairsOptions) => {
  const path = (text: string | undefined, ofMap?: FieldPath) =>
    text === undefined ? ofMap : parseFieldPath(text)
  return {
    id: path(id, map?.id),
    group: path(group, map?.group),
    scores: scores && ([parseFieldPath(scores[0]), parseFieldPath(scores[1])] as const),
    subsetAt: map?.subset,
  }
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

const importPairs = async (context: Context, options: PairsOptions): Promise<PairsOutcome> => {
  const { prisma, connection } = context
  const { dataset, files, subset, scoredBy, replace = false } = options
  const sample = await sampleOf(files[0], context.signal)
  const pairFormat = formatFor(context, options, sample)
  checkScores(pairFormat, options)
  checkChoices(pairFormat, options)
  const places = placesFor(options)
  const { id, group, scores } = places
  if (id) requirePlace(id, sample, '--id', files[0])
  if (group) requirePlace(group, sample, '--group', files[0])
  for (const path of scores ?? []) requirePlace(path, sample, '--scores', files[0])
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
      ...[pairFormat.name, subset, firstRowId, scoredBy?.model, scoredBy?.stage, replace],
      ...(id === undefined ? [] : [id.text]),
      ...Object.values(asked).flatMap((option) => (option === undefined ? [] : [JSON.stringify(option)])),
      ...(refused.includes(true) ? refused : []),
    ],
    read: (source) => {
      firstRowId += streams.at(-1)?.rowIds ?? 0
      const isScored = scoredBy !== undefined
      const how = { ...places, subset, firstRowId, attributes, pairs, prefer, isScored, oddities }
      const stream = readPairs(pairFormat, source, how)
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
  withImportLock(context, options.dataset, () => importPairs(context, options))
