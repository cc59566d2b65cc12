import { InvalidInput } from '../domain/errors.ts'
import { bitFields } from '../domain/label-bits.ts'
import { isImported } from '../domain/measure.ts'
import type { LabelRow } from '../domain/records.ts'
import { type LabelsHeader, readLabels } from '../ingest/labels.ts'
import type { Input } from '../ingest/source.ts'
import { type DatasetRow, ensureLabeler, findDataset, ORIGINAL } from '../store/catalog.ts'
import { pairIdsOf } from '../store/pair-ids.ts'
import { loadRowIds } from '../store/row-ids.ts'
import type { Fate } from '../store/write/fate.ts'
import { mergeLabels, writeWholeLabels } from '../store/write/labels.ts'
import { mergeMeasured, writeWholeMeasured } from '../store/write/measures.ts'
import { withImportLock } from './import-lock.ts'
import { type Context, type IngestOutcome, ingest } from './ingest.ts'
import { type Place, withInputs } from './inputs.ts'

export type LabelsOptions = {
  dataset: string
  /** Whose labels they are; a file of numbers alone needs none. */
  labeler?: string
  file: Place
  /** The column of the pairs' own ids; left out: rows say `row_id`. */
  id?: string
  /** Take a file that lacks some of the taxonomy's columns. */
  incomplete?: boolean
}

/** Where a file's labels go; null: it has none. */
const labelsTarget = async (
  context: Context,
  dataset: DatasetRow,
  { labeler, file, hasLabels }: Pick<LabelsOptions, 'labeler'> & LabelsHeader & { file: string },
) => {
  const fields = bitFields(dataset.taxonomy.features)
  if (hasLabels && labeler === undefined)
    throw new InvalidInput(`${file} has labels: name whose they are with --labeler`)
  if (hasLabels)
    return {
      datasetId: dataset.id,
      labelerId: await ensureLabeler(context, dataset, labeler as string),
      fields,
    }
  if (labeler !== undefined)
    context.progress.notice(`${file} has numbers alone, which are nobody's: there is nothing of "${labeler}"`)
  return null
}

/** Of what a row says of labels and of numbers. */
const fateOf = (...parts: (Fate | undefined)[]): Fate =>
  (['ADDED', 'ALTERED'] as const).find((fate) => parts.includes(fate)) ?? 'UNCHANGED'

const importLabels = async (
  context: Context,
  options: LabelsOptions,
  files: readonly Input[],
): Promise<IngestOutcome> => {
  const { prisma, connection } = context
  const { labeler, incomplete = false } = options
  const dataset = await findDataset(prisma, options.dataset)
  const ids = await pairIdsOf(connection, dataset, options.id)
  const { taxonomy } = dataset
  const imported = dataset.measures.filter(isImported)
  const numbers = imported.map(({ name }) => name)
  let has: LabelsHeader = { hasLabels: false, hasNumbers: false }
  return ingest<LabelRow>(context, {
    kind: 'LABELS',
    dataset: dataset.name,
    datasetId: dataset.id,
    files,
    options: [labeler, incomplete, options.id],
    read: (source) =>
      readLabels(source, { taxonomy, numbers, allowMissing: incomplete, ids }, (header) => {
        has = header
      }),
    keyOf: ({ rowId, side }) => 2 * rowId + (side === 'CHOSEN' ? 0 : 1),
    rowIds: (wanted) => loadRowIds(connection, dataset.id, wanted),
    prepare: async () => {
      const target = await labelsTarget(context, dataset, { labeler, file: files[0].name, ...has })
      const measures = has.hasNumbers ? imported : []
      const where = { datasetId: dataset.id, variantId: ORIGINAL }
      return {
        datasetId: dataset.id,
        write: async (records, commit) => {
          const labeled = target && (await mergeLabels(connection, target, records))
          const entries = records.map(({ rowId, side, numbers }) => ({ rowId, side, values: numbers }))
          const measured = await mergeMeasured(connection, where, measures, entries)
          const fates = records.map((_, index) => fateOf(labeled?.fates[index], measured.fates[index]))
          const count = (wanted: Fate) => fates.filter((fate) => fate === wanted).length
          const write = async () =>
            (target && labeled ? await writeWholeLabels(connection, target, labeled.labels) : 0) +
            (await writeWholeMeasured(connection, where, measured))
          return {
            changed: commit ? await write() : 0,
            fates: { added: count('ADDED'), altered: count('ALTERED') },
          }
        },
      }
    },
  })
}

/** Brings the labels of one labeler. @throws NotFound for an unknown dataset; Conflict for a labeler that is a language model. */
export const ingestLabels = (context: Context, options: LabelsOptions): Promise<IngestOutcome> =>
  withInputs(context, [options.file], (files) =>
    withImportLock(context, options.dataset, () => importLabels(context, options, files)),
  )
