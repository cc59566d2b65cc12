import { beforeAll, describe, expect, it } from 'vitest'
import { PREFERENCES } from '../../src/domain/preference.ts'
import { REGIMES } from '../../src/domain/regime.ts'
import { SIDES } from '../../src/domain/side.ts'
import { STAGES } from '../../src/domain/stage.ts'
import { findFeature } from '../../src/domain/taxonomy.ts'
import type { Frame } from '../../src/frame/frame.ts'
import { alignmentInterval } from '../../src/metrics/alignment.ts'
import { agreementRateInterval } from '../../src/metrics/labeler-agreement-rate.ts'
import type { ShiftSelection, ShiftSummary } from '../../src/metrics/reward-shift.ts'
import { shiftOf } from '../../src/pairs/terms.ts'
import { loadSealSmall, readExpected } from '../frame/seal-small.ts'
import { EXACT, expectAgree } from '../golden/agree.ts'
import { ask, type Slice, sliceOf } from './asking.ts'

const expected = readExpected()
let frame: Frame
let whole: Slice

beforeAll(async () => {
  frame = await loadSealSmall()
  whole = sliceOf(frame)
})

const rewardShift = (selection: ShiftSelection) => ask(whole, 'rewardShift', selection)

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
  it('covers what the files have', async () => {
    const complete = { preScored: 600, postScored: 600, bothScored: 600, labeled: 600, complete: 600 }
    const counts = { pairs: 600, ties: 0, prompts: 600, rewritten: 400 }
    expect(await ask(whole, 'coverage', {})).toEqual({ ...counts, ...complete })
  })

  it.each(STAGES)('alignment %s', async (stage) => {
    const result = await ask(whole, 'alignment', { stage })
    const { aligned, pairs, score, resistance } = result
    const ci = bounds(alignmentInterval(result, 0.95))
    expectAgree({ aligned, pairs, score, resistance, ci }, expected.alignment[stage])
    expectAgree({ aligned, pairs }, { aligned: expected.alignment[stage].aligned, pairs: 600 }, EXACT)
  })

  it('reward shift', async () => {
    const shift = await rewardShift({})
    expectAgree(summaryOf(shift), expected.rewardShift)
    expect(shift.pairs).toBe(expected.rewardShift.count)
    const { pre, post } = whole.subject
    const angles = whole.of.space.numbers(shiftOf(pre, post)).filter((angle) => !Number.isNaN(angle))
    expectAgree(Array.from(angles.subarray(0, 50)), expected.rewardShiftFirst)
  })

  it('regimes, in the order of Table 1', async () => {
    expect((await ask(whole, 'regimes', {})).map(({ regime }) => regime)).toEqual(REGIMES)
  })

  it.each(REGIMES)('regime %s', async (regime) => {
    const all = await ask(whole, 'regimes', {})
    const { pairs, prevalence: share, labelerAgreement: rate } = all[REGIMES.indexOf(regime)]
    const { count, chosen, rejected, indifferent, ...rest } = expected.regimes[regime]
    const counts = { pairs, chosen: rate.agree, rejected: rate.disagree, indifferent: rate.indifferent }
    expectAgree(counts, { pairs: count, chosen, rejected, indifferent }, EXACT)
    expectAgree(
      {
        prevalence: share,
        agreementRate: rate.rate,
        ci: bounds(agreementRateInterval(rate, 0.95)),
        rewardShift: summaryOf(await rewardShift({ regime: [regime] })),
      },
      rest,
    )
  })

  const countsOf = async (slice: Slice) =>
    Object.fromEntries(
      (await ask(slice, 'preferences', {})).map(({ preference, pairs }) => [preference, pairs]),
    )

  it('preferences', async () => {
    expect(await countsOf(whole)).toEqual(expected.preferences)
    expect((await ask(whole, 'preferences', {})).map(({ preference }) => preference)).toEqual(PREFERENCES)
  })

  it('preferences with helpfulness first: the order is a setting of the taxonomy', async () => {
    const { taxonomy } = frame
    const helpfulFirst = { ...frame, taxonomy: { ...taxonomy, priority: taxonomy.priority.toReversed() } }
    expect(await countsOf(sliceOf(helpfulFirst))).toEqual(expected.preferencesHelpfulFirst)
  })

  it('rewriting', async () => {
    const rewriter = 0
    const { before, after } = await ask(whole, 'rewritingAlignment', { rewriter, stage: 'POST' })
    const { pairs, keptPairs } = await ask(whole, 'rewritingPairs', { rewriter })
    expectAgree([pairs, keptPairs], [expected.rewriting.pairs, expected.rewriting.kept], EXACT)
    expectAgree([before.score, after.score], [expected.rewriting.before, expected.rewriting.after])
    expectAgree(
      {
        chosen: (await ask(whole, 'similarity', { rewriter, side: 'CHOSEN' })).mean,
        rejected: (await ask(whole, 'similarity', { rewriter, side: 'REJECTED' })).mean,
      },
      expected.rewriting.meanSimilarity,
    )
  })

  it('flips: those features and sides that the file has, and no others', async () => {
    const flips = await ask(whole, 'flips', { rewriter: 0 })
    const found = flips.map(({ feature, side, gained, unchanged, lost }) => {
      const name = frame.taxonomy.features[feature].name.replace('last_response_', '')
      const counts = { GAINED: gained, UNCHANGED: unchanged, LOST: lost }
      return [`${name}.${side.toLowerCase()}`, counts] as const
    })
    expectAgree(Object.fromEntries(found), expected.rewriting.flips, EXACT)
    // Taxonomy order, chosen before rejected.
    const order = flips.map(({ feature, side }) => 2 * feature + SIDES.indexOf(side))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
  })

  it('stability: the labeler against the control', async () => {
    const control = frame.labelers.findIndex(({ name }) => name === 'control')
    const found = await ask(whole, 'labelerAgreement', { labeler: control })
    for (const [name, numbers] of Object.entries(expected.stability)) {
      const { agreement, kappa, entries } = found[findFeature(frame.taxonomy, name)]
      expectAgree({ agreement, kappa }, numbers)
      expect(entries).toBe(400)
    }
  })

  it('prevalence', async () => {
    const found = await ask(whole, 'prevalence', {})
    for (const [name, { CHOSEN, REJECTED }] of Object.entries<Record<string, number>>(expected.prevalence)) {
      const { chosen, rejected, difference, pairs } = found[findFeature(frame.taxonomy, name)]
      expectAgree(
        { chosen, rejected, difference },
        { chosen: CHOSEN, rejected: REJECTED, difference: CHOSEN - REJECTED },
      )
      expect(pairs).toBe(600)
    }
  })

  it.each(STAGES)('quadrants %s', async (stage) => {
    const { pairs, bothPositive, chosenOnlyPositive, rejectedOnlyPositive, bothNegative } = await ask(
      whole,
      'quadrants',
      { stage },
    )
    expectAgree(
      { bothPositive, chosenOnly: chosenOnlyPositive, rejectedOnly: rejectedOnlyPositive, bothNegative },
      expected.quadrants[stage],
    )
    expect(pairs).toBe(600)
  })
})
