import { SIDES } from '../domain/side.ts'
import type { Patterns } from '../pairs/patterns.ts'
import { marginOf, rewardOf } from '../pairs/terms.ts'
import { type Couples, coupled } from '../stats/clusters.ts'
import { designOf } from '../stats/design.ts'
import { regroup } from '../stats/grouped-response.ts'
import type { Effect } from './effect.ts'
import { rememberedDesign } from './regression-model.ts'

const entryDesign = rememberedDesign(({ entries }, features) =>
  designOf(features.map(entries.values), { rows: entries.count, intercept: true }),
)

/** Both entries of pairs, by pattern. */
const couplesOf = ({ outcomes: [chosen, rejected], products, combinations }: Patterns): Couples => {
  const [first, second] = combinations.entries.entryOf
  return {
    first,
    second,
    count: chosen.count,
    products: (fitted) =>
      products.map(
        (within, pattern) =>
          within +
          chosen.count[pattern] *
            (chosen.mean[pattern] - fitted[first[pattern]]) *
            (rejected.mean[pattern] - fitted[second[pattern]]),
      ),
  }
}

/** Takes out nothing: all entries about one common intercept. R: `lm(y ~ X)` */
export const noEffects: Effect = {
  method: 'OLS',
  request: (model, labels) => ({
    labels,
    outcomes: SIDES.map((side) => rewardOf(model, side)),
    where: { known: marginOf(model) },
    told: 'BOTH',
  }),
  arrange: (patterns) => {
    const { combinations, features, outcomes, pairs } = patterns
    const { entryOf, count: rows } = combinations.entries
    return {
      observed: {
        design: entryDesign(combinations, features),
        response: regroup(
          outcomes.map((response, side) => ({ response, rowOf: entryOf[side] })),
          rows,
        ),
        clusters: coupled(pairs, couplesOf(patterns)),
      },
      rowsOf: entryOf,
    }
  },
}
