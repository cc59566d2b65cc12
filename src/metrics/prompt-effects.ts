import { ascending } from '../pairs/combinations.ts'
import type { ListedPairs } from '../pairs/patterns.ts'
import { type Members, ofMembers } from '../stats/clusters.ts'
import { designOf } from '../stats/design.ts'
import type { Effect } from './effect.ts'
import { noEffects } from './no-effects.ts'

/** Where each prompt's pairs begin, and where the last one's end. */
const promptStarts = ({ prompt }: ListedPairs): Int32Array => {
  const starts: number[] = []
  for (let pair = 0; pair < prompt.length; pair++)
    if (pair === 0 || prompt[pair] !== prompt[pair - 1]) starts.push(pair)
  return Int32Array.from([...starts, prompt.length])
}

/** A value of each pair's chosen and rejected entry as one column of entries, less the mean of their prompt's. */
const withinPrompts = (
  [chosen, rejected]: readonly ArrayLike<number>[],
  at: ArrayLike<number>,
  starts: Int32Array,
): Float64Array => {
  const within = new Float64Array(2 * at.length)
  for (let pair = 0; pair < at.length; pair++) {
    within[2 * pair] = chosen[at[pair]]
    within[2 * pair + 1] = rejected[at[pair]]
  }
  for (let prompt = 0; prompt < starts.length - 1; prompt++) {
    const [start, end] = [2 * starts[prompt], 2 * starts[prompt + 1]]
    let sum = 0
    let isVaried = false
    for (let entry = start; entry < end; entry++) {
      sum += within[entry]
      isVaried ||= within[entry] !== within[start]
    }
    const mean = sum / (end - start)
    // A rounded mean of equal values would leave differences that aren't there.
    for (let entry = start; entry < end; entry++) within[entry] = isVaried ? within[entry] - mean : 0
  }
  return within
}

/** Codes of pairs as those of their entries. */
const byEntry = (codeOfPair: Int32Array): Int32Array => {
  const codes = new Int32Array(2 * codeOfPair.length)
  for (let entry = 0; entry < codes.length; entry++) codes[entry] = codeOfPair[entry >> 1]
  return codes
}

/**
 * Takes out a prompt's mean over the entries of all its pairs, which equals one intercept per prompt; every entry is a row.
 * R: `yd <- y - ave(y, prompt)`, the same of X, `lm(yd ~ 0 + Xd)` with N − k − G df.
 */
export const promptEffects: Effect = {
  method: 'WITHIN',
  request: (model, labels) => ({ ...noEffects.request(model, labels), pairwise: true }),
  arrange: async (patterns) => {
    const { combinations, features, outcomes, pairs } = patterns
    const listed = await patterns.listed('ALL')
    const rows = 2 * pairs
    const starts = promptStarts(listed)
    const columns = features.map((feature) => {
      const sides = [0, 1].map((side) => combinations.values(feature, side))
      return withinPrompts(sides, listed.pattern, starts)
    })
    const response = withinPrompts(listed.outcomes, ascending(pairs), starts)
    const row = ascending(rows)
    // An entry is a unit: of a pair's two, and of all those of a prompt.
    const members = (cluster: Int32Array): Members => ({
      cluster: byEntry(cluster),
      observations: [{ row, response }],
    })
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
        clusters: ofMembers(pairs, members(listed.pair)),
        absorbed: listed.prompts,
      },
      rowsOf: null,
      entries: { listed, members },
    }
  },
}
