import { bitFields } from '../domain/label-bits.ts'
import type { LabelRecord } from '../domain/records.ts'
import { readLabels } from '../ingest/labels.ts'
import type { Input } from '../ingest/source.ts'
import { ensureLabeler, findDataset } from '../store/catalog.ts'
import { pairIdsOf } from '../store/pair-ids.ts'
import { loadRowIds } from '../store/row-ids.ts'
import { mergeLabels, writeWholeLabels } from '../store/write/labels.ts'
import { withImportLock } from './import-lock.ts'
import { type Context, type IngestOutcome, ingest } from './ingest.ts'
import { withInputs } from './inputs.ts'

export type LabelsOptions = {
  dataset: string
  labeler: string
  file: string
  /** The column of the pairs' own ids; left out: rows say `row_id`. */
  id?: string
  /** Take a file that lacks some of the taxonomy's columns. */
  incomplete?: boolean
}

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
  return ingest<LabelRecord>(context, {
    kind: 'LABELS',
    dataset: dataset.name,
    datasetId: dataset.id,
    files,
    options: [labeler, incomplete, options.id],
    read: (source) => readLabels(source, { taxonomy, allowMissing: incomplete, ids }),
    keyOf: ({ rowId, side }) => 2 * rowId + (side === 'CHOSEN' ? 0 : 1),
    rowIds: () => loadRowIds(connection, dataset.id),
    prepare: async () => {
      const labelerId = await ensureLabeler(context, dataset, labeler)
      const target = { datasetId: dataset.id, labelerId, fields: bitFields(taxonomy.features) }
      return {
        datasetId: dataset.id,
        write: async (records, commit) => {
          const { labels, fates } = await mergeLabels(connection, target, records)
          return { changed: commit ? await writeWholeLabels(connection, target, labels) : 0, fates }
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
