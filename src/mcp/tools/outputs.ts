import { z } from 'zod'

/** What GraphQL can answer with null. */
export const number = z.number().nullish()
export const text = z.string().nullish()

export const REASON = text.describe('Why there is no number.')
export const interval = z.object({ lower: z.number(), upper: z.number() }).nullish().describe('95%.')
export const INTERVAL = 'confidenceInterval { lower upper }'

export const where = z
  .record(z.string(), z.unknown())
  .describe('A PairFilter that selects these pairs, for `where` of the other tools.')

export const alignment = z.object({
  score: number.describe('On which share of the pairs the model prefers what the human chose.'),
  pairs: z.number().describe('Those that the score is of.'),
  confidenceInterval: interval,
  reason: REASON,
})
export type Alignment = z.input<typeof alignment>
export const ALIGNMENT = `{ score pairs ${INTERVAL} reason }`

export type Named = { name: string }
