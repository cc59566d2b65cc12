import { type Design, keepColumns } from './design.ts'
import type { Estimable } from './estimable.ts'
import type { Observed, Outcome } from './fitted.ts'
import { bernoulliLogLikelihood, type LogitFit, logit, type Penalty } from './logit.ts'
import { type Separation, separation } from './separation.ts'
import { dot, total } from './sum.ts'
import type { TermStatus } from './term-status.ts'

const separatedStatus = (
  status: readonly TermStatus[],
  { kept, design }: { kept: readonly number[]; design: Design },
  { hasEstimate, separating }: Separation,
): TermStatus[] => {
  const result = [...status]
  kept.forEach((column, index) => {
    // What a coefficient is in the design's own columns; the intercept is taken where all of them are 0.
    const combination = new Float64Array(design.width)
    combination[index] = 1
    if (design.intercept && index === 0)
      for (let i = 1; i < design.width; i++) combination[i] = -design.base[i]
    if (separating) result[column] = separating.includes(index) ? 'SEPARATED' : 'NOT_ESTIMABLE'
    else if (!hasEstimate(combination)) result[column] = 'SEPARATED'
  })
  return result
}

/** Iterations after which a fit that has not converged is likely to be of separated data. */
const FEW = 15

const nothingFitted = (rows: number) => ({
  coefficients: new Float64Array(0),
  fitted: new Float64Array(rows),
  bread: new Float64Array(0),
  dispersion: 1,
  absorbed: 0,
})

/** A logit on the columns that can be estimated, without what separates the outcome unless there is a penalty. */
export const fitLogit = (
  { design, response }: Observed,
  { kept, lower, status }: Estimable,
  penalty: Penalty,
): Outcome => {
  const observations = total(response.count)
  const part = keepColumns(design, kept)
  const tried = logit(part, response, penalty, {
    whole: lower,
    maxIterations: penalty === 'NONE' ? FEW : undefined,
  })
  const found = penalty === 'NONE' && !tried.overlaps ? separation(part, response) : null
  const statuses = found ? separatedStatus(status, { kept, design: part }, found) : status
  const ofFit = found?.kept ?? kept.map((_, index) => index)
  const overlap = found?.overlap ?? response
  const fitDesign = keepColumns(part, ofFit)
  const complete = found?.separating != null
  const isFinal = !found || (tried.converged && overlap === response)
  const fit: LogitFit | null = complete ? null : isFinal ? tried : logit(fitDesign, overlap, penalty)
  const mean = dot(response.count, response.mean) / observations
  // What is known without any term: how often it is 1, or, without an intercept, nothing.
  const logOdds = design.intercept ? Math.log(mean / (1 - mean)) : 0
  // Perfectly predicted pairs have likelihood 1.
  const likelihood = fit ? fit.logLikelihood : 0
  const warnings: string[] = []
  if (complete) warnings.push('the outcome is separated completely: no term has a finite estimate')
  else if (statuses.includes('SEPARATED'))
    warnings.push(
      `${observations - total(overlap.count)} observations are predicted perfectly; the other terms are estimated without them`,
    )
  if (fit && !fit.converged) warnings.push(`no convergence after ${fit.iterations} iterations`)
  return {
    status: statuses,
    warnings,
    fitted: {
      kept: ofFit.map((index) => kept[index]),
      design: fitDesign,
      response: overlap,
      // R's numbers in the limit: separated terms and the pairs that they predict still count.
      fit: { ...(fit ?? nothingFitted(design.rows)), observations, width: kept.length },
    },
    residualDegreesOfFreedom: observations - kept.length,
    rSquared: 1 - likelihood / bernoulliLogLikelihood(observations, mean, logOdds),
    logLikelihood: likelihood,
    deviance: 0 - 2 * likelihood,
    converged: fit?.converged ?? false,
    iterations: fit?.iterations ?? 0,
  }
}
