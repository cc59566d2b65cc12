import type { ListedPairs } from '../pairs/patterns.ts'
import { type Couples, coupled } from '../stats/clusters.ts'
import { designOf } from '../stats/design.ts'
import type { Effect } from './effect.ts'
import { noEffects } from './no-effects.ts'

/** Values of entries, in couples of a pair's chosen and rejected one, less the mean of their prompt's. */
const withinPrompts = (values: Float64Array, { prompt }: ListedPairs): Float64Array => {
  const within = new Float64Array(values.length)
  for (let start = 0; start < prompt.length; ) {
    let end = start + 1
    while (end < prompt.length && prompt[end] === prompt[start]) end++
    const entries = values.subarray(2 * start, 2 * end)
    // A rounded mean of equal values would leave differences that aren't there.
    if (entries.some((value) => value !== entries[0])) {
      const mean = entries.reduce((sum, value) => sum + value, 0) / entries.length
      for (let entry = 0; entry < entries.length; entry++) within[2 * start + entry] = entries[entry] - mean
    }
    start = end
  }
  return within
}

/** Two columns by pair as one by entry. */
const interleaved = ([chosen, rejected]: readonly ArrayLike<number>[]): Float64Array => {
  const entries = new Float64Array(2 * chosen.length)
  for (let pair = 0; pair < chosen.length; pair++) {
    entries[2 * pair] = chosen[pair]
    entries[2 * pair + 1] = rejected[pair]
  }
  return entries
}

/**
 * Takes out a prompt's mean over the entries of all its pairs, which equals one intercept per prompt; every entry is a row.
 * R: `yd <- y - ave(y, prompt)`, the same of X, `lm(yd ~ 0 + Xd)` with N − k − G df.
 */
export const promptEffects: Effect = {
  ...noEffects,
  method: 'WITHIN',
  arrange: async (patterns) => {
    const { combinations, features, outcomes, pairs } = patterns
    const listed = await patterns.listed('ALL')
    const rows = 2 * pairs
    const columns = features.map((feature) => {
      const sides = [0, 1].map((side) => {
        const values = combinations.values(feature, side)
        return Float64Array.from(listed.pattern, (pattern) => values[pattern])
      })
      return withinPrompts(interleaved(sides), listed)
    })
    const response = withinPrompts(interleaved(listed.outcomes), listed)
    const [chosen, rejected] = [0, 1].map((side) =>
      Int32Array.from({ length: pairs }, (_, pair) => 2 * pair + side),
    )
    const residual = (row: number, fitted: Float64Array) => response[row] - fitted[row]
    const couplesOf = (fitted: Float64Array): Couples => ({
      first: chosen,
      second: rejected,
      products: Float64Array.from(
        chosen,
        (row, pair) => residual(row, fitted) * residual(rejected[pair], fitted),
      ),
    })
    const members = {
      cluster: listed.pair,
      observations: [chosen, rejected].map((row) => ({
        row,
        response: Float64Array.from(row, (one) => response[one]),
      })),
    }
    return {
      observed: {
        design: designOf(columns, { rows, intercept: false }),
        response: {
          unit: outcomes[0].unit,
          centre: 0,
          count: new Float64Array(rows).fill(1),
          mean: response,
          squares: new Float64Array(rows),
        },
        clusters: { ...coupled(pairs, couplesOf), members },
        absorbed: listed.prompts,
      },
      rowsOf: null,
      entries: { listed, members },
    }
  },
}
