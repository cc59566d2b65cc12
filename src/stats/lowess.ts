import { median } from './median.ts'
import { total } from './sum.ts'

/** Which share of the points a local line is fitted to, and how often outliers are weighted down. */
const [SPAN, ROUNDS] = [2 / 3, 3]
/** Within this share of the range of x from the last local line fitted values are interpolated. */
const STEP = 0.01

/** Points in ascending order of x, and how little each is an outlier, from 0 to 1. */
type Points = { x: Float64Array; y: Float64Array; robustness: Float64Array }

/**
 * The value at x[i] of the line through the points from `left` to `right` and whichever are as near, or their mean where they
 * have no spread; y[i] where all are outliers. They weigh by tri-cube of their distance, times their robustness.
 */
const localFit = ({ x, y, robustness }: Points, i: number, left: number, right: number): number => {
  const at = x[i]
  const farthest = Math.max(at - x[left], x[right] - at)
  const near = 0.001 * farthest
  const far = 0.999 * farthest
  const inverse = 1 / farthest
  let sum = 0
  let sumX = 0
  let sumY = 0
  let sumXX = 0
  let sumXY = 0
  for (let j = left; j < x.length; j++) {
    const offset = x[j] - at
    if (offset > far) break
    const distance = Math.abs(offset)
    if (distance > far) continue
    let weight = robustness[j]
    if (distance > near) {
      const ratio = distance * inverse
      const less = 1 - ratio * ratio * ratio
      weight *= less * less * less
    }
    const weighted = weight * offset
    sum += weight
    sumX += weighted
    sumY += weight * y[j]
    sumXX += weighted * offset
    sumXY += weighted * y[j]
  }
  if (!(sum > 0)) return y[i]
  const [meanX, meanY] = [sumX / sum, sumY / sum]
  const variance = sumXX / sum - meanX * meanX
  const range = x[x.length - 1] - x[0]
  if (!(Math.sqrt(variance) > 0.001 * range)) return meanY
  return meanY - (meanX * (sumXY / sum - meanX * meanY)) / variance
}

/** Straight between the fitted values at two points. */
const interpolate = (x: Float64Array, fitted: Float64Array, from: number, to: number): void => {
  for (let j = from + 1; j < to; j++) {
    const share = (x[j] - x[from]) / (x[to] - x[from])
    fitted[j] = share * fitted[to] + (1 - share) * fitted[from]
  }
}

/** Fitted values at all points: local lines, but one for all of an x, and none within a step of the last. */
const smooth = (points: Points): Float64Array => {
  const { x } = points
  const n = x.length
  const fitted = new Float64Array(n)
  const count = Math.max(2, Math.min(n, Math.floor(SPAN * n + 1e-7)))
  const step = STEP * (x[n - 1] - x[0])
  let [left, right] = [0, count - 1]
  for (let [i, last] = [0, -1]; last < n - 1; i = Math.max(last + 1, i - 1)) {
    for (; right < n - 1 && x[i] - x[left] > x[right + 1] - x[i]; left++) right++
    fitted[i] = localFit(points, i, left, right)
    if (last >= 0) interpolate(x, fitted, last, i)
    last = i
    const reach = x[i++] + step
    for (; i < n && x[i] <= reach; i++) {
      if (x[i] !== x[last]) continue
      fitted[i] = fitted[last]
      last = i
    }
  }
  return fitted
}

/** Bisquare weights of residuals in six times their median; null where that is as good as 0. */
const robustnessOf = (residuals: Float64Array): Float64Array | null => {
  const scale = 6 * (median(residuals) ?? 0)
  if (scale < (1e-7 * total(residuals)) / residuals.length) return null
  return residuals.map((residual) => {
    if (residual <= 0.001 * scale) return 1
    return residual > 0.999 * scale ? 0 : (1 - (residual / scale) ** 2) ** 2
  })
}

/**
 * Cleveland's locally weighted regression: of each point the smooth value at its x, in the points' order.
 * R: `lowess(x, y, f = 2/3, iter = 3)`, whose rules for ties, steps and scales these are.
 */
export const lowess = (x: ArrayLike<number>, y: ArrayLike<number>): Float64Array => {
  const n = x.length
  if (n < 2) return Float64Array.from(y)
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => x[a] - x[b])
  // Sums about the middle keep the digits of what lies far from 0.
  const centre = median(y) ?? 0
  const points = {
    x: Float64Array.from(order, (i) => x[i]),
    y: Float64Array.from(order, (i) => y[i] - centre),
    robustness: new Float64Array(n).fill(1),
  }
  let fitted = smooth(points)
  for (let round = 0; round < ROUNDS; round++) {
    const robustness = robustnessOf(fitted.map((value, i) => Math.abs(points.y[i] - value)))
    if (!robustness) break
    fitted = smooth({ ...points, robustness })
  }
  const values = new Float64Array(n)
  order.forEach((i, place) => {
    values[i] = fitted[place] + centre
  })
  return values
}
