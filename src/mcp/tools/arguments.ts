import { z } from 'zod'

/** A PairFilter: what is wrong in it the server says. */
const filter = z.record(z.string(), z.unknown())

export const WHERE = filter.optional().describe('Which pairs, as the tool `pairs` says. Left out: all.')

export const EXPLAINED_WHERE = filter
  .optional()
  .describe(
    'Which pairs, as a PairFilter of the GraphQL schema; all conditions must hold. Left out: all. {"subset": ["NAME"]}; {"topic": ["NAME"]}; {"slice": "NAME"}, a named one; {"feature": {"name": "FEATURE", "values": [1], "scope": "CHOSEN"}}; {"measure": {"feature": "FEATURE", "scope": "DIFFERENCE", "gte": 0}}; {"attribute": {"name": "NAME", "in": ["VALUE"]}}; {"regime": ["REVERSED_ALIGNMENT"]}, or STAYED_ALIGNED, BECAME_ALIGNED, STAYED_MISALIGNED: what training did; {"rowId": {"gte": 0, "lte": 99}}; {"and": […]}; {"or": […]}; {"not": {…}}. Where an answer has `where`, that can be given here.',
  )

export const DATASET = z.string().describe('Name of the dataset, as list_datasets tells it.')

/** What an audit is of. */
export const AUDITED = {
  dataset: DATASET,
  pre: z
    .string()
    .optional()
    .describe("Name of the reward model before training. Left out: the dataset's own."),
  post: z
    .string()
    .optional()
    .describe("Name of the reward model after training. Left out: the dataset's own."),
  labeler: z
    .string()
    .optional()
    .describe("Name of the labeler whose labels count. Left out: the dataset's first."),
  where: WHERE,
}

export const STAGE = z
  .enum(['PRE', 'POST'])
  .default('POST')
  .describe('Of which model: the one before or after training.')

/** GraphQL's variables and arguments that go with AUDITED. */
export const AUDITED_VARIABLES =
  '$dataset: String!, $pre: String, $post: String, $labeler: String, $where: PairFilter'
export const AUDIT = 'audit(pre: $pre, post: $post, labeler: $labeler, where: $where)'
