import { SIDES } from '../domain/side.ts'
import type { Index, NumberTerm } from '../pairs/terms.ts'
import { designOf } from '../stats/design.ts'
import { type Equation, rememberedDesign } from './regression-model.ts'

/** All slices of a dataset share its patterns, and with them their designs. */
const bothDesign = rememberedDesign((combinations, features) =>
  designOf(
    SIDES.flatMap((_, column) => features.map((feature) => combinations.values(feature, column))),
    { rows: combinations.count, intercept: true },
  ),
)

/**
 * One observation a pair, on the features of the chosen and of the rejected entry: the form of equations 2 and 3.
 * R: `y ~ Xc + Xr`.
 */
export const onBothEntries = (labeler: Index, outcome: NumberTerm): Omit<Equation, 'method' | 'needs'> => ({
  request: {
    labels: SIDES.map((side) => ({ labeler, side, version: 'ORIGINAL' })),
    outcomes: [outcome],
    told: 'BOTH',
  },
  termsOf: (features) => SIDES.flatMap((side) => features.map((feature) => ({ feature, side, flip: null }))),
  arrange: ({ combinations, features, outcomes: [response], pairs }) => ({
    observed: { design: bothDesign(combinations, features), response, clusters: { count: pairs } },
    rowsOf: null,
  }),
})
