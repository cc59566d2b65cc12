import {
  type Clustering,
  type Couples,
  type ErrorType,
  robustCovariance,
  unshiftCoefficients,
  unshiftCovariance,
} from './covariance.ts'
import { type Design, keepColumns } from './design.ts'
import { type Estimable, estimable } from './estimable.ts'
import { type GroupedResponse, isConstant } from './grouped-response.ts'
import { type Fit, leastSquares } from './least-squares.ts'
import { bernoulliLogLikelihood, type LogitFit, logit, type Penalty } from './logit.ts'
import { marginalEffects } from './marginal-effects.ts'
import { adjustPValues, type Correction } from './p-adjust.ts'
import { type Separation, separation } from './separation.ts'
import type { TermStatus } from './term-status.ts'
import { type Reference, type WaldTest, waldTest } from './wald.ts'

export type Family = 'LEAST_SQUARES' | 'LOGIT'

export type Specification = {
  family: Family
  errors: ErrorType
  correction: Correction
  level: number
  /** Null: any variance inflation is accepted. */
  maxVif: number | null
  penalty: Penalty
}

export type Observed = {
  design: Design
  response: GroupedResponse
  clusters: number
  /** Of clusters of two observations, once the fitted values are known. */
  couples?: (fitted: Float64Array) => Couples
}

export type Effect = { estimate: number } & Partial<WaldTest>

/** What is known of one column; no numbers but a VIF unless it is ESTIMATED. */
export type ColumnResult = {
  status: TermStatus
  vif: number | null
  effect: Effect | null
  adjustedPValue: number | null
  marginalEffect: Effect | null
}

export type RegressionResult = {
  /** By the design's columns, the intercept first where there is one. */
  columns: ColumnResult[]
  observations: number
  residualDegreesOfFreedom: number
  rSquared: number | null
  logLikelihood: number | null
  deviance: number | null
  converged: boolean
  iterations: number
  warnings: string[]
  /** What was fitted, for whoever goes on from here: null where nothing was. */
  fitted: Fitted | null
}

/** A fit on the columns that were left: `kept[i]` is the design's column of the i-th one. */
export type Fitted = { kept: number[]; design: Design; response: GroupedResponse; fit: Fit }

type Outcome = Omit<RegressionResult, 'columns' | 'observations' | 'warnings' | 'fitted'> & {
  fitted: Fitted
  status: TermStatus[]
  warnings: string[]
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)

/** R: `logLik(lm(…))` */
const gaussianLogLikelihood = (residualSquares: number, n: number) =>
  residualSquares > 0 ? (-n / 2) * (Math.log((2 * Math.PI * residualSquares) / n) + 1) : null

const fitLeastSquares = ({ design, response }: Observed, { kept, lower, status }: Estimable): Outcome => {
  const part = keepColumns(design, kept)
  const fit = leastSquares(part, response, lower)
  const { observations, residualSquares, totalSquares } = fit
  const residualDegreesOfFreedom = observations - kept.length
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
    logLikelihood: gaussianLogLikelihood(residualSquares, observations),
    deviance: residualSquares,
    converged: true,
    iterations: 1,
  }
}

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

const fitLogit = (
  { design, response }: Observed,
  { kept, status }: Estimable,
  penalty: Penalty,
): Outcome | null => {
  const observations = total(response.count)
  const part = keepColumns(design, kept)
  const found = penalty === 'NONE' ? separation(part, response) : null
  const statuses = found ? separatedStatus(status, { kept, design: part }, found) : status
  const ofFit = found?.kept ?? kept.map((_, index) => index)
  const overlap = found?.overlap ?? response
  const fitDesign = keepColumns(part, ofFit)
  const complete = found?.separating != null
  const fit: LogitFit | null = complete ? null : logit(fitDesign, overlap, penalty)
  const mean = total(response.count.map((n, row) => n * response.mean[row])) / observations
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
    rSquared: 1 - likelihood / bernoulliLogLikelihood(observations, mean, Math.log(mean / (1 - mean))),
    logLikelihood: likelihood,
    deviance: 0 - 2 * likelihood,
    converged: fit?.converged ?? false,
    iterations: fit?.iterations ?? 0,
  }
}

const nothingFitted = (rows: number) => ({
  coefficients: new Float64Array(0),
  fitted: new Float64Array(rows),
  bread: new Float64Array(0),
  dispersion: 1,
})

/** The covariance of a fit's coefficients, as the design stores its columns; null where nothing tells. */
export const covarianceOf = (
  { design, response, fit }: Fitted,
  errors: ErrorType,
  clustering: Clustering,
): Float64Array | null => {
  if (fit.observations <= fit.width) return null
  if (errors === 'IID') return fit.bread.map((value) => value * fit.dispersion)
  if (errors === 'CLUSTER' && clustering.clusters < 2) return null
  return robustCovariance(errors, design, response, fit, clustering)
}

