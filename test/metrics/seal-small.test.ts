import { beforeAll, describe, expect, it } from 'vitest'
import { PREFERENCES } from '../../src/domain/preference.ts'
import { REGIMES } from '../../src/domain/regime.ts'
import { SIDES } from '../../src/domain/side.ts'
import { STAGES } from '../../src/domain/stage.ts'
import { findFeature } from '../../src/domain/taxonomy.ts'
import type { Frame } from '../../src/frame/frame.ts'
import type { Slice } from '../../src/frame/slice.ts'
import { alignment, alignmentInterval } from '../../src/metrics/alignment.ts'
import { coverage } from '../../src/metrics/coverage.ts'
import { labelerAgreement } from '../../src/metrics/labeler-agreement.ts'
import { agreementRateInterval } from '../../src/metrics/labeler-agreement-rate.ts'
import { preferences } from '../../src/metrics/preference.ts'
import { prevalence } from '../../src/metrics/prevalence.ts'
import { regimes } from '../../src/metrics/regime.ts'
import { quadrants } from '../../src/metrics/reward-distribution.ts'
import { rewardShift, type ShiftSummary, shiftsOf } from '../../src/metrics/reward-shift.ts'
import {
  flips,
  rewritingAlignment,
  rewritingOf,
  rewritingPairs,
  similarity,
} from '../../src/metrics/rewriting.ts'
import { sliceOf } from '../frame/make-frame.ts'
import { loadSealSmall, readExpected } from '../frame/seal-small.ts'
import { EXACT, expectAgree } from '../golden/agree.ts'

const expected = readExpected()
let frame: Frame
let whole: Slice

beforeAll(async () => {
  frame = await loadSealSmall()
  whole = sliceOf(frame)
})

const bounds = (interval: { lower: number; upper: number } | null) =>
  interval && { lower: interval.lower, upper: interval.upper }

const test = (result: { statistic: number; pValue: number } | null) =>
  result && { statistic: result.statistic, pValue: result.pValue }

/** What R's file has of a summary of angles. */
const summaryOf = ({ pairs, mean, median, standardDeviation, tTest, signTest }: ShiftSummary) => ({
  count: pairs,
  mean,
  median,
  standardDeviation,
  tTest: test(tTest),
  signTest: test(signTest),
})

