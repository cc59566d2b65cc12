import { z } from 'zod'
import { hint } from '../../domain/hint.ts'
import { METRICS, type ObjectiveMetric } from '../../objectives/objective.ts'
import { askDataset, tool } from '../tool.ts'
import { DATASET, WHERE } from './arguments.ts'
import { INTERVAL, interval, number, REASON, text } from './outputs.ts'

const VERDICT = `{
  name outcome asked message pairs reason warnings adjustedPValue detectable estimate { estimate ${INTERVAL} }
}`
const GIVEN = `query judge($dataset: String!, $objectives: [ObjectiveInput!]!) {
  dataset(name: $dataset) { revision verdicts: judge(objectives: $objectives) ${VERDICT} }
}`
const SAVED = `query judgeSaved($dataset: String!, $post: String) {
  dataset(name: $dataset) { revision verdicts: objectives(post: $post) ${VERDICT} }
}`

const METRIC_NAMES = Object.keys(METRICS) as ObjectiveMetric[]

const objective = z
  .looseObject({
    name: z.string().describe('What it is called; no two have one name.'),
    metric: z.enum(METRIC_NAMES),
    atLeast: z.number().optional().describe('Passes if the number is shown to be above this.'),
    atMost: z.number().optional().describe('Passes if the number is shown to be below this.'),
    within: z.object({ lower: z.number(), upper: z.number() }).optional(),
    noWorseThan: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('{"post": "MODEL", "margin": 0.01}: at most so much below the same number of another model.'),
    feature: z.string().optional().describe('Of metrics of terms, such as IMPRINT.'),
    where: WHERE,
  })
  .describe(
    'An ObjectiveInput of the GraphQL schema: exactly one of atLeast, atMost, within and noWorseThan; also stage, side, flip, by, pre, post, labeler, rewriter and options.',
  )

const verdict = z.object({
  name: z.string(),
  outcome: z.string().describe('PASS, FAIL, or INCONCLUSIVE: the data are too few for either.'),
  asked: z.string(),
  message: z.string().describe('The verdict in a sentence.'),
  estimate: z.object({ estimate: number, confidenceInterval: interval }).nullish(),
  adjustedPValue: number.describe('By Holm over all that are judged together.'),
  detectable: number.describe('The least distance from the bound that these data could have shown.'),
  pairs: z.number(),
  reason: REASON,
  warnings: z.array(z.string()),
})
type Answer = { revision: number; verdicts: z.input<typeof verdict>[] }

export const judge = tool({
  name: 'judge',
  title: 'Judge objectives',
  description:
    'Holds a reward model to objectives, those that are given or those that are saved with the dataset: each is shown (PASS), its opposite is (FAIL), or the data are too few (INCONCLUSIVE), by tests corrected over all of them. Nothing is saved.',
  input: z.object({
    dataset: DATASET,
    objectives: z.array(objective).min(1).optional().describe('Left out: those saved with the dataset.'),
    post: z
      .string()
      .optional()
      .describe("Name of the post model of objectives that name none. Left out: the dataset's own."),
  }),
  output: z.object({ revision: z.number(), verdicts: z.array(verdict), note: text }),
  call: async ({ dataset, objectives, post }, ask) => {
    const { revision, verdicts } = objectives
      ? await askDataset<Answer>(ask, GIVEN, {
          dataset,
          objectives: objectives.map((one) => ({ ...one, post: one.post ?? post })),
        })
      : await askDataset<Answer>(ask, SAVED, { dataset, post })
    const note =
      verdicts.length === 0
        ? hint`No objective is saved with this dataset: give some, or save a file of them with npm run objectives -- FILE --save.`
        : null
    return { revision, verdicts, note }
  },
})
