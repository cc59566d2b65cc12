import { z } from 'zod'
import type { Variables } from '../ask.ts'
import { tool } from '../tool.ts'

export const graphqlQuery = tool({
  name: 'graphql_query',
  title: 'Ask in GraphQL',
  description:
    'Runs any GraphQL query, for what the other tools do not tell: regressions, histograms, rewritings, trajectories, comparisons. Queries alone: mutations and subscriptions are refused. The schema describes itself: { __type(name: "Audit") { fields { name description args { name } } } }, likewise "Query", "Dataset", "Pair", "PairFilter". The answer is the data of the answer.',
  input: z.object({
    query: z.string().describe('A document with one query.'),
    variables: z.record(z.string(), z.unknown()).default({}).describe('Of the query.'),
  }),
  call: ({ query, variables }, ask) => ask<Variables>(query, variables),
})
