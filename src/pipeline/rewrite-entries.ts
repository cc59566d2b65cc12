import type { ChatModel } from '../remote/chat-model.ts'
import type { Tokens } from '../remote/tokens.ts'
import { readRewritten } from '../rewrite/answer.ts'
import { rewriteRequest } from '../rewrite/prompt.ts'
import { ensureVariant, ORIGINAL } from '../store/catalog.ts'
import type { Job } from '../store/claims.ts'
import { textsOf } from '../store/find-entries.ts'
import { writeRewritings } from '../store/write/rewritings.ts'
import { type AskLimits, type AskOutcome, askEntries } from './ask-entries.ts'
import { openEntryRun } from './entry-run.ts'
import type { Context } from './ingest.ts'
import { measureRewritten } from './measure-rewritten.ts'
import type { RewritingPlan } from './plan-rewriting.ts'

/**
 * Rewrites the plan's entries, each by itself. A pair counts as rewritten when both its entries are; rejected
 * ones are asked about again by the next command.
 *
 * @throws Unavailable when the server takes no requests.
 */
export const rewriteEntries = async (
  context: Context,
  { options, dataset, origin, entries }: RewritingPlan,
  model: ChatModel,
  limits: AskLimits,
  costOf: (tokens: Tokens) => string,
): Promise<AskOutcome> => {
  const { prisma, connection } = context
  const { rewriter: by, selection } = options
  const prepare = async (): Promise<Job> => {
    const variantId = await ensureVariant(prisma, dataset, by, origin)
    return { datasetId: dataset.id, variantId: ORIGINAL, what: 'rewriting', by: variantId }
  }
  const how = [origin, selection]
  const run = await openEntryRun(context, { kind: 'REWRITING', dataset, by, how, prepare })
  return askEntries(
    context,
    {
      run,
      entries,
      textsOf: (entries) => textsOf(connection, { datasetId: dataset.id, variantId: ORIGINAL, entries }),
      requestOf: rewriteRequest,
      read: readRewritten,
      write: async (answers) => {
        const where = { datasetId: dataset.id, variantId: run.job.by }
        const rewritten = answers.map(({ item: { rowId, side }, value }) => ({ rowId, side, ...value }))
        const changed = await writeRewritings(connection, where, rewritten)
        const measured = await measureRewritten(connection, where, rewritten)
        return changed || measured
      },
    },
    model,
    limits,
    costOf,
  )
}
