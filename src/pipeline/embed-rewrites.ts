import { counted } from '../domain/counted.ts'
import { tokensIn } from '../remote/tokens.ts'
import type { Embedder } from '../score/embedder.ts'
import { similarities } from '../score/similarity.ts'
import { findDataset } from '../store/catalog.ts'
import { loadMissing, type RewrittenEntry, rewrittenTextsOf } from '../store/find-entries.ts'
import {
  findRewriterSimilarities,
  keepSimilarityProvenance,
  type RewriterSimilarities,
} from '../store/rewriter-similarities.ts'
import { writeSimilarities } from '../store/write/similarities.ts'
import { openEntryRun } from './entry-run.ts'
import type { Context, Outcome } from './ingest.ts'
import { claimByClaim, makeEntries } from './make-entries.ts'

export type EmbedOptions = { dataset: string; rewriter: string }

const findTarget = async (
  context: Context,
  { dataset: name, rewriter }: EmbedOptions,
  { provenance }: Pick<Embedder, 'provenance'>,
) => {
  const dataset = await findDataset(context.prisma, name)
  return { dataset, target: await findRewriterSimilarities(context, dataset, rewriter, provenance) }
}

const jobOf = ({ datasetId, variantId }: RewriterSimilarities) =>
  ({ datasetId, variantId, what: 'similarity', by: variantId }) as const

const missingOf = ({ connection }: Context, target: RewriterSimilarities) =>
  loadMissing(connection, jobOf(target))

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
  const { prisma, connection, progress } = context
  const { dataset, target } = await findTarget(context, options, embedder)
  const { provenance } = embedder
  if (target.imported > 0)
    progress.notice(`imported similarities of "${options.rewriter}" stay: ${target.imported}`)
  const run = await openEntryRun(context, {
    kind: 'SIMILARITY',
    dataset,
    by: options.rewriter,
    how: provenance,
    prepare: async () => {
      // As it is now: another one may have begun.
      const { target } = await findTarget(context, options, embedder)
      await keepSimilarityProvenance(prisma, target, provenance)
      return jobOf(target)
    },
  })
  if (run.position > 0)
    progress.notice(
      `going on behind ${counted(run.position, 'entry', 'entries')} that an earlier run has embedded`,
    )

  return makeEntries<RewrittenEntry, number>(context, run, {
    loadEntries: () => missingOf(context, target),
    textsOf: (entries) => rewrittenTextsOf(connection, { ...target, entries }),
    make: claimByClaim((texts, signal) => similarities(embedder, texts, signal)),
    write: (made) =>
      writeSimilarities(
        connection,
        target,
        made.map(({ item: { rowId, side }, value }) => ({ rowId, side, similarity: value })),
      ),
    noteOf: () => {
      const spent = embedder.spent()
      return spent === null ? undefined : noteOf(spent)
    },
    remarks: embedder.remarks,
  })
}
