import { z } from 'zod'
import { askDataset, tool } from '../tool.ts'
import { DATASET } from './arguments.ts'
import { text } from './outputs.ts'

const DOCUMENT = `query describeDataset($dataset: String!) {
  dataset(name: $dataset) {
    features { name title kind source unit inRegressions }
    attributes { name kind scope }
    namedSlices { name description }
    audit {
      subsets: breakdown(by: SUBSET, first: 50) { key pairs }
      topics: breakdown(by: TOPIC, first: 50) { key pairs }
    }
  }
}`

const slices = z.array(z.object({ key: z.string(), pairs: z.number() }))

const described = z.object({
  features: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      kind: z.string().describe('BOOLEAN and TERNARY ones are labels, NUMERIC ones are measured.'),
      source: z.string(),
      unit: text,
      inRegressions: z.boolean().describe('Whether imprints are of it when none are named.'),
    }),
  ),
  attributes: z
    .array(z.object({ name: z.string(), kind: z.string(), scope: z.string() }))
    .describe('What came with pairs or entries besides their texts.'),
  namedSlices: z.array(z.object({ name: z.string(), description: text })),
  subsets: slices.describe('The 50 largest.'),
  topics: slices.describe('The 50 largest.'),
})
type Described = z.input<typeof described>

type Answer = Omit<Described, 'subsets' | 'topics'> & { audit: Pick<Described, 'subsets' | 'topics'> }

export const describeDataset = tool({
  name: 'describe_dataset',
  title: 'Describe a dataset',
  description:
    'Tells what the pairs of a dataset can be selected and explained by: features, attributes, named slices, subsets and topics, in the names that `where`, imprints and judge take.',
  input: z.object({ dataset: DATASET }),
  output: described,
  call: async (args, ask) => {
    const { audit, ...dataset } = await askDataset<Answer>(ask, DOCUMENT, args)
    return { ...dataset, ...audit }
  },
})
