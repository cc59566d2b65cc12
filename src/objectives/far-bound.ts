import { rounded } from '../domain/words.ts'
import type { Asked } from './bound.ts'
import type { Measured } from './measured.ts'

/** Skewness of a share's distribution at a bound, above which a normal one with the error at the estimate is far from it. */
const SKEWED = 0.1

/**
 * Bounds near 0 or 1 are crossed by chance more often than the level says where pairs are few: a share that is by chance beyond
 * one has a small error, too. See README.md for how often.
 */
export const farBounds = (measured: Measured, { above, below }: Asked): string[] => {
  const { estimate, standardError, counted, both, reason } = measured
  if (counted === null || both || reason !== null || estimate === null || !standardError) return []
  const independent = (estimate * (1 - estimate)) / standardError ** 2
  return [above, below].flatMap((bound) => {
    if (bound === null) return []
    const skewness = Math.abs(1 - 2 * bound) / Math.sqrt(independent * bound * (1 - bound))
    return skewness > SKEWED
      ? [
          `${rounded(bound)} is so far from one half that with so few pairs it is crossed by chance more often than the level says`,
        ]
      : []
  })
}
