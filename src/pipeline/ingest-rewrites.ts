import { InvalidInput } from '../domain/errors.ts'
import { bitFields } from '../domain/label-bits.ts'
import type { RewriteRecord } from '../domain/records.ts'
import { SIDES } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import { readRewrites } from '../ingest/rewrites.ts'
import type { Input } from '../ingest/source.ts'
import { type DatasetRow, ensureLabeler, ensureVariant, findDataset } from '../store/catalog.ts'
import { ensureImportedModel, findImportedModel } from '../store/imported-model.ts'
import { findLabelerOfOrigin, findRewriterOfOrigin } from '../store/origin.ts'
import { pairIdsOf } from '../store/pair-ids.ts'
import { areSimilaritiesComputed } from '../store/rewriter-similarities.ts'
import { loadRowIds } from '../store/row-ids.ts'
import { checkRewrites, refuseOtherTexts } from '../store/write/check-rewrites.ts'
import type { RewriteTarget } from '../store/write/rewrite-target.ts'
import { writeRewrites } from '../store/write/rewrites.ts'
import { withImportLock } from './import-lock.ts'
import { importedOnly } from './imported-only.ts'
import { type Context, type IngestOutcome, ingest } from './ingest.ts'
import { type Place, withInputs } from './inputs.ts'
import { measureRewritten } from './measure-rewritten.ts'

export type RewritesOptions = {
  dataset: string
  rewriter: string
  file: Place
  /** The column of the pairs' own ids; left out: rows say `row_id`. */
  id?: string
  /** Whose rewards and labels the file has; left out: the dataset's own. */
  pre?: string
  post?: string
  labeler?: string
  /** Take a file that lacks some scores, similarities or labels. */
  incomplete?: boolean
  /** Take the place of rewritten texts that have been measured: what was is removed. */
  replace?: boolean
}

type Names = Pick<RewritesOptions, 'rewriter' | 'pre' | 'post' | 'labeler'>

const defaultModel = (dataset: DatasetRow, stage: Stage) => {
  const id = stage === 'PRE' ? dataset.preModelId : dataset.postModelId
  if (id !== null) return id
  const option = `--${stage.toLowerCase()}`
  throw new InvalidInput(`dataset "${dataset.name}" has no ${stage} model yet; name it with ${option}`)
}

const defaultLabeler = ({ name, labelerId }: DatasetRow) => {
  if (labelerId !== null) return labelerId
  throw new InvalidInput(`dataset "${name}" has no labeler yet; name it with --labeler`)
}

/** Throws whatever there is to say against the names, so that none is made before all are right. */
const checkNames = async (context: Context, dataset: DatasetRow, { rewriter, pre, post, labeler }: Names) => {
  const { prisma } = context
  await findRewriterOfOrigin(prisma, dataset, rewriter)
  const named = [
    [pre, 'PRE'],
    [post, 'POST'],
  ] as const
  for (const [name, stage] of named) {
    if (name === undefined) defaultModel(dataset, stage)
    else await findImportedModel(prisma, dataset, name, stage)
  }
  if (pre !== undefined && pre === post) {
    throw new InvalidInput(`--pre and --post both name "${pre}"; a model is of one stage`)
  }
  if (labeler === undefined) defaultLabeler(dataset)
  else await findLabelerOfOrigin(context, dataset, labeler)
}

const modelOf = (context: Context, dataset: DatasetRow, name: string | undefined, stage: Stage) =>
  name === undefined
    ? defaultModel(dataset, stage)
    : ensureImportedModel(context, dataset, { model: name, stage })

const labelerOf = (context: Context, dataset: DatasetRow, name: string | undefined) =>
  name === undefined ? defaultLabeler(dataset) : ensureLabeler(context, dataset, name)

const importRewrites = async (
  context: Context,
  options: RewritesOptions,
  files: readonly Input[],
): Promise<IngestOutcome> => {
  const { prisma, connection } = context
  const { rewriter, pre, post, labeler, incomplete = false, replace = false } = options
  const dataset = await findDataset(prisma, options.dataset)
  const ids = await pairIdsOf(connection, dataset, options.id)
  const { taxonomy } = dataset
  return ingest<RewriteRecord>(context, {
    kind: 'REWRITES',
    dataset: dataset.name,
    datasetId: dataset.id,
    files,
    options: [rewriter, pre, post, labeler, incomplete, replace, options.id],
    read: (source) => readRewrites(source, { taxonomy, allowMissing: incomplete, ids }),
    keyOf: ({ rowId }) => rowId,
    rowIds: (wanted) => loadRowIds(connection, dataset.id, wanted),
    refuse: (records) => refuseOtherTexts(connection, dataset.id, records),
    prepare: async () => {
      await checkNames(context, dataset, options)
      const variantId = await ensureVariant(prisma, dataset, rewriter)
      const target: RewriteTarget = {
        datasetId: dataset.id,
        rewriter,
        similaritiesComputed: await areSimilaritiesComputed(prisma, { datasetId: dataset.id, variantId }),
        preModelId: await modelOf(context, dataset, pre, 'PRE'),
        postModelId: await modelOf(context, dataset, post, 'POST'),
        labelerId: await labelerOf(context, dataset, labeler),
        variantId,
        fields: bitFields(taxonomy.features),
        features: taxonomy.features.map(({ name }) => name),
      }
      const refuseOthers = await importedOnly(prisma, target)
      return {
        datasetId: dataset.id,
        write: async (records, commit) => {
          refuseOthers(records)
          const checked = await checkRewrites(connection, target, records, { replace, commit })
          if (!commit) return { changed: 0, ...checked }
          const changed = await writeRewrites(connection, target, checked)
          const texts = checked.accepted.flatMap(({ rowId, rewritten }) =>
            SIDES.map((side) => ({ rowId, side, text: rewritten[side].text })),
          )
          const measured = await measureRewritten(connection, target, texts)
          return { changed: changed || measured, ...checked }
        },
      }
    },
  })
}

/** Brings rewritten pairs with their rewards and labels. @throws NotFound for an unknown dataset. */
export const ingestRewrites = (context: Context, options: RewritesOptions): Promise<IngestOutcome> =>
  withInputs(context, [options.file], (files) =>
    withImportLock(context, options.dataset, () => importRewrites(context, options, files)),
  )
