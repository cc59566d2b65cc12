import { tokensIn } from '../remote/tokens.ts'
import type { Embedder } from '../score/embedder.ts'
import { similarities } from '../score/similarity.ts'
import { findDataset } from '../store/catalog.ts'
import { loadMissing, rewrittenTextsOf } from '../store/find-entries.ts'
import {
  findRewriterSimilarities,
  keepSimilarityProvenance,
  type RewriterSimilarities,
} from '../store/rewriter-similarities.ts'
import { type SimilarityRecord, writeSimilarities } from '../store/write/similarities.ts'
import { openEntryRun } from './entry-run.ts'
import type { Context, Outcome } from './ingest.ts'

export type EmbedOptions = { dataset: string; rewriter: string }

const findTarget = async (
  { prisma }: Context,
  { dataset: name, rewriter }: EmbedOptions,
  { provenance }: Pick<Embedder, 'provenance'>,
) => {
  const dataset = await findDataset(prisma, name)
  return { dataset, target: await findRewriterSimilarities(prisma, dataset, rewriter, provenance) }
}

const missingOf = ({ connection }: Context, { datasetId, variantId }: RewriterSimilarities) =>
  loadMissing(connection, { datasetId, variantId, what: 'similarity', by: variantId })

/**
 * How many entries of the rewriter have no similarity, and about how many tokens they take, before and after.
 *
 * @throws as `embedRewrites` does.
 */
export const estimateEmbedding = async (
  context: Context,
  options: EmbedOptions,
  embedder: Pick<Embedder, 'provenance'>,
): Promise<{ entries: number; tokens: number }> => {
  const { target } = await findTarget(context, options, embedder)
  const entries = await missingOf(context, target)
  let tokens = 0
  for await (const { original, rewritten } of rewrittenTextsOf(context.connection, { ...target, entries }))
    tokens += tokensIn(original) + tokensIn(rewritten)
  return { entries: entries.length, tokens }
}

/**
 * Gives every entry of a rewriter its cosine similarity to the original that has none yet, one transaction a
 * batch: what is missing is also where a run that was cut off goes on. No vector is kept.
 *
 * @param noteOf for the progress: what the tokens so far cost, as people read it
 * @throws NotFound for an unknown dataset or rewriter; Conflict when similarities of the rewriter came about in
 *   another way; Unavailable when the model stops answering (then everything before is written).
 */
export const embedRewrites = async (
  context: Context,
  options: EmbedOptions,
  embedder: Embedder,
  noteOf: (tokens: number) => string = (tokens) => `${tokens} tokens`,
): Promise<Outcome> => {
  const { prisma, connection, progress, signal } = context
  const { dataset, target } = await findTarget(context, options, embedder)
  const { provenance } = embedder
  await keepSimilarityProvenance(prisma, target, provenance)
  if (target.imported > 0)
    progress.notice(`${target.imported} similarities of "${options.rewriter}" were imported; they stay`)
  const run = await openEntryRun(context, {
    kind: 'SIMILARITY',
    dataset,
    by: options.rewriter,
    how: provenance,
  })
  if (run.position > 0)
    progress.notice(`going on behind ${run.position} entries that an earlier run has embedded`)

  let failure: unknown
  try {
    let done = 0
    const entries = await missingOf(context, target)
    const texts = rewrittenTextsOf(connection, { ...target, entries })
    const say = () => {
      const spent = embedder.spent()
      const note = spent === null ? undefined : noteOf(spent)
      progress.update({ rows: done, bytes: done, totalBytes: entries.length, note })
    }
    say()
    for await (const batch of similarities(embedder, texts, signal)) {
      const records: SimilarityRecord[] = []
      for (const compared of batch) {
        const { rowId, side } = compared.item
        if ('similarity' in compared) records.push({ rowId, side, similarity: compared.similarity })
        else run.reject(compared.item, compared.reason)
      }
      await run.commit(records.length, () => writeSimilarities(connection, target, records))
      done += batch.length
      say()
    }
  } catch (error) {
    failure = error
  }
  for (const remark of embedder.remarks()) progress.notice(remark)
  return run.end(failure)
}
