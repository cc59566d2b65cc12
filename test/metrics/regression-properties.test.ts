import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STAGES } from '../../src/domain/stage.ts'
import { EFFECTS } from '../../src/metrics/effects.ts'
import { LINKS } from '../../src/metrics/misalignment.ts'
import { DEFAULT_OPTIONS, type RegressionOptions } from '../../src/metrics/regression-options.ts'
import type { Regression } from '../../src/metrics/regression-result.ts'
import type { Pairs } from '../../src/pairs/pairs.ts'
import { filters, plainPairs } from '../frame/arbitraries.ts'
import { frameOf, type PlainPair, WIDE_TAXONOMY } from '../frame/make-frame.ts'
import { expectAgree } from '../golden/agree.ts'
import { ask, rowIdsOf, type Slice, sliceOf } from './asking.ts'

const options = fc.constantFrom<RegressionOptions>(
  DEFAULT_OPTIONS,
  { ...DEFAULT_OPTIONS, errors: 'IID', maxVif: null },
  { ...DEFAULT_OPTIONS, errors: 'HC1', features: ['harmless', 'sentiment'] },
)
const subjects = fc.constantFrom({}, { pre: 1, post: 0 }, { labeler: 1 }, { pre: -1 }, { labeler: -1 })

const allRegressions = (slice: Slice, options: RegressionOptions): Promise<Regression[]> =>
  Promise.all([
    ...STAGES.flatMap((stage) =>
      EFFECTS.map((effects) => ask(slice, 'imprints', { stage, effects, options })),
    ),
    ask(slice, 'shiftImprints', { options }),
    ...LINKS.map((link) => ask(slice, 'misalignment', { link, options })),
    ...LINKS.flatMap((link) =>
      [true, false].map((keepTargets) =>
        ask(slice, 'robustness', { rewriter: 0, link, keepTargets, options }),
      ),
    ),
  ])

