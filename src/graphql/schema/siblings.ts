import { type Audit, ask, auditOf } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { METRIC } from '../cost.ts'
import { PairType, pairAt, promptOf } from './pair.ts'
import { pageRequest, ROW_ID_ASCENDING } from './pairs-connection.ts'

/** Other pairs of a pair's prompt; null: the revision has no such pair. */
const othersOfPrompt = async (
  pair: Parameters<typeof promptOf>[0],
  context: Context,
): Promise<Audit | null> => {
  const group = await promptOf(pair, context)
  const where = { group: [group ?? ''], not: { rowIds: [pair.rowId] } }
  return group === null ? null : auditOf(pair.datasetId, { where }, context)
}

builder.objectFields(PairType, (t) => ({
  siblings: t.field({
    description: 'Other pairs of the same prompt, by row id.',
    type: [PairType],
    nullable: true,
    extensions: { cost: METRIC },
    args: {
      first: t.arg.int({
        required: true,
        defaultValue: 20,
        description: 'How many at most, from 0 to MAX_PAGE (1000 by default).',
      }),
    },
    resolve: async (pair, { first }, context) => {
      const audit = await othersOfPrompt(pair, context)
      if (audit === null) return []
      const { places } = await ask(
        audit,
        'page',
        pageRequest({ first }, ROW_ID_ASCENDING, context.largestPage),
        context,
      )
      return places.map(({ rowId }) => pairAt({ datasetId: pair.datasetId, rowId }, context))
    },
  }),
  siblingCount: t.int({
    description: 'How many `siblings` there are in all.',
    nullable: true,
    extensions: { cost: METRIC },
    resolve: async (pair, _, context) => {
      const audit = await othersOfPrompt(pair, context)
      return audit && ask(audit, 'pairs', {}, context)
    },
  }),
}))
