import type { AskLimits } from '../../src/pipeline/ask-entries.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { planRewriting, type RewritingOptions } from '../../src/pipeline/plan-rewriting.ts'
import { rewriteEntries } from '../../src/pipeline/rewrite-entries.ts'
import type { openFresh } from '../databases.ts'
import { rewritingOf } from '../remote/fake-rewriter.ts'
import { conversation } from './files.ts'
import { type APIS, LIMITS } from './labeling.ts'

/** Plans and rewrites as the command does. */
export const rewrite = async (
  context: Context,
  api: (typeof APIS)[number],
  url: string,
  options: Partial<RewritingOptions> = {},
  limits: Partial<AskLimits> = {},
) => {
  const plan = await planRewriting(context, {
    dataset: 'd',
    rewriter: 'r',
    backend: api.backend,
    model: 'fake',
    selection: {},
    ...options,
  })
  return rewriteEntries(context, plan, api.open(url), { ...LIMITS, ...limits }, () => '')
}

/** All rewritten texts of a database, by row and side. */
export const rewritingsIn = async ({ prisma }: Pick<Awaited<ReturnType<typeof openFresh>>, 'prisma'>) => {
  const rows = await prisma.entry.findMany({ where: { variantId: { not: 0 } } })
  return new Map(rows.map(({ rowId, side, text }) => [`${rowId}.${side}`, text]))
}

/** What the rewritings of `manyPairs(count)` must be. */
export const expectedRewritings = (count: number) => {
  const texts = new Map<string, string>()
  for (let row = 0; row < count; row++) {
    texts.set(`${row}.CHOSEN`, rewritingOf(conversation(`yes ${row}`)))
    texts.set(`${row}.REJECTED`, rewritingOf(conversation(`no ${row}`)))
  }
  return texts
}
