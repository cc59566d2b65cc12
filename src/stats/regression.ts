import { type ErrorType, isClustered, unshiftCoefficients, unshiftCovariance } from './covariance.ts'
import { type Estimable, estimable } from './estimable.ts'
import { fitLeastSquares } from './fit-least-squares.ts'
import { fitLogit } from './fit-logit.ts'
import { covarianceOf, type Fitted, type GoodnessOfFit, type Observed, type Outcome } from './fitted.ts'
import { isConstant } from './grouped-response.ts'
import type { Penalty } from './logit.ts'
import { marginalEffects } from './marginal-effects.ts'
import { adjustPValues, type Correction } from './p-adjust.ts'
import { total } from './sum.ts'
import type { TermStatus } from './term-status.ts'
import { fewVaryingClusters } from './varying-clusters.ts'
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
  /** Columns that are kept whatever their variance inflation. */
  spared?: ReadonlySet<number>
  /** Columns whose p-values are none of those that are corrected. */
  controls?: ReadonlySet<number>
}

export type Effect = { estimate: number } & Partial<WaldTest>

/** What is known of one column; no numbers but a VIF unless it is ESTIMATED. */
export type ColumnResult = {
  status: TermStatus
  vif: number | null
  effect: Effect | null
  adjustedPValue: number | null
  marginalEffect: Effect | null
  /** In how few clusters alone it varies, where robust errors need more. */
  fewClusters: number | null
}

export type RegressionResult = GoodnessOfFit & {
  /** Of the columns' tests. */
  reference: Reference
  /** By the design's columns, the intercept first where there is one. */
  columns: ColumnResult[]
  observations: number
  /** What was fitted, for whoever goes on from here: null where nothing was. */
  fitted: Fitted | null
}

const UNKNOWN = { effect: null, adjustedPValue: null, marginalEffect: null, fewClusters: null }

/** A robust variance this small beside the classical one is what rounding leaves where clusters cancel. */
const ROUNDING = 1e-12

const columnsOf = (
  observed: Observed,
  specification: Specification,
  { vif }: Estimable,
  { fitted, status }: Outcome,
  reference: Reference,
): ColumnResult[] => {
  const { family, errors, correction, level, controls } = specification
  const { clusters } = observed
  const { kept, design, fit, response } = fitted
  const stored = kept.length > 0 ? covarianceOf(fitted, errors, clusters) : null
  const covariance = stored && unshiftCovariance(design, stored)
  const coefficients = unshiftCoefficients(design, fit.coefficients, response)
  const effectOf = (estimate: number, standardError: number): Effect => ({
    estimate,
    ...waldTest(estimate, standardError, reference, level),
  })
  const marginal =
    family === 'LOGIT' && kept.length > 0
      ? marginalEffects(design, fit, {
          count: response.count,
          covariance: stored ?? new Float64Array(design.width ** 2),
          observations: fit.observations,
        })
      : []
  const results = status.map((state, column): ColumnResult => {
    const index = kept.indexOf(column)
    if (state !== 'ESTIMATED' || index < 0) return { status: state, vif: vif[column], ...UNKNOWN }
    const at = index * design.width + index
    const classical = fit.bread[at] * fit.dispersion
    const isIntercept = design.intercept && column === 0
    const few =
      errors === 'IID' || isIntercept ? null : fewVaryingClusters({ design, response, clusters }, index)
    const isKnown = few === null && covariance && covariance[at] > ROUNDING * classical
    const variance = isKnown ? covariance[at] : 0
    const { estimate, standardError } = marginal[index] ?? {}
    return {
      status: state,
      vif: vif[column],
      effect: effectOf(coefficients[index], Math.sqrt(variance) * response.unit),
      adjustedPValue: null,
      marginalEffect:
        estimate === undefined || isIntercept ? null : effectOf(estimate, few === null ? standardError : 0),
      fewClusters: few,
    }
  })
  const tested = results.filter(
    ({ effect }, column) =>
      effect?.pValue !== undefined && !(design.intercept && column === 0) && !controls?.has(column),
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
const obstacle = (
  observations: number,
  { design: { intercept }, response }: Observed,
  family: Family,
): string | null => {
  if (observations === 0) return 'no observation has all that the regression needs'
  if (!isConstant(response)) return null
  // A choice is what it is, whichever entry is called the first.
  if (family === 'LOGIT' && !intercept) return null
  // Differences that are all alike, but not 0, do have something to explain.
  const value = response.mean[response.count.findIndex((n) => n > 0)] + response.centre
  return intercept || value === 0 ? 'the outcome does not vary' : null
}

/**
 * A regression from its data to its tests: drops what can't be estimated, fits, and says how sure each estimate is.
 * Reference distributions: t with residual degrees of freedom for IID and HC1, with clusters − 1 for CLUSTER and PROMPT, the
 * normal for a logit. p-values are corrected over the estimated terms without the intercept.
 */
export const regress = (observed: Observed, specification: Specification): RegressionResult => {
  const { design, response, clusters } = observed
  const { family, errors, maxVif, spared, penalty } = specification
  const observations = total(response.count)
  const why = obstacle(observations, observed, family)
  const possible = why === null ? estimable(design, response.count, { maxVif, spared }) : null
  const outcome =
    possible && possible.kept.length > 0
      ? family === 'LOGIT'
        ? fitLogit(observed, possible, penalty)
        : fitLeastSquares(observed, possible)
      : null
  const referenceOf = (residual: number): Reference =>
    family === 'LOGIT' ? 'NORMAL' : { degreesOfFreedom: isClustered(errors) ? clusters.count - 1 : residual }
  if (possible && outcome) {
    const { fitted, status, ...rest } = outcome
    const reference = referenceOf(outcome.residualDegreesOfFreedom)
    const columns = columnsOf(observed, specification, possible, outcome, reference)
    return { ...rest, reference, columns, observations, fitted }
  }
  const nothing = { rSquared: null, logLikelihood: null, deviance: null, converged: false, iterations: 0 }
  return {
    ...nothing,
    reference: referenceOf(observations),
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