describe('the fixture seal-small against R', () => {
  it('covers what the files have', () => {
    const complete = { preScored: 600, postScored: 600, bothScored: 600, labeled: 600, complete: 600 }
    expect(coverage(whole)).toEqual({ pairs: 600, ...complete, rewritten: 400 })
  })

  it.each(STAGES)('alignment %s', (stage) => {
    const result = alignment(whole, stage)
    const { aligned, pairs, score, resistance } = result
    const ci = bounds(alignmentInterval(result, 0.95))
    expectAgree({ aligned, pairs, score, resistance, ci }, expected.alignment[stage])
    expectAgree({ aligned, pairs }, { aligned: expected.alignment[stage].aligned, pairs: 600 }, EXACT)
  })

  it('reward shift', () => {
    expectAgree(summaryOf(rewardShift(whole, {})), expected.rewardShift)
    expect(rewardShift(whole, {}).pairs).toBe(expected.rewardShift.count)
    expectAgree(Array.from(shiftsOf(whole, {}).subarray(0, 50)), expected.rewardShiftFirst)
  })

  it('regimes, in the order of Table 1', () => {
    expect(regimes(whole).map(({ regime }) => regime)).toEqual(REGIMES)
  })

  it.each(REGIMES)('regime %s', (regime) => {
    const { pairs, prevalence: share, labelerAgreement: rate } = regimes(whole)[REGIMES.indexOf(regime)]
    const { count, chosen, rejected, indifferent, ...rest } = expected.regimes[regime]
    const counts = { pairs, chosen: rate.agree, rejected: rate.disagree, indifferent: rate.indifferent }
    expectAgree(counts, { pairs: count, chosen, rejected, indifferent }, EXACT)
    expectAgree(
      {
        prevalence: share,
        agreementRate: rate.rate,
        ci: bounds(agreementRateInterval(rate, 0.95)),
        rewardShift: summaryOf(rewardShift(whole, { regime: [regime] })),
      },
      rest,
    )
  })

  const countsOf = (slice: Slice) =>
    Object.fromEntries(preferences(slice).map(({ preference, pairs }) => [preference, pairs]))

  it('preferences', () => {
    expect(countsOf(whole)).toEqual(expected.preferences)
    expect(preferences(whole).map(({ preference }) => preference)).toEqual(PREFERENCES)
  })

  it('preferences with helpfulness first: the order is a setting of the taxonomy', () => {
    const { taxonomy } = frame
    const helpfulFirst = { ...frame, taxonomy: { ...taxonomy, priority: taxonomy.priority.toReversed() } }
    expect(countsOf(sliceOf(helpfulFirst))).toEqual(expected.preferencesHelpfulFirst)
  })

  it('rewriting', () => {
    const rewriting = rewritingOf(whole, 0)
    const { before, after } = rewritingAlignment(rewriting, 'POST')
    const { pairs, keptPairs } = rewritingPairs(rewriting)
    expectAgree([pairs, keptPairs], [expected.rewriting.pairs, expected.rewriting.kept], EXACT)
    expectAgree([before.score, after.score], [expected.rewriting.before, expected.rewriting.after])
    expectAgree(
      {
        chosen: similarity(rewriting, { side: 'CHOSEN' }).mean,
        rejected: similarity(rewriting, { side: 'REJECTED' }).mean,
      },
      expected.rewriting.meanSimilarity,
    )
  })

  it('flips: those features and sides that the file has, and no others', () => {
    const found = flips(rewritingOf(whole, 0)).map(({ feature, side, gained, unchanged, lost }) => {
      const name = frame.taxonomy.features[feature].name.replace('last_response_', '')
      const counts = { GAINED: gained, UNCHANGED: unchanged, LOST: lost }
      return [`${name}.${side.toLowerCase()}`, counts] as const
    })
    expectAgree(Object.fromEntries(found), expected.rewriting.flips, EXACT)
    // Taxonomy order, chosen before rejected.
    const order = flips(rewritingOf(whole, 0)).map(({ feature, side }) => 2 * feature + SIDES.indexOf(side))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
  })

  it('stability: the labeler against the control', () => {
    const control = frame.labelers.findIndex(({ name }) => name === 'control')
    const found = labelerAgreement(whole, control)
    for (const [name, numbers] of Object.entries(expected.stability)) {
      const { agreement, kappa, entries } = found[findFeature(frame.taxonomy, name)]
      expectAgree({ agreement, kappa }, numbers)
      expect(entries).toBe(400)
    }
  })

  it('prevalence', () => {
    const found = prevalence(whole)
    for (const [name, { CHOSEN, REJECTED }] of Object.entries<Record<string, number>>(expected.prevalence)) {
      const { chosen, rejected, difference, pairs } = found[findFeature(frame.taxonomy, name)]
      expectAgree(
        { chosen, rejected, difference },
        { chosen: CHOSEN, rejected: REJECTED, difference: CHOSEN - REJECTED },
      )
      expect(pairs).toBe(600)
    }
  })

  it.each(STAGES)('quadrants %s', (stage) => {
    const { pairs, bothPositive, chosenOnlyPositive, rejectedOnlyPositive, bothNegative } = quadrants(
      whole,
      stage,
    )
    expectAgree(
      { bothPositive, chosenOnly: chosenOnlyPositive, rejectedOnly: rejectedOnlyPositive, bothNegative },
      expected.quadrants[stage],
    )
    expect(pairs).toBe(600)
  })
})
