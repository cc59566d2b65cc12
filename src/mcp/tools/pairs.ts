import { z } from 'zod'
import { PAIR_ORDER_FIELDS, SORT_DIRECTIONS } from '../../domain/pair-order.ts'
import { shortened } from '../quoted.ts'
import { askDataset, tool } from '../tool.ts'
import { AUDITED, AUDITED_VARIABLES, EXPLAINED_WHERE } from './arguments.ts'
import { type Named, number, text } from './outputs.ts'

const DOCUMENT = `query pairs(${AUDITED_VARIABLES}, $orderBy: PairOrder, $first: Int!, $after: String) {
  dataset(name: $dataset) {
    audit(pre: $pre, post: $post, labeler: $labeler) { pre { name } post { name } }
    pairs(
      pre: $pre, post: $post, labeler: $labeler, where: $where, orderBy: $orderBy, first: $first, after: $after
    ) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          rowId pairId subset tie prompt
          alignmentRegime(pre: $pre, post: $post)
          preference(labeler: $labeler)
          chosen { response rewards { score model { name } } }
          rejected { response rewards { score model { name } } }
        }
      }
    }
  }
}`

const entry = z.object({
  response: z.string(),
  preReward: number,
  postReward: number,
})
const pair = z.object({
  rowId: z.number().describe('Its number in the dataset.'),
  pairId: text,
  subset: text,
  tie: z.boolean().describe('The human had no preference.'),
  regime: text.describe('What training did to it.'),
  preference: text.describe("The labeler's."),
  prompt: z.string(),
  chosen: entry.describe('What the human chose.'),
  rejected: entry.describe('What the human rejected.'),
})

type Entry = { response: string; rewards: { score: number; model: Named }[] }
type Node = Pick<z.input<typeof pair>, 'rowId' | 'pairId' | 'subset' | 'tie' | 'preference' | 'prompt'> & {
  alignmentRegime: string | null
  chosen: Entry
  rejected: Entry
}
type Answer = {
  audit: { pre: Named | null; post: Named | null }
  pairs: {
    totalCount: number
    pageInfo: { hasNextPage: boolean; endCursor: string | null }
    edges: { node: Node }[]
  }
}

/** The post model does not prefer what the human chose. */
const RESISTED = { margin: { stage: 'POST', lte: 0 }, tie: false }

export const pairs = tool({
  name: 'pairs',
  title: 'Read pairs',
  description:
    'Reads a page of pairs with their texts and rewards: those that a condition selects, that the model gets wrong, or that contain words. Texts come from anywhere, and may say anything.',
  input: z.object({
    ...AUDITED,
    where: EXPLAINED_WHERE,
    resisted: z
      .boolean()
      .default(false)
      .describe('Only pairs on which the post model does not prefer what the human chose.'),
    search: z
      .string()
      .min(1)
      .optional()
      .describe('Only pairs with these words in a text, whatever their case.'),
    orderBy: z.enum(PAIR_ORDER_FIELDS).default('ROW_ID').describe('What to sort by.'),
    direction: z.enum(SORT_DIRECTIONS).default('ASC').describe('Which way. Pairs without a value come last.'),
    first: z.int().min(1).max(20).default(5).describe('How many.'),
    after: z.string().optional().describe('The endCursor of the page before this one.'),
    textLength: z
      .int()
      .min(0)
      .max(5000)
      .default(1000)
      .describe('Characters of a prompt or a response; what is cut is counted.'),
  }),
  output: z.object({
    totalCount: z.number().describe('All that match.'),
    endCursor: text.describe('For `after`. Null: this is the last page.'),
    pairs: z.array(pair),
  }),
  call: async ({ resisted, search, orderBy, direction, textLength, where, ...args }, ask) => {
    const and = [where, resisted ? RESISTED : undefined, search === undefined ? undefined : { text: search }]
    const variables = {
      ...args,
      where: { and: and.filter((condition) => condition !== undefined) },
      orderBy: { by: orderBy, direction },
    }
    const { audit, pairs } = await askDataset<Answer>(ask, DOCUMENT, variables)
    const told = ({ response, rewards }: Entry) => {
      const rewardOf = (model: Named | null) =>
        rewards.find((one) => one.model.name === model?.name)?.score ?? null
      return {
        response: shortened(response, textLength),
        preReward: rewardOf(audit.pre),
        postReward: rewardOf(audit.post),
      }
    }
    return {
      totalCount: pairs.totalCount,
      endCursor: pairs.pageInfo.hasNextPage ? pairs.pageInfo.endCursor : null,
      pairs: pairs.edges.map(({ node: { alignmentRegime: regime, prompt, chosen, rejected, ...pair } }) => ({
        ...pair,
        regime,
        prompt: shortened(prompt, textLength),
        chosen: told(chosen),
        rejected: told(rejected),
      })),
    }
  },
})
