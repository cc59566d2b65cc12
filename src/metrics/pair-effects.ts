import { marginOf } from '../pairs/terms.ts'
import { designOf } from '../stats/design.ts'
import { regroup } from '../stats/grouped-response.ts'
import type { Effect } from './effect.ts'
import { rememberedDesign } from './regression-model.ts'

const pairDesign = rememberedDesign(({ differences }, features) =>
  designOf(
    features.map((feature) => differences.values(feature)),
    { rows: differences.count, intercept: false },
  ),
)

/** Takes out a pair's mean: differences within the pair, which equal one intercept per pair. R: `lm(dy ~ 0 + dX)`. */
export const pairEffects: Effect = {
  method: 'WITHIN',
  request: (model, labels) => ({ labels, outcomes: [marginOf(model)], told: 'APART' }),
  arrange: ({ combinations, features, outcomes: [response], pairs }) => {
    const { differenceOf, count: rows } = combinations.differences
    return {
      observed: {
        design: pairDesign(combinations, features),
        response: regroup([{ response, rowOf: differenceOf }], rows),
        clusters: { count: pairs },
      },
      rowsOf: [differenceOf],
    }
  },
}
