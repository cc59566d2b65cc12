import { sumOf } from './sum.ts'

const RADIAN = Math.PI / 180
/** A resultant shorter than this is the rounding of sines and cosines that cancel. */
const NO_DIRECTION = 1e-15

type CircularSummary = {
  /** Degrees in (−180, 180]; null when empty or when the angles cancel. */
  mean: number | null
  /** From 0, all over the circle, to 1, all the same; null when empty. */
  resultantLength: number | null
}

/** The means of the sines and of the cosines of angles in degrees; NaN for none. */
export const meanVector = (degrees: ArrayLike<number>): { sine: number; cosine: number } => ({
  sine: sumOf(degrees, (angle) => Math.sin(angle * RADIAN)) / degrees.length,
  cosine: sumOf(degrees, (angle) => Math.cos(angle * RADIAN)) / degrees.length,
})

/**
 * Direction and length of the mean of unit vectors at some angles, from the means of their sines and cosines:
 * atan2(sine, cosine) and |(cosine, sine)|. R: `Arg(mean(exp(1i * x * pi / 180))) * 180 / pi` and `Mod(mean(…))`.
 */
export const circularSummary = ({ sine, cosine }: { sine: number; cosine: number }): CircularSummary => {
  if (Number.isNaN(cosine)) return { mean: null, resultantLength: null }
  const resultantLength = Math.min(1, Math.hypot(cosine, sine))
  if (resultantLength < NO_DIRECTION) return { mean: null, resultantLength: 0 }
  const mean = Math.atan2(sine, cosine) / RADIAN
  return { mean: mean <= -180 ? 180 : mean, resultantLength }
}
