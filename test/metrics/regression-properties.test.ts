import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STAGES } from '../../src/domain/stage.ts'
import type { Slice } from '../../src/frame/slice.ts'
import { compareImprints, compareMisalignment, compareShiftImprints } from '../../src/metrics/comparison.ts'
import { EFFECTS, imprints } from '../../src/metrics/imprint.ts'
import { LINKS, misalignment } from '../../src/metrics/misalignment.ts'
import { DEFAULT_OPTIONS, type RegressionOptions } from '../../src/metrics/regression-options.ts'
import type { Regression } from '../../src/metrics/regression-result.ts'
import { rewritingOf } from '../../src/metrics/rewriting.ts'
import { robustness } from '../../src/metrics/robustness.ts'
import { shiftImprints } from '../../src/metrics/shift-imprint.ts'
import { filters, plainPairs } from '../frame/arbitraries.ts'
import { frameOf, type PlainPair, rowIdsOf, sliceOf, WIDE_TAXONOMY } from '../frame/make-frame.ts'
import { expectAgree } from '../golden/agree.ts'

const options = fc.constantFrom<RegressionOptions>(
  DEFAULT_OPTIONS,
  { ...DEFAULT_OPTIONS, errors: 'IID', maxVif: null },
  { ...DEFAULT_OPTIONS, errors: 'HC1', features: ['harmless', 'sentiment'] },
)
const subjects = fc.constantFrom({}, { pre: 1, post: 0 }, { labeler: 1 }, { pre: -1 }, { labeler: -1 })

const allRegressions = (slice: Slice, options: RegressionOptions): Regression[] => [
  ...STAGES.flatMap((stage) => EFFECTS.map((effects) => imprints(slice, { stage, effects, options }))),
  shiftImprints(slice, { options }),
  ...LINKS.map((link) => misalignment(slice, { link, options })),
  ...LINKS.flatMap((link) =>
    [true, false].map((keepTargets) => robustness(rewritingOf(slice, 0), { link, keepTargets, options })),
  ),
]

/** Sums in another order differ in their last digits; errors that are nothing but that can be none. */
const ROUNDING = { relative: 1e-6, absolute: 1e-7 }
const isTiny = ({ standardError, estimate }: Regression['terms'][number]) =>
  standardError === null || standardError < 1e-5 * (1 + Math.abs(estimate ?? 0))

const expectSame = (actual: readonly Regression[], expected: readonly Regression[]) => {
  const comparable = (regressions: readonly Regression[]) =>
    regressions.map(({ terms, pairs, observations, residualDegreesOfFreedom, method, deviance }, r) => ({
      method,
      pairs,
      observations,
      residualDegreesOfFreedom,
      deviance,
      terms: terms.map(({ title, status, estimate, standardError }, t) => {
        const unsure = isTiny(actual[r].terms[t]) || isTiny(expected[r].terms[t])
        return { title, status, estimate, standardError: unsure ? null : standardError }
      }),
    }))
  expectAgree(comparable(actual), comparable(expected), ROUNDING)
}

describe('every regression', () => {
  it('of a slice is that of a dataset that has only the pairs of the slice', () => {
    fc.assert(
      fc.property(plainPairs, filters, subjects, options, (pairs, where, subject, options) => {
        const slice = sliceOf(frameOf(pairs), where, subject)
        const rowIds = new Set(rowIdsOf(slice))
        const only = frameOf(pairs.filter(({ rowId }) => rowIds.has(rowId)))
        expectSame(allRegressions(slice, options), allRegressions(sliceOf(only, null, subject), options))
      }),
      { numRuns: 200 },
    )
  })

  it('is the same whichever pair has which row id', () => {
    fc.assert(
      fc.property(plainPairs, fc.infiniteStream(fc.nat()), options, (pairs, keys, options) => {
        const shuffled = pairs.map((pair) => ({ pair, key: keys.next().value })).sort((a, b) => a.key - b.key)
        const rowIds = pairs.map(({ rowId }) => rowId)
        const other = shuffled.map(({ pair }, index): PlainPair => ({ ...pair, rowId: rowIds[index] }))
        expectSame(
          allRegressions(sliceOf(frameOf(other)), options),
          allRegressions(sliceOf(frameOf(pairs)), options),
        )
      }),
    )
  })

  it('does not depend on where in a label the features lie', () => {
    fc.assert(
      fc.property(plainPairs, (pairs) => {
        const of = (taxonomy?: typeof WIDE_TAXONOMY) =>
          allRegressions(sliceOf(frameOf(pairs, taxonomy)), DEFAULT_OPTIONS)
        expectSame(of(WIDE_TAXONOMY), of())
      }),
    )
  })

  it('has a reason for every term without an error, and nothing that is not finite', () => {
    const numbersIn = (value: unknown): number[] => {
      if (typeof value === 'number') return [value]
      return value && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : []
    }
    fc.assert(
      fc.property(plainPairs, filters, subjects, options, (pairs, where, subject, options) => {
        for (const regression of allRegressions(sliceOf(frameOf(pairs), where, subject), options)) {
          expect(numbersIn(regression).every(Number.isFinite)).toBe(true)
          for (const term of regression.terms) {
            expect(term.reason === null).toBe(term.standardError !== null)
            expect(term.estimate === null).toBe(term.status !== 'ESTIMATED')
            expect(term.pValue === null).toBe(term.standardError === null)
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  it('of the shift turns around with the models', () => {
    fc.assert(
      fc.property(plainPairs, (pairs) => {
        const frame = frameOf(pairs)
        // Half a turn is 180 either way.
        const where = { rewardShift: { lte: 179.9 } }
        const [there, back] = [{}, { pre: 1, post: 0 }].map((subject) =>
          shiftImprints(sliceOf(frame, where, subject), { options: DEFAULT_OPTIONS }),
        )
        const estimates = ({ terms }: Regression, sign: number) =>
          terms.map(({ estimate }) => (estimate === null ? null : sign * estimate))
        expectAgree(estimates(back, 1), estimates(there, -1), ROUNDING)
      }),
    )
  })
})

describe('a comparison', () => {
  it('turns around with its audits, and of an audit with itself is 0', () => {
    fc.assert(
      fc.property(plainPairs, filters, filters, (pairs, a, b) => {
        const frame = frameOf(pairs)
        const [first, second] = [sliceOf(frame, a), sliceOf(frame, b)]
        const options = DEFAULT_OPTIONS
        const args = { stages: ['POST', 'POST'], effects: 'PAIR', options } as const
        const comparisons = (x: Slice, y: Slice) => [
          compareImprints([x, y], args),
          compareImprints([x, y], { ...args, effects: 'NONE' }),
          compareShiftImprints([x, y], { options }),
          compareMisalignment([x, y], { link: 'LOGIT', options }),
        ]
        const there = comparisons(first, second)
        const back = comparisons(second, first)
        there.forEach(({ terms, pairs, sharedPairs }, index) => {
          expect([pairs, sharedPairs]).toEqual([back[index].pairs, back[index].sharedPairs])
          terms.forEach(({ estimate, standardError, reason }, term) => {
            const other = back[index].terms[term]
            expect(other.estimate ?? null).toBe(estimate === null ? null : -estimate || 0)
            expectAgree(other.standardError, standardError, ROUNDING)
            expect(reason === null).toBe(standardError !== null)
          })
        })
        for (const { terms } of comparisons(first, first)) {
          for (const { estimate } of terms) expect(estimate ?? 0).toBe(0)
        }
      }),
      { numRuns: 200 },
    )
  })
})
