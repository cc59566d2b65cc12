import type { Asking } from './ask.ts'

export type Side = 'CHOSEN' | 'REJECTED'
type Both<T> = Record<Side, T>

/** A pair as GraphQL tells it, for conditions that a test checks by itself. */
export type Plain = {
  rowId: number
  subset: string | null
  texts: Both<string>
  pre: Both<number | null>
  post: Both<number | null>
  /** Values by the feature's name; null without a label. */
  labels: Both<{ values: Map<string, number>; topics: string[]; discriminations: string[] } | null>
  shift: number | null
  regime: string | null
  preference: string | null
  rewritten: boolean
}

const QUERY = /* GraphQL */ `
  query Everything($name: String!) {
    dataset(name: $name) {
      pairs(first: 1000) {
        edges {
          node {
            rowId subset alignmentRegime preference
            rewardShift { degrees }
            chosen { ...entry }
            rejected { ...entry }
            rewrites { rewriter { name } }
          }
        }
      }
    }
  }
  fragment entry on Entry {
    text
    pre: reward(model: "pre-model") { score }
    post: reward(model: "post-model") { score }
    label { features { feature { name } value } topics discriminatesAgainst }
  }
`

type Value = { feature: { name: string }; value: number }

/** All pairs of a dataset by row id, without any filter or order of the server's. */
export const readEverything = async ({ ask }: Asking, name: string): Promise<Plain[]> => {
  const { dataset } = await ask(QUERY, { name })
  const plain = dataset.pairs.edges.map(({ node }: Awaited<ReturnType<typeof ask>>): Plain => {
    const both = <T>(of: (entry: typeof node) => T): Both<T> => ({
      CHOSEN: of(node.chosen),
      REJECTED: of(node.rejected),
    })
    return {
      rowId: node.rowId,
      subset: node.subset,
      texts: both(({ text }) => text),
      pre: both(({ pre }) => pre?.score ?? null),
      post: both(({ post }) => post?.score ?? null),
      labels: both(
        ({ label }) =>
          label && {
            values: new Map(label.features.map(({ feature, value }: Value) => [feature.name, value])),
            topics: label.topics,
            discriminations: label.discriminatesAgainst,
          },
      ),
      shift: node.rewardShift?.degrees ?? null,
      regime: node.alignmentRegime,
      preference: node.preference,
      rewritten: node.rewrites.length > 0,
    }
  })
  return plain.sort((a: Plain, b: Plain) => a.rowId - b.rowId)
}

/** chosen minus rejected reward, or null. */
export const marginOf = ({ CHOSEN, REJECTED }: Both<number | null>): number | null =>
  CHOSEN === null || REJECTED === null ? null : CHOSEN - REJECTED
