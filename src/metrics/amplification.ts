import type { Index } from '../pairs/terms.ts'
import { choiceEquation } from './choices.ts'
import { type Comparison, compared } from './comparison.ts'
import type { Metric, Model } from './metric.ts'
import type { RegressionOptions } from './regression-options.ts'

/**
 * What a model's choices make of features beyond what the human's do, of the same pairs.
 * R: `glm(c(yM, yH) ~ 0 + bdiag(dXM, dXH), binomial)`, `vcovCL(cluster = c(prompt, prompt), type = 'HC1')`
 */
export const amplification: Metric<
  { model: Model; labeler: Index; options: RegressionOptions },
  Comparison
> = ({ pairs }, { options, ...who }) => {
  const equations = [
    choiceEquation({ by: 'MODEL', ...who }),
    choiceEquation({ by: 'HUMAN', ...who }),
  ] as const
  const names = ["the model's choices", "the human's choices"] as const
  return compared({ pairs }, equations, options, { names })
}
