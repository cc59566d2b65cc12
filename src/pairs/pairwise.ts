import { type ByCluster, sharedClusters } from '../stats/contrast.ts'
import { type GroupedResponse, type Observations, unitOfAll } from '../stats/grouped-response.ts'
import { ascending, pairwiseCombinations, type Values } from './combinations.ts'
import type { Gaps, Patterns, RowsOf } from './patterns.ts'
import { taken } from './taken.ts'

/** Pairs with what a regression needs of each, those of one prompt side by side. */
export type PairRows = {
  features: readonly number[]
  /** Codes: the same for all patterns of a dataset. */
  pair: Int32Array
  prompt: Int32Array
  outcomes: readonly Float64Array[]
  /** How many columns of labels there are, and what one says of a feature, by pair. */
  columns: number
  values(feature: number, column: number): Values
}

const made = new WeakMap<Patterns, PairRows>()

/** Of each pair one response; of two outcomes about one of the first, as groups of them are. */
const responsesOf = (outcomes: readonly Float64Array[]): GroupedResponse[] => {
  const places = ascending(outcomes[0].length)
  const unit = unitOfAll(outcomes.map((column): Observations => ({ rowOf: places, column, at: places })))
  const scale = 1 / unit
  const centre = outcomes.length > 1 ? (outcomes[0][0] ?? 0) * scale : 0
  const count = new Float64Array(places.length).fill(1)
  const squares = new Float64Array(places.length)
  return outcomes.map((column) => {
    const mean = new Float64Array(column.length)
    for (let at = 0; at < mean.length; at++) mean[at] = column[at] * scale - centre
    return { unit, centre, count, mean, squares }
  })
}

const promptsOf = (prompt: Int32Array): number => {
  let prompts = 0
  for (let at = 0; at < prompt.length; at++) if (at === 0 || prompt[at] !== prompt[at - 1]) prompts++
  return prompts
}

/** The pairs in the order of their codes, in the rows of a design. */
const byPair = ({ pair, outcomes }: PairRows, rowsOf: RowsOf, response: GroupedResponse) => {
  const places = ascending(pair.length)
  const at = places.slice().sort((a, b) => pair[a] - pair[b])
  const observations = outcomes.map((column, index): Observations => {
    const row = rowsOf?.[index]
    return { rowOf: row ? Int32Array.from(row) : places, column, at }
  })
  return { clusters: taken(pair, at), observations, response } satisfies ByCluster
}

/** Patterns of which each is a pair. */
export const pairwisePatterns = (rows: PairRows, gaps: Gaps): Patterns => {
  const { features, pair, prompt, outcomes, columns, values } = rows
  const responses = responsesOf(outcomes)
  const patterns: Patterns = {
    features,
    pairs: pair.length,
    gaps,
    combinations: pairwiseCombinations(pair.length, columns, values),
    outcomes: responses,
    products: new Float64Array(outcomes.length > 1 ? pair.length : 0),
    // Those alone in their prompts are listed as well.
    listed: async () => ({
      prompts: promptsOf(prompt),
      pair,
      prompt,
      pattern: ascending(pair.length),
      outcomes: responses.map(({ mean }) => mean),
    }),
    sharedWith: async (other, [mine, theirs], alone = false) => {
      const others = made.get(other)
      if (!others) throw new Error('patterns of pairs, and of groups of them')
      if (alone) return { clusters: 0, meetings: [] }
      return sharedClusters(byPair(rows, mine, responses[0]), byPair(others, theirs, other.outcomes[0]))
    },
  }
  made.set(patterns, rows)
  return patterns
}