const UNKNOWN = { effect: null, adjustedPValue: null, marginalEffect: null }

/** A variance this small beside that of the classical error is rounding. */
const ROUNDING = 1e-20

const columnsOf = (
  observed: Observed,
  specification: Specification,
  { vif }: Estimable,
  { fitted, status, residualDegreesOfFreedom }: Outcome,
): ColumnResult[] => {
  const { family, errors, correction, level } = specification
  const { clusters, couples } = observed
  const { kept, design, fit, response } = fitted
  const clustering: Clustering = {
    clusters,
    couples: errors === 'CLUSTER' ? couples?.(fit.fitted) : undefined,
  }
  const stored = kept.length > 0 ? covarianceOf(fitted, errors, clustering) : null
  const covariance = stored && unshiftCovariance(design, stored)
  const coefficients = unshiftCoefficients(design, fit.coefficients, response.centre)
  const degreesOfFreedom = errors === 'CLUSTER' ? clusters - 1 : residualDegreesOfFreedom
  const reference: Reference = family === 'LOGIT' ? 'NORMAL' : { degreesOfFreedom }
  const effectOf = (estimate: number, variance: number): Effect => ({
    estimate,
    ...waldTest(estimate, Math.sqrt(variance), reference, level),
  })
  const marginal =
    family === 'LOGIT' && stored
      ? marginalEffects(design, fit, {
          count: response.count,
          covariance: stored,
          observations: fit.observations,
        })
      : []
  const results = status.map((state, column): ColumnResult => {
    const index = kept.indexOf(column)
    if (state !== 'ESTIMATED' || index < 0) return { status: state, vif: vif[column], ...UNKNOWN }
    const at = index * design.width + index
    const classical = fit.bread[at] * fit.dispersion
    const variance = covariance && covariance[at] > ROUNDING * classical ? covariance[at] : 0
    const { estimate, standardError } = marginal[index] ?? {}
    return {
      status: state,
      vif: vif[column],
      effect: effectOf(coefficients[index], variance),
      adjustedPValue: null,
      marginalEffect:
        estimate === undefined || (design.intercept && column === 0)
          ? null
          : effectOf(estimate, standardError ** 2),
    }
  })
  const tested = results.filter(
    ({ effect }, column) => effect?.pValue !== undefined && !(design.intercept && column === 0),
  )
  adjustPValues(
    tested.map(({ effect }) => effect?.pValue as number),
    correction,
  ).forEach((p, index) => {
    tested[index].adjustedPValue = p
  })
  return results
}

/** Why nothing can be estimated, or null. */
const obstacle = (observations: number, response: GroupedResponse, intercept: boolean): string | null => {
  if (observations === 0) return 'no observation has all that the regression needs'
  if (!isConstant(response)) return null
  // Differences that are all alike, but not 0, do have something to explain.
  const value = response.mean[response.count.findIndex((n) => n > 0)] + response.centre
  return intercept || value === 0 ? 'the outcome does not vary' : null
}

/**
 * A regression from its data to its tests: drops what can't be estimated, fits, and says how sure each estimate is.
 * Reference distributions: t with residual degrees of freedom for IID and HC1, with clusters − 1 for CLUSTER, the
 * normal for a logit. p-values are corrected over the estimated terms without the intercept.
 */
export const regress = (observed: Observed, specification: Specification): RegressionResult => {
  const { design, response } = observed
  const { family, maxVif, penalty } = specification
  const observations = total(response.count)
  const why = obstacle(observations, response, design.intercept)
  const possible = why === null ? estimable(design, response.count, { maxVif }) : null
  const outcome =
    possible && possible.kept.length > 0
      ? family === 'LOGIT'
        ? fitLogit(observed, possible, penalty)
        : fitLeastSquares(observed, possible)
      : null
  if (possible && outcome) {
    const { fitted, status, ...rest } = outcome
    return { ...rest, columns: columnsOf(observed, specification, possible, outcome), observations, fitted }
  }
  const nothing = { rSquared: null, logLikelihood: null, deviance: null, converged: false, iterations: 0 }
  return {
    ...nothing,
    columns: Array.from({ length: design.width }, (_, column) => ({
      status: possible?.status[column] ?? 'NOT_ESTIMABLE',
      vif: null,
      ...UNKNOWN,
    })),
    observations,
    residualDegreesOfFreedom: observations,
    warnings: [why ?? 'no term varies'],
    fitted: null,
  }
}
