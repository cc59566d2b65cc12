import type { Tokens } from '../label/labeler.ts'
import { type Prompt, promptOf } from '../label/prompt.ts'
import { type Questionnaire, questionnaireOf } from '../label/questionnaire.ts'
import { tokenEstimator } from '../label/tokens.ts'
import {
  type DatasetRow,
  findDataset,
  findLabelerOfOrigin,
  findVariant,
  type LabelerOrigin,
  ORIGINAL,
} from '../store/catalog.ts'
import { type OpenBatch, openBatches } from '../store/label-batches.ts'
import { progressOf } from '../store/runs.ts'
import {
  type EntryKey,
  type EntryText,
  loadTexts,
  loadUnlabeled,
  loadVariantRows,
} from '../store/unlabeled.ts'
import type { Context } from './ingest.ts'
import { type Selection, selectEntries } from './select-entries.ts'

export type LabelingOptions = {
  dataset: string
  labeler: string
  backend: LabelerOrigin['backend']
  model: string
  /** Left out: everything in the taxonomy. */
  features?: readonly string[]
  /** The rewriter whose texts are labeled; left out: the originals. */
  variant?: string
  selection: Selection
}

/** What there is to do, before anything is sent or written. */
export type LabelingPlan = {
  /** How far labelings of the same entries were when it was made. */
  progress: string
  options: LabelingOptions
  dataset: DatasetRow
  variantId: number
  origin: LabelerOrigin
  questionnaire: Questionnaire
  prompt: Prompt
  /** Neither labeled nor in a batch that is under way. */
  entries: readonly EntryKey[]
  /** Batches that are under way, of this labeler and variant. */
  batches: readonly OpenBatch[]
  estimateOf: (conversation: string) => Tokens
  /** Of all entries, if every first answer is valid. */
  estimate: Tokens
}

/** An entry's name in a batch: `rowId.side`. */
export const keyOf = ({ rowId, side }: EntryKey): string => `${rowId}.${side}`

/** What a labeling is of, as its Run names it. */
export const inputOf = ({ labeler, variant }: Pick<LabelingOptions, 'labeler' | 'variant'>): string =>
  variant === undefined ? labeler : `${labeler}, ${variant}`

/** As in the paper. */
export const TEMPERATURE = 0

/** Pairs whose texts are in memory at a time. */
const CHUNK = 500

/** The texts of some entries, in their order, a part at a time. */
export async function* textsOf(
  context: Pick<Context, 'connection'>,
  { dataset, variantId, entries }: Pick<LabelingPlan, 'dataset' | 'variantId' | 'entries'>,
): AsyncGenerator<EntryText> {
  for (let start = 0; start < entries.length; start += CHUNK) {
    const part = entries.slice(start, start + CHUNK)
    const rowIds = [...new Set(part.map(({ rowId }) => rowId))]
    const texts = await loadTexts(context.connection, { datasetId: dataset.id, variantId }, rowIds)
    const byKey = new Map(texts.map((entry) => [keyOf(entry), entry]))
    for (const key of part) {
      const entry = byKey.get(keyOf(key))
      if (entry) yield entry
    }
  }
}

/**
 * Finds out which entries are left to label, and what that may take.
 *
 * @throws NotFound for an unknown dataset, rewriter or feature; Conflict when the labeler's labels come from elsewhere.
 */
export const planLabeling = async (context: Context, options: LabelingOptions): Promise<LabelingPlan> => {
  const { prisma, connection } = context
  const { backend, model } = options
  const dataset = await findDataset(prisma, options.dataset)
  const variantId =
    options.variant === undefined ? ORIGINAL : await findVariant(prisma, dataset, options.variant)
  // Before what is left is looked up: what another command does from now on is noticed.
  const input = { datasetId: dataset.id, kind: 'LABELING', file: inputOf(options) } as const
  const progress = await progressOf(prisma, input)
  const questionnaire = questionnaireOf(dataset.taxonomy, options.features)
  const prompt = promptOf(questionnaire)
  const origin: LabelerOrigin = { backend, model, promptVersion: prompt.version, temperature: TEMPERATURE }
  const labeler = await findLabelerOfOrigin(prisma, dataset, options.labeler, origin)
  const where = { datasetId: dataset.id, variantId }
  const left = await loadUnlabeled(connection, { ...where, labelerId: labeler?.id ?? null })
  const batches = labeler ? await openBatches(prisma, { ...where, labelerId: labeler.id }) : []
  const underWay = new Set(batches.flatMap(({ entries }) => entries.map(keyOf)))
  const free = left.filter((entry) => !underWay.has(keyOf(entry)))
  const entries = selectEntries(await loadVariantRows(connection, where), free, options.selection)
  const estimateOf = tokenEstimator(prompt, questionnaire)
  const estimate: Tokens = { input: 0, output: 0 }
  for await (const { text } of textsOf(context, { dataset, variantId, entries })) {
    const { input, output } = estimateOf(text)
    estimate.input += input
    estimate.output += output
  }
  return {
    options,
    dataset,
    progress,
    variantId,
    origin,
    questionnaire,
    prompt,
    entries,
    batches,
    estimateOf,
    estimate,
  }
}
