import type { Index } from '../pairs/terms.ts'
import { type Chooser, choiceEquation } from './choices.ts'
import { type Comparison, compared } from './comparison.ts'
import type { Effects } from './effects.ts'
import { imprintOf } from './imprint.ts'
import { marginChangeImprintOf } from './margin-change-imprint.ts'
import type { Metric, Model } from './metric.ts'
import { type Link, misalignmentOf } from './misalignment.ts'
import type { RegressionOptions } from './regression-options.ts'
import { shiftImprintOf } from './shift-imprint.ts'

/** One of either audit. */
type Two<T> = readonly [T, T]

/**
 * Differences of equation 1's terms between two audits, or between two models. Errors are clustered by prompt, or by pair,
 * over both, so that what both share counts as such. R: `vcovCL(lm(dy ~ 0 + audit:dX), cluster = prompt, type = 'HC1')`.
 *
 * @throws InvalidInput, NotFound for options that can't be used
 */
export const compareImprints: Metric<
  { models: Two<Model>; labelers: Two<Index>; effects: Effects; options: RegressionOptions },
  Comparison
> = (asked, { models: [first, second], labelers, effects, options }) => {
  const equations = [imprintOf(first, labelers[0], effects), imprintOf(second, labelers[1], effects)] as const
  return compared(asked, equations, options)
}

type Trainings = {
  before: Two<Model>
  after: Two<Model>
  labelers: Two<Index>
  options: RegressionOptions
}

/** The same of an equation about what models became. */
const comparedTrainings =
  (equationOf: typeof shiftImprintOf): Metric<Trainings, Comparison> =>
  (asked, { before, after, labelers, options }) => {
    const equationAt = (index: 0 | 1) => equationOf(before[index], after[index], labelers[index])
    return compared(asked, [equationAt(0), equationAt(1)], options)
  }

/** The same of equation 2. R: `vcovCL(lm(theta ~ 0 + audit + audit:(Xc + Xr)), cluster = prompt, type = 'HC1')` */
export const compareShiftImprints = comparedTrainings(shiftImprintOf)

/** The same of the change of margin, dm in place of theta. */
export const compareMarginChangeImprints = comparedTrainings(marginChangeImprintOf)

/** The same of equation 3. R: `vcovCL(glm(misaligned ~ 0 + audit + audit:(Xc + Xr), binomial), cluster = prompt)` */
export const compareMisalignment: Metric<
  { models: Two<Model>; labelers: Two<Index>; link: Link; options: RegressionOptions },
  Comparison
> = (asked, { models: [first, second], labelers, link, options }) => {
  const equations = [
    misalignmentOf(first, labelers[0], link),
    misalignmentOf(second, labelers[1], link),
  ] as const
  return compared(asked, equations, options)
}

/** The same of choices. R: `vcovCL(glm(chose ~ 0 + audit:dX, binomial), cluster = prompt, type = 'HC1')` */
export const compareChoices: Metric<
  { by: Two<Chooser>; models: Two<Model>; labelers: Two<Index>; options: RegressionOptions },
  Comparison
> = (asked, { by, models, labelers, options }) => {
  const equationAt = (index: 0 | 1) =>
    choiceEquation({ by: by[index], model: models[index], labeler: labelers[index] })
  return compared(asked, [equationAt(0), equationAt(1)], options)
}
