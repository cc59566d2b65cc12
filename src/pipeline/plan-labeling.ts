import { InvalidInput } from '../domain/errors.ts'
import { hint } from '../domain/hint.ts'
import { bitFields, bitsOf } from '../domain/label-bits.ts'
import { isImported } from '../domain/measure.ts'
import { typicalAnswerTokens } from '../label/answer.ts'
import { labelRequest, type Prompt, promptOf, TEMPERATURE } from '../label/prompt.ts'
import { type Questionnaire, questionnaireOf } from '../label/questionnaire.ts'
import type { Tokens } from '../remote/tokens.ts'
import { type DatasetRow, findDataset, findVariant, ORIGINAL } from '../store/catalog.ts'
import { type EntryKey, keyOf, loadMissing, loadVariantRows, textsOf } from '../store/find-entries.ts'
import { type OpenBatch, openBatches } from '../store/label-batches.ts'
import { type Asked, findLabelerOfOrigin, type Origin } from '../store/origin.ts'
import { estimateOfAll } from './estimate.ts'
import type { Context } from './ingest.ts'
import { type Selection, selectEntries } from './select-entries.ts'

export type LabelingOptions = {
  dataset: string
  labeler: string
  backend: Origin['backend']
  model: string
  /** Left out: everything in the taxonomy. */
  features?: readonly string[]
  /** The rewriter whose texts are labeled; left out: the originals. */
  variant?: string
  selection: Selection
}

/** What there is to do, before anything is sent or written. */
export type LabelingPlan = {
  options: LabelingOptions
  dataset: DatasetRow
  variantId: number
  origin: Origin
  asked: Asked
  questionnaire: Questionnaire
  prompt: Prompt
  /** Neither labeled so nor in a batch that is under way. */
  entries: readonly EntryKey[]
  /** Batches that are under way, of this labeler and variant. */
  batches: readonly OpenBatch[]
  /** Of one answer, as it is estimated. */
  answerTokens: number
  /** Of all entries, if every first answer is valid. */
  estimate: Tokens
}

/** @throws InvalidInput for what is measured: it is nobody's opinion. */
const refuseMeasures = ({ measures }: DatasetRow, { features = [] }: LabelingOptions): void => {
  const measure = measures.find(({ name }) => features.includes(name))
  if (!measure) return
  const way = isImported(measure)
    ? hint`a file brings its numbers, by \`npm run ingest -- labels\``
    : 'every text is measured in it'
  throw new InvalidInput(`no labeler is asked for "${measure.name}": ${way}`)
}

/**
 * Finds out which entries are left to label, and what that may take.
 *
 * @throws NotFound for an unknown dataset, rewriter or feature; InvalidInput for a number; Conflict when the labeler's labels come from elsewhere.
 */
export const planLabeling = async (context: Context, options: LabelingOptions): Promise<LabelingPlan> => {
  const { prisma, connection } = context
  const { backend, model } = options
  const dataset = await findDataset(prisma, options.dataset)
  const variantId =
    options.variant === undefined ? ORIGINAL : await findVariant(prisma, dataset, options.variant)
  refuseMeasures(dataset, options)
  const questionnaire = questionnaireOf(dataset.taxonomy, options.features)
  const prompt = promptOf(questionnaire)
  const origin: Origin = { backend, model, promptVersion: prompt.version, temperature: TEMPERATURE }
  const fields = bitFields(dataset.taxonomy.features)
  const { features, topics, discriminations } = questionnaire
  const asked: Asked = {
    bits: bitsOf(fields.filter((_, index) => features[index].asked)),
    lists: topics.length + discriminations.length > 0,
  }
  const labeler = await findLabelerOfOrigin(context, dataset, options.labeler, origin, asked)
  const where = { datasetId: dataset.id, variantId }
  const left = await loadMissing(connection, {
    ...where,
    what: 'label',
    bits: asked.bits,
    by: labeler?.id ?? null,
  })
  const { version: promptVersion } = prompt
  const batches = labeler ? await openBatches(prisma, { ...where, labelerId: labeler.id, promptVersion }) : []
  const underWay = new Set(batches.flatMap(({ entries }) => entries.map(keyOf)))
  const free = left.filter((entry) => !underWay.has(keyOf(entry)))
  const entries = selectEntries(await loadVariantRows(connection, where), free, options.selection)
  const answerTokens = typicalAnswerTokens(questionnaire)
  const estimate = await estimateOfAll(
    textsOf(connection, { ...where, entries }),
    (text) => labelRequest(prompt, text),
    answerTokens,
  )
  return {
    options,
    dataset,
    variantId,
    origin,
    asked,
    questionnaire,
    prompt,
    entries,
    batches,
    answerTokens,
    estimate,
  }
}
