import { z } from 'zod'
import { askDataset, tool } from '../tool.ts'
import { AUDIT, AUDITED, AUDITED_VARIABLES, STAGE } from './arguments.ts'
import { ALIGNMENT, alignment, number, REASON, where } from './outputs.ts'

const DOCUMENT = `query worstSlices(${AUDITED_VARIABLES}, $stage: Stage!, $first: Int!) {
  dataset(name: $dataset) {
    ${AUDIT} {
      weakSlices(stage: $stage, first: $first) {
        by ofChosen key where difference adjustedPValue reason alignment ${ALIGNMENT} rest ${ALIGNMENT}
      }
    }
  }
}`

const slice = z.object({
  by: z.string().describe('What pairs are cut by.'),
  key: z.string().describe('The value, or the range, that these have.'),
  ofChosen: z.boolean().describe('Whether it is of the chosen entry rather than of the pair.'),
  where,
  alignment: alignment.describe('On these pairs.'),
  rest: alignment.describe('On all others.'),
  difference: z.number().describe('Score here minus score elsewhere.'),
  adjustedPValue: number.describe('Of the difference, by Holm over all slices that were looked at.'),
  reason: REASON,
})
type Answer = { audit: { weakSlices: (Omit<z.input<typeof slice>, 'where'> & { where: string })[] } }

export const worstSlices = tool({
  name: 'worst_slices',
  title: 'Find the worst slices',
  description:
    'Finds where a reward model goes wrong: the slices (by subset, topic, attribute, label or measure of the chosen entry; 20 prompts or more) on which it sides with people less often than elsewhere, significant ones first. Empty: there is none, or `where` itself selects pairs by rewards. Follow up with pairs.',
  input: z.object({
    ...AUDITED,
    stage: STAGE,
    first: z.int().min(1).max(20).default(5).describe('How many.'),
  }),
  output: z.object({ slices: z.array(slice) }),
  call: async (args, ask) => {
    const { audit } = await askDataset<Answer>(ask, DOCUMENT, args)
    return { slices: audit.weakSlices.map((one) => ({ ...one, where: JSON.parse(one.where) })) }
  },
})
