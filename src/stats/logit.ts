import { crossProduct, type Design, quadraticForms, timesVector, transposedTimes } from './design.ts'
import { cholesky, inverse, type Lower, logDeterminant, solve } from './factor.ts'
import type { GroupedResponse } from './grouped-response.ts'
import type { Fit } from './least-squares.ts'
import { total } from './sum.ts'

/** FIRTH: Jeffreys' prior on the coefficients, which keeps all estimates finite and takes most of their bias. */
export const PENALTIES = ['NONE', 'FIRTH'] as const
export type Penalty = (typeof PENALTIES)[number]

export type LogitFit = Fit & {
  /** Of the observations one by one; without the penalty. */
  logLikelihood: number
  converged: boolean
  iterations: number
}

/** Under the penalty steps shrink by a share, not by squares. */
const MAX_ITERATIONS: Record<Penalty, number> = { NONE: 100, FIRTH: 500 }
const MAX_HALVINGS = 30
/** Steps this small change the last digits only: Newton's next one would be its square, but not so under a penalty. */
const SMALL_STEP: Record<Penalty, number> = { NONE: 1e-9, FIRTH: 1e-12 }
const LONGEST_STEP = 5

type State = {
  /** Probabilities, of rows that have observations. */
  fitted: Float64Array
  lower: Lower
  logLikelihood: number
  objective: number
}

/** The log-likelihood of 0/1 observations at one probability, whose log-odds are given; `share` are 1. */
export const bernoulliLogLikelihood = (count: number, share: number, logOdds: number): number => {
  // log π and log(1 − π) without overflow.
  const softplus = Math.log1p(Math.exp(-Math.abs(logOdds)))
  const failures = share < 1 ? (1 - share) * (softplus + Math.max(0, logOdds)) : 0
  return -count * (failures + (share > 0 ? share * (softplus + Math.max(0, -logOdds)) : 0))
}

const stateAt = (
  design: Design,
  { count, mean }: GroupedResponse,
  coefficients: Float64Array,
  penalty: Penalty,
): State | null => {
  const logOdds = timesVector(design, coefficients)
  const fitted = new Float64Array(design.rows)
  const weights = new Float64Array(design.rows)
  let logLikelihood = 0
  for (let row = 0; row < design.rows; row++) {
    const n = count[row]
    if (n === 0) continue
    const eta = logOdds[row]
    const odds = Math.exp(-Math.abs(eta))
    const less = odds / (1 + odds)
    fitted[row] = eta >= 0 ? 1 / (1 + odds) : less
    weights[row] = (n * less) / (1 + odds)
    logLikelihood += bernoulliLogLikelihood(n, mean[row], eta)
  }
  const { kept, lower } = cholesky(crossProduct(design, weights), design.width, 0)
  // Probabilities of 0 and 1 to the last digit: too far.
  if (kept.length < design.width) return null
  const objective = penalty === 'FIRTH' ? logLikelihood + logDeterminant(lower) / 2 : logLikelihood
  return { fitted, lower, logLikelihood, objective }
}

/**
 * The next change of the coefficients: I⁻¹·X'(y − π). Firth's score has Σ h(½ − π)x besides, h an observation's
 * leverage; as if there were h more observations of outcome ½, which then count in the information, too.
 */
const stepFrom = (
  design: Design,
  { count, mean }: GroupedResponse,
  { fitted, lower }: State,
  penalty: Penalty,
): Float64Array => {
  const residuals = new Float64Array(design.rows)
  for (let row = 0; row < design.rows; row++) residuals[row] = count[row] * (mean[row] - fitted[row])
  if (penalty === 'NONE') return solve(lower, transposedTimes(design, residuals))
  const weights = new Float64Array(design.rows)
  quadraticForms(design, inverse(lower)).forEach((form, row) => {
    const spread = fitted[row] * (1 - fitted[row])
    const leverage = spread * form
    residuals[row] += count[row] * leverage * (0.5 - fitted[row])
    weights[row] = count[row] * spread * (1 + leverage)
  })
  const augmented = cholesky(crossProduct(design, weights), design.width, 0)
  return solve(augmented.lower, transposedTimes(design, residuals))
}

const length = (vector: Float64Array) => Math.hypot(...vector)

/**
 * Where a sequence of points goes whose steps shrink by a share: from three of them, as far as the steps tell (the
 * SQUAREM of Varadhan and Roland 2008).
 */
const extrapolate = (first: Float64Array, second: Float64Array, third: Float64Array): Float64Array => {
  const step = second.map((value, i) => value - first[i])
  const change = third.map((value, i) => value - second[i] - step[i])
  const far = Math.max(1, length(step) / Math.max(length(change), Number.MIN_VALUE))
  return first.map((value, i) => value + 2 * far * step[i] + far * far * change[i])
}

/**
 * Logistic regression of a 0/1 response by Fisher scoring on distinct rows, with step halving. The columns must be
 * independent and, without a penalty, the data not separated (separation.ts): otherwise it does not converge.
 * R: `glm(y ~ X, binomial)`; under FIRTH `glm(…, method = brglm2::brglmFit, type = 'AS_mean')`.
 *
 * @param start Coefficients to begin with, as the design stores its columns; left out: all 0.
 */
export const logit = (
  design: Design,
  response: GroupedResponse,
  penalty: Penalty,
  { start, maxIterations = MAX_ITERATIONS[penalty] }: { start?: Float64Array; maxIterations?: number } = {},
): LogitFit => {
  const zeros = new Float64Array(design.width)
  // Where the start is too far for these data, the middle never is.
  const known = start && stateAt(design, response, start, penalty)
  let coefficients = known ? start : zeros
  let state = known ?? (stateAt(design, response, zeros, penalty) as State)
  let converged = false
  let iterations = 0
  let before: Float64Array | null = null
  while (!converged && iterations < maxIterations) {
    iterations++
    const step = stepFrom(design, response, state, penalty)
    const longest = step.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    let scale = Math.min(1, LONGEST_STEP / longest)
    let next: State | null = null
    let moved = coefficients
    for (let halving = 0; halving < MAX_HALVINGS; halving++, scale /= 2) {
      moved = coefficients.map((value, column) => value + scale * step[column])
      next = stateAt(design, response, moved, penalty)
      // Near the maximum the likelihood is flat to its last digits.
      if (next && next.objective >= state.objective - 1e-11 * Math.abs(state.objective)) break
      next = null
    }
    if (!next) break
    if (penalty === 'FIRTH' && before) {
      const further = extrapolate(before, coefficients, moved)
      const there = stateAt(design, response, further, penalty)
      if (there && there.objective > next.objective) {
        moved = further
        next = there
      }
      before = null
    } else before = coefficients
    coefficients = moved
    state = next
    converged = step.every(
      (value, column) => Math.abs(value) <= SMALL_STEP[penalty] * (1 + Math.abs(moved[column])),
    )
  }
  const observations = total(response.count)
  return {
    coefficients,
    fitted: state.fitted,
    bread: inverse(state.lower),
    dispersion: 1,
    observations,
    width: design.width,
    absorbed: 0,
    logLikelihood: state.logLikelihood,
    converged,
    iterations,
  }
}
