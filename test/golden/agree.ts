import { expect } from 'vitest'

/** Two numbers agree when they differ by at most `relative` of the expected one, or by `absolute`. */
export type Tolerance = { relative: number; absolute: number }

/** For estimates, statistics, errors, interval ends. */
export const ESTIMATE: Tolerance = { relative: 1e-8, absolute: 1e-12 }
/** For p-values: relative down to 1e-300, below which all are as good as 0. */
export const P_VALUE: Tolerance = { relative: 1e-6, absolute: 1e-306 }
export const EXACT: Tolerance = { relative: 0, absolute: 0 }

const disagreements = (actual: unknown, expected: unknown, tolerance: Tolerance, path: string): string[] => {
  if (typeof expected === 'number' && typeof actual === 'number') {
    const difference = Math.abs(actual - expected)
    const allowed = Math.max(tolerance.absolute, tolerance.relative * Math.abs(expected))
    if (difference <= allowed || actual === expected) return []
    const relative = difference / Math.abs(expected)
    return [`${path}: ${actual}, expected ${expected} (off by ${difference}, relative ${relative})`]
  }
  if (expected === null || actual === null || typeof expected !== 'object' || typeof actual !== 'object') {
    return Object.is(actual, expected) ? [] : [`${path}: ${actual}, expected ${expected}`]
  }
  const names = new Set([...Object.keys(actual), ...Object.keys(expected)])
  return [...names].flatMap((name) =>
    disagreements(
      (actual as Record<string, unknown>)[name],
      (expected as Record<string, unknown>)[name],
      name === 'pValue' ? P_VALUE : tolerance,
      `${path}.${name}`,
    ),
  )
}

/**
 * Numbers agree within the tolerance (ESTIMATE unless given), everything else exactly; arrays and objects
 * entry by entry, both having the same ones. A field named `pValue` is held to P_VALUE whatever is given.
 */
export const expectAgree = (actual: unknown, expected: unknown, tolerance: Tolerance = ESTIMATE): void => {
  const found = disagreements(actual, expected, tolerance, 'value')
  if (found.length > 0) expect.fail(found.slice(0, 10).join('\n'))
  // So that a test of nothing but agreement counts as having asserted something.
  expect(found).toEqual([])
}
