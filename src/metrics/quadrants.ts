import { DEPENDS_ON_ZERO } from '../domain/reward-units.ts'
import { unscored } from './alignment.ts'
import { CENTRED, type Centred, centresOf } from './centre.ts'
import { byCode } from './counts.ts'
import { count, type Field, number, REASON } from './field.ts'
import { extentOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'

/** Shares of the scored pairs; a reward of 0 counts as negative. */
export type Quadrants = {
  pairs: number
  bothPositive: number | null
  chosenOnlyPositive: number | null
  rejectedOnlyPositive: number | null
  bothNegative: number | null
  reason: string | null
}

/** Section D.2. */
export const quadrants: Metric<{ model: Model } & Centred, Quadrants> = async (
  { pairs: asked },
  { model, ...args },
) => {
  const [centre] = (await centresOf(asked, [model], args)) ?? []
  const counts = await byCode(asked, { code: 'QUADRANT', model: model.index, centre })
  const pairs = counts.reduce((sum, count) => sum + count, 0)
  const [bothNegative, rejectedOnlyPositive, chosenOnlyPositive, bothPositive] = counts.map((count) =>
    pairs > 0 ? count / pairs : null,
  )
  const reason = pairs > 0 ? null : unscored(await extentOf(asked), model)
  return { pairs, bothPositive, chosenOnlyPositive, rejectedOnlyPositive, bothNegative, reason }
}

export const quadrantsField: Field = {
  about: `In which quadrants the pairs' rewards lie: which of a pair's two rewards are positive (Figure 9 of the paper in four numbers). ${DEPENDS_ON_ZERO}`,
  args: { centred: CENTRED },
  answer: {
    name: 'Quadrants',
    about: 'Shares of the scored pairs; a reward of 0 counts as negative.',
    members: {
      pairs: count('Pairs with both rewards: those that count.'),
      bothPositive: number('Share with chosen > 0 and rejected > 0.'),
      chosenOnlyPositive: number('Share with chosen > 0 and rejected ≤ 0.'),
      rejectedOnlyPositive: number('Share with chosen ≤ 0 and rejected > 0.'),
      bothNegative: number('Share with chosen ≤ 0 and rejected ≤ 0.'),
      reason: REASON,
    },
  },
}
