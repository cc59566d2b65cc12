import { crossProduct, type Design, quadraticForms, timesVector, transposedTimes } from './design.ts'
import { cholesky, inverse, type Lower, logDeterminant, solve } from './factor.ts'
import type { GroupedResponse } from './grouped-response.ts'
import type { Fit } from './least-squares.ts'
import { dot, total } from './sum.ts'

/** FIRTH: Jeffreys' prior on the coefficients, which keeps all estimates finite and takes most of their bias. */
export const PENALTIES = ['NONE', 'FIRTH'] as const
export type Penalty = (typeof PENALTIES)[number]

export type LogitFit = Fit & {
  /** Of the observations one by one; without the penalty. */
  logLikelihood: number
  converged: boolean
  iterations: number
  /** Whether the fit itself proves that the data are not separated. */
  overlaps: boolean
}

/** Under the penalty steps shrink by a share, not by squares. */
const MAX_ITERATIONS: Record<Penalty, number> = { NONE: 100, FIRTH: 500 }
const MAX_HALVINGS = 30
/** Steps this small change the last digits only: Newton's next one would be its square, but not so under a penalty. */
const SMALL_STEP: Record<Penalty, number> = { NONE: 1e-9, FIRTH: 1e-12 }
/** In log-odds of any row. */
const LONGEST_STEP = 5
/** Where an outcome is surer than this, rounding has a say in what proves that nothing separates. */
const SURE = 1e-7

type State = {
  /** Probabilities, of rows that have observations. */
  fitted: Float64Array
  /** Σ(y − π) of each row, and X' times that. */
  residuals: Float64Array
  gradient: Float64Array
  /** The least probability of any outcome, seen or not. */
  least: number
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
  const fitted = timesVector(design, coefficients)
  const weights = new Float64Array(design.rows)
  const residuals = new Float64Array(design.rows)
  let [logLikelihood, product, least] = [0, 1, 0.5]
  for (let row = 0; row < design.rows; row++) {
    const n = count[row]
    const eta = fitted[row]
    const odds = Math.exp(-Math.abs(eta))
    const more = 1 / (1 + odds)
    const less = odds * more
    fitted[row] = eta >= 0 ? more : less
    if (n === 0) continue
    weights[row] = n * less * more
    residuals[row] = n * (mean[row] - fitted[row])
    if (less < least) least = less
    logLikelihood -= n * Math.abs(eta) * (eta >= 0 ? 1 - mean[row] : mean[row])
    // The logarithm of a product of few numbers from 1 to 2 is cheaper than that of each.
    if (n > 1) logLikelihood -= n * Math.log1p(odds)
    else product *= 1 + odds
    if (product > 1e250) {
      logLikelihood -= Math.log(product)
      product = 1
    }
  }
  logLikelihood -= Math.log(product)
  const { kept, lower } = cholesky(crossProduct(design, weights), design.width, 0)
  // Probabilities of 0 and 1 to the last digit: too far.
  if (kept.length < design.width) return null
  const objective = penalty === 'FIRTH' ? logLikelihood + logDeterminant(lower) / 2 : logLikelihood
  return {
    fitted,
    residuals,
    gradient: transposedTimes(design, residuals),
    least,
    lower,
    logLikelihood,
    objective,
  }
}

/**
 * The next change of the coefficients: I⁻¹·X'(y − π). Firth's score has Σ h(½ − π)x besides, h an observation's
 * leverage; as if there were h more observations of outcome ½, which then count in the information, too.
 */
const stepFrom = (
  design: Design,
  count: Float64Array,
  { fitted, residuals, gradient, lower }: State,
  penalty: Penalty,
): Float64Array => {
  if (penalty === 'NONE') return solve(lower, gradient)
  const scored = residuals.slice()
  const weights = new Float64Array(design.rows)
  quadraticForms(design, inverse(lower)).forEach((form, row) => {
    const spread = fitted[row] * (1 - fitted[row])
    const leverage = spread * form
    scored[row] += count[row] * leverage * (0.5 - fitted[row])
    weights[row] = count[row] * spread * (1 + leverage)
  })
  const augmented = cholesky(crossProduct(design, weights), design.width, 0)
  return solve(augmented.lower, transposedTimes(design, scored))
}

const length = (vector: Float64Array) => Math.hypot(...vector)
const largest = (vector: Float64Array): number => {
  let most = 0
  for (let i = 0; i < vector.length; i++) most = Math.max(most, Math.abs(vector[i]))
  return most
}

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

/** Where all coefficients are 0 and every weight is a fourth of the count. `whole`: the factor of X'·count·X. */
const middle = (design: Design, { count, mean }: GroupedResponse, whole: Lower, penalty: Penalty): State => {
  const residuals = count.map((n, row) => n * (mean[row] - 0.5))
  const lower = whole.map((line) => line.map((value) => value / 2))
  const logLikelihood = -total(count) * Math.LN2
  return {
    fitted: new Float64Array(design.rows).fill(0.5),
    residuals,
    gradient: transposedTimes(design, residuals),
    least: 0.5,
    lower,
    logLikelihood,
    objective: penalty === 'FIRTH' ? logLikelihood + logDeterminant(lower) / 2 : logLikelihood,
  }
}

/**
 * Logistic regression of a 0/1 response by Fisher scoring on distinct rows, with step halving. The columns must be
 * independent and, without a penalty, the data not separated (separation.ts): otherwise it does not converge.
 * R: `glm(y ~ X, binomial)`; under FIRTH `glm(…, method = brglm2::brglmFit, type = 'AS_mean')`.
 *
 * @param start Coefficients to begin with, as the design stores its columns; left out: all 0.
 * @param whole The factor of X'·count·X, where it is known.
 */
export const logit = (
  design: Design,
  response: GroupedResponse,
  penalty: Penalty,
  {
    start,
    whole,
    maxIterations = MAX_ITERATIONS[penalty],
  }: { start?: Float64Array; whole?: Lower; maxIterations?: number } = {},
): LogitFit => {
  const zeros = new Float64Array(design.width)
  // Where the start is too far for these data, the middle never is.
  const known = start && stateAt(design, response, start, penalty)
  let coefficients = known ? start : zeros
  let state =
    known ??
    (whole ? middle(design, response, whole, penalty) : (stateAt(design, response, zeros, penalty) as State))
  let converged = false
  let overlaps = false
  let iterations = 0
  let before: Float64Array | null = null
  while (!converged && iterations < maxIterations) {
    iterations++
    const step = stepFrom(design, response.count, state, penalty)
    const decrement = dot(step, state.gradient)
    // If some direction γ separated the data, up to 1 in log-odds, it were at least (Σ|y − π|xγ)² / Σπ(1 − π)(xγ)² ≥ Σ|y − π|xγ.
    overlaps = state.least > SURE && decrement < 1e-3 * state.least
    // What a coefficient is depends on its column's units; that none is long says enough most of the time.
    const longest = largest(step)
    let scale = longest > LONGEST_STEP ? Math.min(1, LONGEST_STEP / largest(timesVector(design, step))) : 1
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
    overlaps: converged && overlaps,
  }
}
