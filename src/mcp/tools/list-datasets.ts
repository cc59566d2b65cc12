import { z } from 'zod'
import { hint } from '../../domain/hint.ts'
import { tool } from '../tool.ts'
import { type Named, number, text } from './outputs.ts'

const DOCUMENT = `query listDatasets {
  datasets {
    name description revision pairCount promptCount
    rewardModels { name stage series step }
    labelers { name }
    rewriters { name }
  }
}`

const model = z.object({
  name: z.string(),
  stage: text.describe('PRE or POST: before or after training on the dataset.'),
  series: text.describe('The training run that it is a checkpoint of.'),
  step: number,
})

const dataset = z.object({
  name: z.string(),
  description: text,
  revision: z.number().describe('Grows with every change; of one revision all answers stay the same.'),
  pairCount: z.number(),
  promptCount: z.number(),
  rewardModels: z.array(model),
  labelers: z.array(z.string()),
  rewriters: z.array(z.string()),
})

type Answer = {
  datasets: (Omit<z.input<typeof dataset>, 'labelers' | 'rewriters'> & {
    labelers: Named[]
    rewriters: Named[]
  })[]
}

const namesOf = (things: Named[]) => things.map(({ name }) => name)

export const listDatasets = tool({
  name: 'list_datasets',
  title: 'List datasets',
  description:
    'Lists the datasets of preference pairs, with the reward models, labelers and rewriters that each has. Call it first: the other tools take these names.',
  input: z.object({}),
  output: z.object({ datasets: z.array(dataset), note: text }),
  call: async (_, ask) => {
    const { datasets } = await ask<Answer>(DOCUMENT, {})
    return {
      datasets: datasets.map((one) => ({
        ...one,
        labelers: namesOf(one.labelers),
        rewriters: namesOf(one.rewriters),
      })),
      note:
        datasets.length === 0
          ? hint`There is no dataset yet: npm run ingest -- pairs brings one, and npm start a demo.`
          : null,
    }
  },
})
