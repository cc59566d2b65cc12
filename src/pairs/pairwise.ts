import { type ByCluster, sharedClusters } from '../stats/contrast.ts'
import { type GroupedResponse, type Observations, unitOfAll } from '../stats/grouped-response.ts'
import { pairwiseCombinations, type Values } from './combinations.ts'
import type { ListedPairs, Patterns, RowsOf } from './patterns.ts'

/** Pairs with what a regression needs of each, those of one prompt side by side. */
export type PairRows = {
  features: readonly number[]
  /** Codes: the same for all patterns of a dataset. */
  pair: Int32Array
  prompt: Int32Array
  /** Whether a pair's prompt has others in the dataset. */
  hasSiblings(at: number): boolean
  outcomes: readonly Float64Array[]
  /** How many columns of labels there are, and what one says of a feature, by pair. */
  columns: number
  values(feature: number, column: number): Values
}

const made = new WeakMap<Patterns, PairRows>()

/** Of each pair one response; of two outcomes about one of the first, as groups of them are. */
const responsesOf = (outcomes: readonly Float64Array[]): GroupedResponse[] => {
  const places = Int32Array.from(outcomes[0].keys())
  const unit = unitOfAll(outcomes.map((column): Observations => ({ rowOf: places, column, at: places })))
  const centre = outcomes.length > 1 ? (outcomes[0][0] ?? 0) / unit : 0
  return outcomes.map((column) => ({
    unit,
    centre,
    count: new Float64Array(column.length).fill(1),
    mean: column.map((value) => value / unit - centre),
    squares: new Float64Array(column.length),
  }))
}

const listed = (
  { pair, prompt, hasSiblings }: PairRows,
  responses: readonly GroupedResponse[],
  which: Parameters<Patterns['listed']>[0],
): ListedPairs => {
  let prompts = 0
  for (let at = 0; at < prompt.length; at++) if (at === 0 || prompt[at] !== prompt[at - 1]) prompts++
  const all = Int32Array.from(pair.keys())
  const pattern = which === 'ALL' ? all : all.filter(hasSiblings)
  return {
    prompts,
    pair: pattern.map((at) => pair[at]),
    prompt: pattern.map((at) => prompt[at]),
    pattern,
    outcomes: responses.map(({ mean }) => (which === 'ALL' ? mean : mean.filter((_, at) => hasSiblings(at)))),
  }
}

/** The pairs in the order of their codes, in the rows of a design. */
const byPair = (
  { pair, hasSiblings, outcomes }: PairRows,
  rowsOf: RowsOf,
  response: GroupedResponse,
  alone: boolean,
) => {
  const all = Int32Array.from(pair.keys()).sort((a, b) => pair[a] - pair[b])
  const at = alone ? all.filter((one) => !hasSiblings(one)) : all
  const places = Int32Array.from(pair.keys())
  const observations = outcomes.map((column, index): Observations => {
    const row = rowsOf?.[index]
    return { rowOf: row ? Int32Array.from(row) : places, column, at }
  })
  return { clusters: at.map((one) => pair[one]), observations, response } satisfies ByCluster
}

/** Patterns of which each is a pair. */
export const pairwisePatterns = (rows: PairRows): Patterns => {
  const { features, pair, outcomes, columns, values } = rows
  const responses = responsesOf(outcomes)
  const patterns: Patterns = {
    features,
    pairs: pair.length,
    combinations: pairwiseCombinations(pair.length, columns, values),
    outcomes: responses,
    products: new Float64Array(outcomes.length > 1 ? pair.length : 0),
    listed: async (which) => listed(rows, responses, which),
    sharedWith: async (other, [mine, theirs], alone = false) => {
      const others = made.get(other)
      if (!others) throw new Error('patterns of pairs, and of groups of them')
      return sharedClusters(
        byPair(rows, mine, responses[0], alone),
        byPair(others, theirs, other.outcomes[0], alone),
      )
    },
  }
  made.set(patterns, rows)
  return patterns
}
