import { z } from 'zod'
import { askDataset, tool } from '../tool.ts'
import { DATASET, WHERE } from './arguments.ts'
import { ALIGNMENT, alignment, INTERVAL, interval, type Named, number, REASON } from './outputs.ts'

const DOCUMENT = `query leaderboard($dataset: String!, $models: [String!], $where: PairFilter) {
  dataset(name: $dataset) {
    leaderboard(models: $models, where: $where) {
      pairs prompts reason
      rows {
        tier
        model { name }
        alignment ${ALIGNMENT}
        behindBest { adjustedPValue difference { estimate ${INTERVAL} } }
      }
    }
  }
}`

const row = {
  tier: z
    .number()
    .describe('1 is best. Of two models in different tiers, the better one has been shown to be so.'),
  alignment,
}
const behindBest = z
  .object({
    adjustedPValue: number.describe('By Holm over all two by two.'),
    difference: z.object({ estimate: number, confidenceInterval: interval }),
  })
  .nullish()
  .describe("The best model's score minus this one's; null of the best itself.")

const board = {
  pairs: z.number().describe('Those that all of the models have scored.'),
  prompts: z.number(),
  reason: REASON,
}
const rows = z.array(z.object({ model: z.string(), ...row, behindBest }))

type Row = Omit<z.input<typeof rows>[number], 'model'> & { model: Named }
type Answer = { leaderboard: z.input<z.ZodObject<typeof board>> & { rows: Row[] } }

export const leaderboard = tool({
  name: 'leaderboard',
  title: 'Compare models',
  description:
    'Compares reward models, or checkpoints, on the pairs that all of them have scored: alignment with the human, best first, in tiers of those that the data cannot tell apart.',
  input: z.object({
    dataset: DATASET,
    models: z.array(z.string()).min(1).optional().describe('Names. Left out: all models of the dataset.'),
    where: WHERE,
  }),
  output: z.object({ ...board, rows }),
  call: async (args, ask) => {
    const { leaderboard: found } = await askDataset<Answer>(ask, DOCUMENT, args)
    return { ...found, rows: found.rows.map((one) => ({ ...one, model: one.model.name })) }
  },
})
