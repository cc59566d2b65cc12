import { z } from 'zod'
import { askDataset, tool } from '../tool.ts'
import { AUDIT, AUDITED, AUDITED_VARIABLES, STAGE } from './arguments.ts'
import { INTERVAL, interval, number, REASON, text } from './outputs.ts'

const DOCUMENT = `query imprints(${AUDITED_VARIABLES}, $stage: Stage!, $options: RegressionOptions) {
  dataset(name: $dataset) {
    ${AUDIT} {
      imprints(stage: $stage, options: $options) {
        pairs rSquared warnings
        terms { feature title status reason estimate ${INTERVAL} adjustedPValue }
      }
    }
  }
}`

const term = z.object({
  feature: text,
  title: z.string(),
  estimate: number.describe('By how much the reward grows with a unit of the feature.'),
  confidenceInterval: interval,
  adjustedPValue: number.describe('Two-sided, by Bonferroni over all terms.'),
  status: z.string().describe('ESTIMATED, or why there is no estimate.'),
  reason: REASON,
})
const regression = z.object({
  pairs: z.number().describe('Pairs with all that the regression needs.'),
  rSquared: number,
  warnings: z.array(z.string()),
  terms: z.array(term),
})

export const imprints = tool({
  name: 'imprints',
  title: 'Estimate imprints',
  description:
    "Tells what a reward model rewards: the linear regression of its rewards on features of the responses (equation 1 of the SEAL paper), within pairs, errors clustered by prompt. Estimates are in points of the model's reward, whose scale is arbitrary: compare models by STANDARDIZED ones.",
  input: z.object({
    ...AUDITED,
    stage: STAGE,
    features: z
      .array(z.string())
      .min(1)
      .optional()
      .describe(
        'Names, or endings of names, as describe_dataset tells them. Left out: those in regressions.',
      ),
    scale: z
      .enum(['RAW', 'STANDARDIZED'])
      .default('RAW')
      .describe('STANDARDIZED: rewards and numeric features in their standard deviations.'),
  }),
  output: regression,
  call: async ({ features, scale, ...args }, ask) => {
    const variables = { ...args, options: { features, scale } }
    type Answer = { audit: { imprints: z.input<typeof regression> } }
    return (await askDataset<Answer>(ask, DOCUMENT, variables)).audit.imprints
  },
})
