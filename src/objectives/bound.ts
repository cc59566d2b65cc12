import { type Direction, detectableDistance, oneSidedPValue } from '../stats/one-sided.ts'
import type { Reference } from '../stats/wald.ts'
import { errorAt, type Measured } from './measured.ts'
import type { Objective } from './objective.ts'

/** Between which ends a number is asked to lie; null: there is none. */
export type Asked = { above: number | null; below: number | null }

export const askedOf = ({ atLeast, atMost, within, noWorseThan }: Objective): Asked => ({
  above: atLeast ?? within?.lower ?? (noWorseThan ? -noWorseThan.margin : null),
  below: atMost ?? within?.upper ?? null,
})

const isKnown = (reference: Reference): boolean => reference === 'NORMAL' || reference.degreesOfFreedom > 0

/** p-value of a single number's lying on one side of a bound; null: nothing tells. */
const single = (measured: Measured, bound: number, direction: Direction): number | null => {
  const { estimate, reference, reason } = measured
  const standardError = errorAt(measured, bound)
  if (reason !== null || estimate === null || standardError === null || !isKnown(reference)) return null
  return oneSidedPValue({ estimate, standardError, reference }, bound, direction)
}

/**
 * p-value of a number's lying on one side of a bound. The least of several is above it if all are, each tested by itself (an
 * intersection-union test), and below it if any is, by Bonferroni over them.
 */
const shown = (measured: Measured, bound: number, direction: Direction): number | null => {
  const { parts } = measured
  if (!parts) return single(measured, bound, direction)
  if (parts.length === 0) return null
  const all = parts.map((part) => single(part, bound, direction))
  if (direction === 'ABOVE') return all.includes(null) ? null : Math.max(...(all as number[]))
  const known = all.filter((p) => p !== null)
  return known.length === 0 ? null : Math.min(1, all.length * Math.min(...known))
}

const together = (a: number | null, b: number | null, by: (a: number, b: number) => number): number | null =>
  a === null || b === null ? null : by(a, b)

/** Uncorrected p-values of what is asked of a number, and of the opposite. */
export type PValues = { asked: number | null; opposite: number | null }

/**
 * Within: the larger of both one-sided p-values (TOST); and of the opposite that of the point null hypotheses between both ends
 * which the number is least against (Hodges and Lehmann 1954): outside by so much, on either side.
 */
export const pValuesOf = (measured: Measured, { above, below }: Asked): PValues => {
  const is = (direction: Direction, bound: number) => shown(measured, bound, direction)
  if (above !== null && below !== null) {
    const sum = (direction: Direction) =>
      together(is(direction, above), is(direction, below), (a, b) => Math.min(1, a + b))
    return {
      asked: together(is('ABOVE', above), is('BELOW', below), Math.max),
      opposite: together(sum('BELOW'), sum('ABOVE'), Math.min),
    }
  }
  const bound = (above ?? below) as number
  const [towards, away] = above !== null ? (['ABOVE', 'BELOW'] as const) : (['BELOW', 'ABOVE'] as const)
  return { asked: is(towards, bound), opposite: is(away, bound) }
}

/** How likely a number is to be shown that lies at the detectable distance. */
export const POWER = 0.8

/** The least distance from a bound that could have been shown, of several numbers that of the least known; null: nothing tells. */
export const detectableOf = (measured: Measured, { above, below }: Asked, level: number): number | null => {
  const distances = (measured.parts ?? [measured]).flatMap((one) =>
    [above, below].flatMap((bound) => {
      const error = bound === null || one.reason !== null ? null : errorAt(one, bound)
      if (error === null || !isKnown(one.reference)) return []
      return error * detectableDistance(one.reference, level, POWER)
    }),
  )
  return distances.length === 0 ? null : Math.max(...distances)
}
