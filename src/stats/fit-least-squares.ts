import { keepColumns } from './design.ts'
import type { Estimable } from './estimable.ts'
import type { Observed, Outcome } from './fitted.ts'
import { leastSquares } from './least-squares.ts'

/** R: `logLik(lm(…))` */
const gaussianLogLikelihood = (residualSquares: number, n: number, unit: number) =>
  residualSquares > 0
    ? (-n / 2) * (Math.log((2 * Math.PI * residualSquares) / n) + 1) - n * Math.log(unit)
    : null

/** Null where it is beyond the range of numbers. */
const inUnits = (squares: number, unit: number) => {
  const product = squares * unit * unit
  return Number.isFinite(product) && (product > 0 || squares === 0) ? product : null
}

/** Least squares on the columns that can be estimated. */
export const fitLeastSquares = (
  { design, response, absorbed = 0 }: Observed,
  { kept, lower, status }: Estimable,
): Outcome => {
  const part = keepColumns(design, kept)
  const fit = leastSquares(part, response, lower, absorbed)
  const { observations, residualSquares, totalSquares } = fit
  const residualDegreesOfFreedom = observations - kept.length - absorbed
  const warnings: string[] = []
  if (residualDegreesOfFreedom === 0)
    warnings.push(
      'as many terms as observations: they fit perfectly, so that nothing says how wrong they are',
    )
  else if (residualSquares === 0)
    warnings.push('the terms fit perfectly: there are no residuals to estimate errors from')
  return {
    status,
    warnings,
    fitted: { kept, design: part, response, fit },
    residualDegreesOfFreedom,
    rSquared: totalSquares > 0 ? 1 - residualSquares / totalSquares : null,
    logLikelihood: gaussianLogLikelihood(residualSquares, observations, response.unit),
    deviance: inUnits(residualSquares, response.unit),
    converged: true,
    iterations: 1,
  }
}