/** Sums in another order differ in their last digits; errors that are nothing but that can be none. */
const ROUNDING = { relative: 1e-6, absolute: 1e-7 }
const isTiny = ({
  standardError,
  estimate,
}: Pick<Regression['terms'][number], 'standardError' | 'estimate'>) =>
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
  it('of a slice is that of a dataset that has only the pairs of the slice', async () => {
    await fc.assert(
      fc.asyncProperty(plainPairs, filters, subjects, options, async (pairs, where, subject, options) => {
        const slice = sliceOf(frameOf(pairs), where, subject)
        const rowIds = new Set(rowIdsOf(slice))
        const only = frameOf(pairs.filter(({ rowId }) => rowIds.has(rowId)))
        expectSame(
          await allRegressions(slice, options),
          await allRegressions(sliceOf(only, null, subject), options),
        )
      }),
      { numRuns: 100 },
    )
  })

  it('is the same whichever pair has which row id', async () => {
    await fc.assert(
      fc.asyncProperty(plainPairs, fc.infiniteStream(fc.nat()), options, async (pairs, keys, options) => {
        const shuffled = pairs.map((pair) => ({ pair, key: keys.next().value })).sort((a, b) => a.key - b.key)
        const rowIds = pairs.map(({ rowId }) => rowId)
        const other = shuffled.map(({ pair }, index): PlainPair => ({ ...pair, rowId: rowIds[index] }))
        expectSame(
          await allRegressions(sliceOf(frameOf(other)), options),
          await allRegressions(sliceOf(frameOf(pairs)), options),
        )
      }),
    )
  })

  it('does not depend on where in a label the features lie', async () => {
    await fc.assert(
      fc.asyncProperty(plainPairs, async (pairs) => {
        const of = (taxonomy?: typeof WIDE_TAXONOMY) =>
          allRegressions(sliceOf(frameOf(pairs, taxonomy)), DEFAULT_OPTIONS)
        expectSame(await of(WIDE_TAXONOMY), await of())
      }),
    )
  })

  it('has a reason for every term without an error, and nothing that is not finite', async () => {
    const numbersIn = (value: unknown): number[] => {
      if (typeof value === 'number') return [value]
      return value && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : []
    }
    await fc.assert(
      fc.asyncProperty(plainPairs, filters, subjects, options, async (pairs, where, subject, options) => {
        for (const regression of await allRegressions(sliceOf(frameOf(pairs), where, subject), options)) {
          expect(numbersIn(regression).every(Number.isFinite)).toBe(true)
          for (const term of regression.terms) {
            expect(term.reason === null).toBe(term.standardError !== null)
            expect(term.estimate === null).toBe(term.status !== 'ESTIMATED')
            expect(term.pValue === null).toBe(term.standardError === null)
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  it('is the same where each pair is a pattern by itself, as it is of features with many values', async () => {
    const pairwise = (pairs: Pairs): Pairs => ({
      ...pairs,
      patterns: (request) => pairs.patterns({ ...request, pairwise: true }),
      rewrittenBy: async (rewriter) => pairwise(await pairs.rewrittenBy(rewriter)),
    })
    await fc.assert(
      fc.asyncProperty(plainPairs, options, async (pairs, options) => {
        const slice = sliceOf(frameOf(pairs))
        const through = { ...slice, through: pairwise }
        expectSame(await allRegressions(through, options), await allRegressions(slice, options))
        const args = { stages: ['PRE', 'POST'], options: DEFAULT_OPTIONS } as const
        for (const effects of EFFECTS) {
          const [one, other] = await Promise.all(
            [through, slice].map((asked) => ask(asked, 'compareImprints', { ...args, effects }, asked)),
          )
          one.terms.forEach(({ estimate, standardError }, index) => {
            const { estimate: wanted, standardError: error } = other.terms[index]
            expectAgree(estimate, wanted, ROUNDING)
            if (isTiny(one.terms[index]) || isTiny(other.terms[index])) return
            expectAgree(standardError, error, ROUNDING)
          })
        }
      }),
      { numRuns: 100 },
    )
  })

  it('counts prompts as it does pairs where each has one, whatever the rest of the dataset has', async () => {
    const alone = (pairs: readonly PlainPair[]) => pairs.map(({ group, ...pair }): PlainPair => pair)
    await fc.assert(
      fc.asyncProperty(plainPairs, async (pairs) => {
        const singles = alone(pairs)
        const of = (errors: RegressionOptions['errors'], all = singles) =>
          allRegressions(sliceOf(frameOf(all), { rowId: { lte: 40 } }), { ...DEFAULT_OPTIONS, errors })
        const [byPair, byPrompt] = [await of('CLUSTER'), await of('PROMPT')]
        expect(byPrompt).toEqual(byPair.map((regression) => ({ ...regression, errors: 'PROMPT' })))
        // Other pairs of the same prompts, beyond the slice.
        const others = singles.map(({ rowId }, index) => ({ rowId: 100 + index, group: rowId + 1000 }))
        expectSame(await of('PROMPT', [...singles, ...others]), byPrompt)
      }),
    )
  })

  it('has the same errors by prompt where every pair is there twice, but for the factor of small samples', async () => {
    const factor = ({ observations: n, terms, intercept, method }: Regression, effects: string) => {
      const k = terms.filter(({ status }) => status === 'ESTIMATED').length + (intercept ? 1 : 0)
      // Of differences there is one a pair.
      const size = method === 'WITHIN' && effects === 'PAIR' ? n / 2 : n
      return (size - 1) / (size - k)
    }
    await fc.assert(
      fc.asyncProperty(plainPairs, async (pairs) => {
        const grouped = pairs.map((pair) => ({ ...pair, group: pair.group ?? 100 + pair.rowId }))
        const twice = [...grouped, ...grouped.map((pair) => ({ ...pair, rowId: pair.rowId + 50 }))]
        const options = { ...DEFAULT_OPTIONS, bootstrap: { replicates: 5, seed: 1 } }
        for (const effects of EFFECTS) {
          const of = (all: PlainPair[]) =>
            ask(sliceOf(frameOf(all)), 'imprints', { stage: 'POST', effects, options })
          const [one, two] = [await of(grouped), await of(twice)]
          const ratio = Math.sqrt(factor(two, effects) / factor(one, effects))
          const isPerfect = one.residualDegreesOfFreedom === 0 || (one.deviance ?? 0) < 1e-9
          one.terms.forEach((term, index) => {
            const other = two.terms[index]
            expect(other.status).toBe(term.status)
            expectAgree(other.estimate, term.estimate, ROUNDING)
            // Whole prompts are drawn, with all of their pairs.
            if (!isPerfect) expectAgree(other.bootstrap, term.bootstrap, ROUNDING)
            if (isPerfect || isTiny(term) || isTiny(other)) return
            expectAgree(other.standardError, (term.standardError as number) * ratio, ROUNDING)
          })
        }
      }),
      { numRuns: 100 },
    )
  })

  it('of the shift turns around with the models', async () => {
    await fc.assert(
      fc.asyncProperty(plainPairs, async (pairs) => {
        const frame = frameOf(pairs)
        // Half a turn is 180 either way.
        const where = { rewardShift: { lte: 179.9 } }
        const [there, back] = await Promise.all(
          [{}, { pre: 1, post: 0 }].map((subject) =>
            ask(sliceOf(frame, where, subject), 'shiftImprints', { options: DEFAULT_OPTIONS }),
          ),
        )
        const estimates = ({ terms }: Regression, sign: number) =>
          terms.map(({ estimate }) => (estimate === null ? null : sign * estimate))
        expectAgree(estimates(back, 1), estimates(there, -1), ROUNDING)
      }),
    )
  })
})

describe('a comparison', () => {
  it('turns around with its audits, and of an audit with itself is 0', async () => {
    await fc.assert(
      fc.asyncProperty(plainPairs, filters, filters, async (pairs, a, b) => {
        const frame = frameOf(pairs)
        const [first, second] = [sliceOf(frame, a), sliceOf(frame, b)]
        const options = DEFAULT_OPTIONS
        const args = { stages: ['POST', 'POST'], effects: 'PAIR', options } as const
        const comparisons = (x: Slice, y: Slice) =>
          Promise.all([
            ask(x, 'compareImprints', args, y),
            ask(x, 'compareImprints', { ...args, effects: 'NONE' }, y),
            ask(x, 'compareImprints', { ...args, effects: 'PROMPT' }, y),
            ask(x, 'compareShiftImprints', { options }, y),
            ask(x, 'compareMisalignment', { link: 'LOGIT', options }, y),
          ])
        const there = await comparisons(first, second)
        const back = await comparisons(second, first)
        there.forEach(({ terms, pairs, sharedPairs }, index) => {
          expect([pairs, sharedPairs]).toEqual([back[index].pairs, back[index].sharedPairs])
          terms.forEach(({ estimate, standardError, reason }, term) => {
            const other = back[index].terms[term]
            expect(other.estimate ?? null).toBe(estimate === null ? null : -estimate || 0)
            expectAgree(other.standardError, standardError, ROUNDING)
            expect(reason === null).toBe(standardError !== null)
          })
        })
        for (const { terms } of await comparisons(first, first)) {
          for (const { estimate } of terms) expect(estimate ?? 0).toBe(0)
        }
      }),
      { numRuns: 100 },
    )
  })
})
