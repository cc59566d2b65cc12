import type { Tokens } from '../remote/tokens.ts'
import { PROMPT_VERSION, rewriteRequest, TEMPERATURE } from '../rewrite/prompt.ts'
import { type DatasetRow, findDataset, ORIGINAL } from '../store/catalog.ts'
import { type EntryKey, loadMissing, loadVariantRows, textsOf } from '../store/find-entries.ts'
import { findRewriterOfOrigin, type Origin } from '../store/origin.ts'
import { estimateOfAll } from './estimate.ts'
import type { Context } from './ingest.ts'
import { type Selection, selectEntries } from './select-entries.ts'

export type RewritingOptions = {
  dataset: string
  rewriter: string
  backend: Origin['backend']
  model: string
  selection: Selection
}

/** What there is to do, before anything is sent or written. */
export type RewritingPlan = {
  options: RewritingOptions
  dataset: DatasetRow
  origin: Origin
  /** Original entries that this rewriter has not rewritten. */
  entries: readonly EntryKey[]
  /** Of all entries, if every first answer is valid. */
  estimate: Tokens
}

/**
 * Finds out which entries are left to rewrite, and what that may take.
 *
 * @throws NotFound for an unknown dataset; Conflict when the rewriter's texts come from elsewhere.
 */
export const planRewriting = async (context: Context, options: RewritingOptions): Promise<RewritingPlan> => {
  const { prisma, connection } = context
  const { backend, model, rewriter, selection } = options
  const dataset = await findDataset(prisma, options.dataset)
  const origin: Origin = { backend, model, promptVersion: PROMPT_VERSION, temperature: TEMPERATURE }
  const variant = await findRewriterOfOrigin(prisma, dataset, rewriter, origin)
  const where = { datasetId: dataset.id, variantId: ORIGINAL }
  const left = await loadMissing(connection, { ...where, what: 'rewriting', by: variant?.id ?? null })
  const entries = selectEntries(await loadVariantRows(connection, where), left, selection)
  const estimate = await estimateOfAll(textsOf(connection, { ...where, entries }), rewriteRequest)
  return { options, dataset, origin, entries, estimate }
}
