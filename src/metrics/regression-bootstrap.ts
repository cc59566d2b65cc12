import { bootstrap } from '../stats/bootstrap.ts'
import type { RegressionResult } from '../stats/regression.ts'
import { familyOf, type RegressionModel } from './regression-model.ts'
import type { RegressionOptions } from './regression-options.ts'
import type { Regression, Term } from './regression-result.ts'

/** Where options ask for it, draws pairs (prompts, where errors or effects are theirs) and says of each estimate how far it spreads. */
export const withBootstrap = (
  result: Regression,
  model: RegressionModel,
  { fitted }: RegressionResult,
  { bootstrap: wanted, level, penalty }: RegressionOptions,
  checkpoint: () => void,
): Regression => {
  const { drawn } = model
  if (!wanted || !drawn || !fitted || fitted.kept.length === 0) return result
  const { replicates, seed } = wanted
  const { design, response, fit, kept } = fitted
  if (fit.dispersion === 0) {
    const warning = 'bootstrap: the terms fit perfectly, so that every replicate has the same estimates'
    return { ...result, warnings: [...result.warnings, warning] }
  }
  const { columns, failed } = bootstrap({
    design,
    response,
    drawn,
    family: familyOf(model),
    penalty,
    start: fit.coefficients,
    replicates,
    seed,
    level,
    checkpoint,
  })
  const of = (term: Term, column: number): Term => {
    const estimate = term.status === 'ESTIMATED' ? columns?.[kept.indexOf(column)] : undefined
    return estimate ? { ...term, bootstrap: { ...estimate, replicates: replicates - failed } } : term
  }
  let next = model.observed.design.intercept ? 1 : 0
  const warning = `bootstrap: ${failed} of ${replicates} replicates could not estimate every term`
  return {
    ...result,
    terms: result.terms.map((term, index) => (model.terms[index].labeled ? of(term, next++) : term)),
    intercept: result.intercept && of(result.intercept, 0),
    warnings: failed === 0 ? result.warnings : [...result.warnings, warning],
  }
}
