import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ensureVariant, findDataset } from '../../src/store/catalog.ts'
import type { Value } from '../../src/store/sql/connection.ts'
import { TABLES } from '../../src/store/sql/tables.ts'
import { conversations } from '../score/texts.ts'
import { tempFile } from './files.ts'

export type Rewritten = { rowId: number; side: 'CHOSEN' | 'REJECTED'; original: string; rewritten: string }

/** So many pairs' entries, before and after; some stay as they are. */
export const rewrittenEntries = (pairs: number, seed = 21): Rewritten[] => {
  const texts = conversations(4 * pairs, seed).map(({ text }, at) => `${text} ${at}`)
  return Array.from({ length: 2 * pairs }, (_, at) => ({
    rowId: at >> 1,
    side: at % 2 === 0 ? 'CHOSEN' : 'REJECTED',
    original: texts[2 * at],
    rewritten: at % 9 === 0 ? texts[2 * at] : texts[2 * at + 1],
  }))
}

/** Brings them as dataset "d" with the rewriter "r", without any similarities or rows for them. */
export const bringRewritings = async (context: Context, entries: readonly Rewritten[]) => {
  const lines: string[] = []
  for (let at = 0; at < entries.length; at += 2)
    lines.push(`${JSON.stringify({ chosen: entries[at].original, rejected: entries[at + 1].original })}\n`)
  await ingestPairs(context, { dataset: 'd', files: [tempFile(lines.join(''))] })
  const dataset = await findDataset(context.prisma, 'd')
  const { id } = dataset
  const variantId = await ensureVariant(context.prisma, dataset, 'r')
  const rows = entries.map(({ rowId, side, rewritten }): Value[] => [
    id,
    rowId,
    variantId,
    side,
    rewritten,
    null,
  ])
  await context.connection.upsert(TABLES.entry, rows, 'update')
  return { datasetId: id, variantId }
}

/** All similarities of a database, by `rowId.side`. */
export const similaritiesIn = async ({
  prisma,
}: Pick<Context, 'prisma'>): Promise<Map<string, number | null>> => {
  const rows = await prisma.rewrite.findMany({ orderBy: { rowId: 'asc' } })
  return new Map(
    rows.flatMap(({ rowId, chosenSimilarity, rejectedSimilarity }) => [
      [`${rowId}.CHOSEN`, chosenSimilarity] as const,
      [`${rowId}.REJECTED`, rejectedSimilarity] as const,
    ]),
  )
}
