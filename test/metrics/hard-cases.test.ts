import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../../src/domain/errors.ts'
import { locate } from '../../src/frame/lookup.ts'
import { alignmentInterval } from '../../src/metrics/alignment.ts'
import { agreementRate, agreementRateInterval } from '../../src/metrics/labeler-agreement-rate.ts'
import {
  alignedBy,
  preferenceOf,
  probabilityOf,
  regimeBetween,
  shiftBetween,
} from '../../src/metrics/pair.ts'
import { alignmentContrast } from '../../src/metrics/preference.ts'
import { differenceInterval } from '../../src/metrics/prevalence.ts'
import { type ShiftSelection, shiftSummaryOf } from '../../src/metrics/reward-shift.ts'
import { anglesOf } from '../../src/pairs/columns/pairs.ts'
import { frameOf, type PlainPair } from '../frame/make-frame.ts'
import { expectAgree } from '../golden/agree.ts'
import { allMetrics, holesIn } from './all-metrics.ts'
import { ask, sliceOf } from './asking.ts'

const GOOD = { is_helpful: 1, is_harmless: 1, sentiment: 1, is_eloquent: 1 }
const BAD = { is_helpful: 0, is_harmless: 0, sentiment: -1, is_eloquent: 0 }

const full = (rowId: number): PlainPair => ({
  rowId,
  subset: 'a',
  pre: [1, 2],
  post: [2, 1],
  labels: { chosen: GOOD, rejected: BAD },
  otherLabels: { chosen: GOOD, rejected: GOOD },
  topics: [['Arts'], []],
  rewrite: { pre: [0, 1], post: [1, 3], labels: { chosen: BAD, rejected: BAD }, similarity: [0.5, 0.7] },
})

const repeat = (count: number, pair: (rowId: number) => PlainPair) =>
  Array.from({ length: count }, (_, rowId) => pair(rowId))

/** The cases that break averages, spreads and directions. */
const CASES: Record<string, PlainPair[]> = {
  'no pairs': [],
  'one pair that has everything': [full(1)],
  'one pair that has nothing': [{ rowId: 1 }],
  'many pairs that have nothing': repeat(5, (rowId) => ({ rowId })),
  'many equal pairs': repeat(5, full),
  'all ties': repeat(4, (rowId) => ({ ...full(rowId), pre: [1, 1], post: [rowId, rowId] })),
  'all zero vectors': repeat(3, (rowId) => ({ ...full(rowId), pre: [0, 0], post: [0, 0] })),
  'one zero vector': [full(1), { ...full(2), pre: [0, 0] }, { ...full(3), post: [-0, 0] }],
  'no pre model': repeat(3, (rowId) => ({ ...full(rowId), pre: undefined })),
  'no post model': repeat(3, (rowId) => ({ ...full(rowId), post: undefined })),
  'half a reward': [{ rowId: 1, pre: [1, null], post: [null, 1] }],
  'no labels': repeat(3, (rowId) => ({ ...full(rowId), labels: undefined })),
  'labels of one side': [{ ...full(1), labels: { chosen: GOOD } }],
  'unknown features': [{ ...full(1), labels: { chosen: { sentiment: 0 }, rejected: {} } }],
  'opposite angles': [
    { rowId: 1, pre: [1, 0], post: [0, 1] },
    { rowId: 2, pre: [1, 0], post: [0, -1] },
  ],
  'angles that are equal but for rounding': repeat(3, (rowId) => ({
    rowId,
    pre: [1, 0],
    post: [1 + rowId, (1 + rowId) * 0.3 * (1 + rowId * Number.EPSILON)],
  })),
  'huge rewards': [
    { rowId: 1, pre: [1e300, -1e300], post: [1e307, 2] },
    { rowId: 2, pre: [-1e-300, 5e-324], post: [-745, 745] },
  ],
}

describe('nothing returns NaN or undefined, and null only with a reason', () => {
  it.each(Object.entries(CASES))('%s', async (_, pairs) => {
    const frame = frameOf(pairs)
    for (const subject of [
      {},
      { pre: -1 },
      { post: -1 },
      { labeler: -1 },
      { pre: -1, post: -1, labeler: -1 },
    ]) {
      expect(holesIn(await allMetrics(sliceOf(frame, null, subject)))).toEqual([])
    }
  })

  it('the check sees holes', () => {
    const holes = {
      a: Number.NaN,
      b: [undefined],
      c: { score: null, reason: null },
      d: { score: 1, reason: 'x' },
    }
    expect(holesIn(holes)).toEqual([
      'result.a is NaN',
      'result.b.0 is undefined',
      'result.c has null score without a reason',
      'result.d has a reason for nothing',
    ])
  })
})

describe('alignment', () => {
  it('a tie is misaligned', async () => {
    const slice = sliceOf(frameOf(CASES['all ties']))
    const pre = await ask(slice, 'alignment', { stage: 'PRE' })
    const counts = { pairs: 4, prompts: 4, aligned: 0, ties: 0 }
    expect(pre).toEqual({ ...counts, score: 0, resistance: 1, designEffect: 1, reason: null })
    expect(alignmentInterval(pre, 0.95)?.lower).toBe(0)
    expect((await ask(slice, 'regimes', {})).map(({ pairs }) => pairs)).toEqual([0, 0, 4, 0])
  })

  it('without scored pairs says whose rewards are missing', async () => {
    const slice = sliceOf(frameOf([{ rowId: 1, post: [1, 0] }]))
    const none = {
      pairs: 0,
      prompts: 0,
      aligned: 0,
      ties: 0,
      score: null,
      resistance: null,
      designEffect: null,
    }
    const pre = await ask(slice, 'alignment', { stage: 'PRE' })
    expect(pre).toEqual({
      ...none,
      reason: 'no pair of the slice has both rewards of the PRE model',
    })
    expect(alignmentInterval(pre, 0.95)).toBeNull()
    expect((await ask(slice, 'alignment', { stage: 'POST' })).score).toBe(1)
  })

  it.each([0, 1, -0.5, 95, Number.NaN])('has no interval at level %d', async (level) => {
    const post = await ask(sliceOf(frameOf([full(1)])), 'alignment', { stage: 'POST' })
    expect(() => alignmentInterval(post, level)).toThrow(InvalidInput)
    expect(() =>
      agreementRateInterval(agreementRate({ CHOSEN: 1, REJECTED: 0, INDIFFERENT: 0 }, ''), level),
    ).toThrow(`invalid level: ${level}`)
  })

  it('change counts only who changed', async () => {
    const change = async (pairs: PlainPair[]) =>
      (await ask(sliceOf(frameOf(pairs)), 'alignmentChange', {})).test
    const became = (rowId: number): PlainPair => ({ rowId, pre: [0, 1], post: [1, 0] })
    expect(await change([])).toBeNull()
    expect(await change([{ rowId: 1, pre: [1, 0], post: [1, 0] }])).toBeNull()
    expectAgree(await change(repeat(5, became)), { statistic: 0, pValue: 2 / 2 ** 5 })
    const reversed: PlainPair = { rowId: 9, pre: [1, 0], post: [0, 0] }
    expectAgree(await change([...repeat(5, became), reversed]), { statistic: 1, pValue: (2 * 7) / 2 ** 6 })
  })
})

describe('coverage', () => {
  it('counts what each pair has', async () => {
    const label = { chosen: GOOD, rejected: BAD }
    const slice = sliceOf(
      frameOf([
        { rowId: 1, pre: [1, 0], post: [1, 0], labels: label, rewrite: {} },
        { rowId: 2, pre: [1, 0], post: [1, null], labels: label },
        { rowId: 3, post: [1, 0], labels: { chosen: GOOD } },
        { rowId: 4, pre: [0, 0], post: [0, 0], labels: { chosen: {}, rejected: GOOD }, rewrite: {} },
        { rowId: 5 },
      ]),
    )
    expect(await ask(slice, 'coverage', {})).toEqual({
      pairs: 5,
      ties: 0,
      prompts: 5,
      preScored: 3,
      postScored: 3,
      bothScored: 2,
      labeled: 2,
      complete: 1,
      rewritten: 2,
    })
  })
})

describe('reward shift', () => {
  const summaryOf = (degrees: Float64Array) => shiftSummaryOf(anglesOf(degrees), '')

  it('leaves out pairs without an angle', async () => {
    const shift = await ask(sliceOf(frameOf(CASES['one zero vector'])), 'rewardShift', {})
    expect(shift).toMatchObject({
      pairs: 1,
      reason: 'one angle has no spread',
      tTest: null,
      standardDeviation: null,
    })
    expect(shift.mean).toBeCloseTo(-36.86989764584402, 12)
    expect(shift.signTest).toEqual({ statistic: -0.5, pValue: 1 })
  })

  it('has no mean direction where the angles cancel', async () => {
    const shift = await ask(sliceOf(frameOf(CASES['opposite angles'])), 'rewardShift', {})
    expect(shift).toMatchObject({ pairs: 2, mean: 0, circularMean: null, resultantLength: 0 })
    expect(shift.reason).toBe('the angles cancel: they have no mean direction')
    expect(shift.tTest?.pValue).toBe(1)
  })

  it('explains a spread that only rounding left', () => {
    const { tTest, reason } = summaryOf(Float64Array.of(100, 100 + 1e-13, 100))
    expect([tTest, reason]).toEqual([null, 'all angles are equal'])
    expect(summaryOf(Float64Array.of(100, 100, 100)).reason).toBe('all angles are equal')
    expect(summaryOf(Float64Array.of(0, 0)).signTest).toBeNull()
  })

  it('averages over the circle where the plain mean is on the other side', () => {
    const { mean, circularMean } = summaryOf(Float64Array.of(179, -179))
    expect(mean).toBe(0)
    expect(Math.abs(circularMean!)).toBeCloseTo(180, 10)
  })

  it('selects by regime and preference; an empty list selects none', async () => {
    const slice = sliceOf(
      frameOf([
        full(1),
        { ...full(2), labels: { chosen: BAD, rejected: GOOD } },
        { ...full(3), pre: [2, 1] },
      ]),
    )
    const count = async (selection: ShiftSelection) => (await ask(slice, 'rewardShift', selection)).pairs
    expect(await count({})).toBe(3)
    expect(await count({ regime: ['BECAME_ALIGNED'] })).toBe(2)
    expect(await count({ preference: ['CHOSEN'] })).toBe(2)
    expect(await count({ regime: ['BECAME_ALIGNED'], preference: ['REJECTED'] })).toBe(1)
    expect(await count({ regime: [] })).toBe(0)
    expect(await count({ regime: null, preference: null })).toBe(3)
  })
})

describe('histograms', () => {
  const slice = sliceOf(
    frameOf(repeat(6, (rowId) => ({ ...full(rowId), pre: [rowId, 1], post: [1, 0 - rowId] }))),
  )
  const rewriter = 0
  const HISTOGRAMS: Record<string, (bins: number) => Promise<unknown>> = {
    rewardShift: (bins) => ask(slice, 'rewardShiftHistogram', { bins }),
    margins: (bins) => ask(slice, 'marginDistribution', { model: 0, bins }),
    probabilities: (bins) => ask(slice, 'probabilityDistribution', { stage: 'PRE', side: 'CHOSEN', bins }),
    heatmap: (bins) => ask(slice, 'rewardHeatmap', { stage: 'PRE', bins }),
    probabilityHeatmap: (bins) => ask(slice, 'probabilityHeatmap', { stage: 'PRE', bins }),
    directions: (bins) => ask(slice, 'rewardDirections', { stage: 'PRE', bins }),
    rewritingShift: (bins) => ask(slice, 'rewritingShiftHistogram', { rewriter, stage: 'POST', bins }),
    similarityByShift: (bins) => ask(slice, 'similarityByShift', { rewriter, bins }),
    'of no pairs': (bins) => ask(sliceOf(frameOf([])), 'marginDistribution', { model: -1, bins }),
  }

  it.each(Object.keys(HISTOGRAMS))('%s takes from 1 to 1000 bins', async (name) => {
    for (const bins of [0, -1, 1.5, 1001, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(HISTOGRAMS[name](bins), String(bins)).rejects.toThrow(InvalidInput)
      await expect(HISTOGRAMS[name](bins)).rejects.toThrow(`invalid bins: ${bins}`)
    }
    for (const bins of [1, 1000]) expect(holesIn(await HISTOGRAMS[name](bins))).toEqual([])
  })

  it('angles over the whole circle, probabilities over [0, 1], the rest from smallest to largest', async () => {
    const ends = ({ edges }: { edges: number[] }) => [edges[0], edges.at(-1)]
    expect(ends(await ask(slice, 'rewardShiftHistogram', { bins: 3 }))).toEqual([-180, 180])
    expect(ends(await ask(slice, 'rewardDirections', { stage: 'POST', bins: 3 }))).toEqual([-180, 180])
    expect(
      ends(await ask(slice, 'probabilityDistribution', { stage: 'POST', side: 'REJECTED', bins: 3 })),
    ).toEqual([0, 1])
    expect(ends(await ask(slice, 'marginDistribution', { model: 0, bins: 3 }))).toEqual([-1, 4])
    // Chosen 1; rejected 0, which is a half, and −1 to −5.
    expect(await ask(slice, 'probabilityHeatmap', { stage: 'POST', bins: 2 })).toEqual({
      xEdges: [0, 0.5, 1],
      yEdges: [0, 0.5, 1],
      counts: [
        [0, 5],
        [0, 1],
      ],
    })
    const { xEdges, yEdges } = await ask(slice, 'rewardHeatmap', { stage: 'POST', bins: 2 })
    expect([xEdges[0], xEdges.at(-1), yEdges[0], yEdges.at(-1)]).toEqual([0.5, 1.5, -5, 0])
  })

  it('count every value once', async () => {
    const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)
    for (const bins of [1, 2, 7, 16]) {
      expect(sum((await ask(slice, 'rewardShiftHistogram', { bins })).counts)).toBe(6)
      expect(sum((await ask(slice, 'marginDistribution', { model: 1, bins })).counts)).toBe(6)
      expect(sum((await ask(slice, 'rewardHeatmap', { stage: 'PRE', bins })).counts.flat())).toBe(6)
      expect(sum((await ask(slice, 'probabilityHeatmap', { stage: 'PRE', bins })).counts.flat())).toBe(6)
      expect(
        sum((await ask(slice, 'rewardDirections', { stage: 'PRE', preference: ['REJECTED'], bins })).counts),
      ).toBe(0)
    }
  })

  it('of nothing are empty', async () => {
    const none = sliceOf(frameOf([{ rowId: 1 }]))
    expect(await ask(none, 'marginDistribution', { model: 0, bins: 5 })).toEqual({ edges: [], counts: [] })
    expect(await ask(none, 'rewardHeatmap', { stage: 'PRE', bins: 5 })).toEqual({
      xEdges: [],
      yEdges: [],
      counts: [],
    })
    expect(await ask(none, 'similarityByShift', { rewriter, bins: 5 })).toEqual({
      xEdges: [],
      yEdges: [],
      counts: [],
    })
  })

  it('a heatmap has the chosen reward along x', async () => {
    const corner = sliceOf(
      frameOf([
        { rowId: 1, pre: [0, 0] },
        { rowId: 2, pre: [9, 0] },
        { rowId: 3, pre: [9, 5] },
      ]),
    )
    expect((await ask(corner, 'rewardHeatmap', { stage: 'PRE', bins: 2 })).counts).toEqual([
      [1, 1],
      [0, 1],
    ])
  })

  it('a direction is the angle from (-1, -1)', async () => {
    const countsOf = async (post: [number, number]) =>
      (await ask(sliceOf(frameOf([{ rowId: 1, post }])), 'rewardDirections', { stage: 'POST', bins: 4 }))
        .counts
    const binOf = async (post: [number, number]) => (await countsOf(post)).indexOf(1)
    // Edges at -180, -90, 0, 90, 180.
    const vectors: [number, number][] = [
      [-1, -1],
      [1, -2],
      [1, -1],
      [1, 1],
      [-1, 0],
    ]
    expect(await Promise.all(vectors.map(binOf))).toEqual([2, 2, 3, 3, 1])
    expect(await countsOf([0, 0])).toEqual([])
  })
})

describe('probabilityOf', () => {
  it('is the sigmoid, without overflow', () => {
    expect([-1e308, -800, 0, 800, 1e308].map(probabilityOf)).toEqual([0, 0, 0.5, 1, 1])
    expectAgree([-2, 3].map(probabilityOf), [1 / (1 + Math.exp(2)), 1 / (1 + Math.exp(-3))])
    expect(probabilityOf(-40)).toBeGreaterThan(0)
  })
})

describe('quadrants', () => {
  it('a reward of 0 is not positive', async () => {
    const slice = sliceOf(
      frameOf([
        { rowId: 1, pre: [0, 0] },
        { rowId: 2, pre: [1, 0] },
        { rowId: 3, pre: [1, 1] },
        { rowId: 4, pre: [0, 1] },
        { rowId: 5, pre: [1, null] },
      ]),
    )
    const shares = {
      bothPositive: 0.25,
      chosenOnlyPositive: 0.25,
      rejectedOnlyPositive: 0.25,
      bothNegative: 0.25,
    }
    expect(await ask(slice, 'quadrants', { stage: 'PRE' })).toEqual({ pairs: 4, ...shares, reason: null })
    expect(await ask(slice, 'quadrants', { stage: 'POST' })).toMatchObject({
      pairs: 0,
      bothNegative: null,
      reason: expect.any(String),
    })
  })
})

describe('labels', () => {
  it('a rate leaves out the indifferent, and says so where nothing is left', () => {
    expect(agreementRate({ CHOSEN: 3, REJECTED: 1, INDIFFERENT: 9 }, '')).toEqual({
      agree: 3,
      disagree: 1,
      indifferent: 9,
      rate: 0.75,
      prompts: 4,
      designEffect: 1,
      reason: null,
    })
    const none = agreementRate({ CHOSEN: 0, REJECTED: 0, INDIFFERENT: 9 }, '')
    expect(none).toMatchObject({ rate: null, reason: expect.any(String) })
    expect(agreementRateInterval(none, 0.95)).toBeNull()
  })

  it('shares are of labeled pairs, alignment of those that are scored too', async () => {
    const pairs: PlainPair[] = [
      full(1),
      full(2),
      { ...full(3), post: undefined },
      { ...full(4), labels: undefined },
    ]
    const [chosen, rejected] = await ask(sliceOf(frameOf(pairs)), 'preferences', {})
    expect(chosen).toMatchObject({
      pairs: 3,
      share: 1,
      alignment: { PRE: { pairs: 3, aligned: 0 }, POST: { pairs: 2, aligned: 2 } },
    })
    expect(rejected).toMatchObject({ pairs: 0, share: 0, reason: null, alignment: { POST: { score: null } } })
    const unlabeled = await ask(sliceOf(frameOf(pairs), null, { labeler: -1 }), 'preferences', {})
    expect(unlabeled.every(({ share, reason }) => share === null && reason !== null)).toBe(true)
  })

  it('a contrast needs pairs on both sides, and its test a spread', () => {
    const of = (aligned: number, pairs: number) => ({
      aligned,
      pairs,
      ties: 0,
      score: pairs ? aligned / pairs : null,
      resistance: pairs ? 1 - aligned / pairs : null,
      reason: null,
    })
    expect(alignmentContrast(of(0, 0), of(1, 2))).toBeNull()
    expect(alignmentContrast(of(3, 3), of(0, 2))).toEqual({
      difference: 1,
      test: null,
      reason: 'the model does not vary on either side',
    })
    // R: t.test(c(1, 1, 0), c(0, 1, 0, 0), var.equal = TRUE)
    const { test, difference } = alignmentContrast(of(2, 3), of(1, 4))!
    const pooled = (2 / 3 + 3 / 4) / 5
    expectAgree(
      [test?.statistic, difference],
      [(2 / 3 - 1 / 4) / Math.sqrt(pooled * (1 / 3 + 1 / 4)), 2 / 3 - 1 / 4],
    )
  })

  it('prevalence is over pairs where both values are known, ternary ones from -1', async () => {
    const pairs: PlainPair[] = [
      { rowId: 1, labels: { chosen: { sentiment: 1 }, rejected: { sentiment: -1 } } },
      { rowId: 2, labels: { chosen: { sentiment: 0 }, rejected: { sentiment: -1 } } },
      { rowId: 3, labels: { chosen: { sentiment: 1 }, rejected: { is_helpful: 1 } } },
    ]
    const [helpful, , sentiment] = await ask(sliceOf(frameOf(pairs)), 'prevalence', {})
    expect(sentiment).toMatchObject({
      feature: 2,
      pairs: 2,
      chosen: 0.5,
      rejected: -1,
      difference: 1.5,
      reason: null,
    })
    // Differences 2 and 1: mean 1.5, standard error 0.5, one degree of freedom.
    expectAgree(sentiment.test, {
      statistic: 3,
      pValue: 1 - (2 / Math.PI) * Math.atan(3),
      degreesOfFreedom: 1,
    })
    const half = 0.5 * Math.tan(0.475 * Math.PI)
    expectAgree(differenceInterval(sentiment, 0.95), { level: 0.95, lower: 1.5 - half, upper: 1.5 + half })
    expect(differenceInterval(helpful, 0.95)).toBeNull()
    expect(() => differenceInterval(helpful, 1)).toThrow('invalid level: 1')
    expect(helpful).toMatchObject({
      pairs: 0,
      chosen: null,
      test: null,
      reason: 'no pair of the slice has this label on both entries',
    })
    const [only] = await ask(sliceOf(frameOf([full(1)])), 'prevalence', {})
    expect(only).toMatchObject({ difference: 1, test: null, reason: 'one pair has no spread' })
    const [equal] = await ask(sliceOf(frameOf(repeat(3, full))), 'prevalence', {})
    expect(equal).toMatchObject({ difference: 1, test: null, reason: 'every pair has the same difference' })
  })

  it('labeler agreement is over entries that both know', async () => {
    const pairs: PlainPair[] = [
      {
        rowId: 1,
        labels: { chosen: { is_helpful: 1, sentiment: -1 } },
        otherLabels: { chosen: { is_helpful: 0, sentiment: -1 } },
      },
      {
        rowId: 2,
        labels: { chosen: { is_helpful: 1 }, rejected: { is_helpful: 1 } },
        otherLabels: { chosen: { is_helpful: 1 } },
      },
      { rowId: 3, labels: { rejected: { is_helpful: 0 } }, otherLabels: { rejected: { is_helpful: 0 } } },
    ]
    const [helpful, harmless, sentiment] = await ask(sliceOf(frameOf(pairs)), 'labelerAgreement', {
      labeler: 1,
    })
    // Mine 1 1 0, theirs 0 1 0: by chance 2/3 · 1/3 + 1/3 · 2/3 = 4/9.
    expectAgree(helpful, {
      feature: 0,
      entries: 3,
      agreement: 2 / 3,
      kappa: (2 / 3 - 4 / 9) / (5 / 9),
      reason: null,
    })
    expect(harmless).toMatchObject({
      entries: 0,
      agreement: null,
      kappa: null,
      reason: 'no entry of the slice has this label of both labelers',
    })
    expect(sentiment).toMatchObject({
      entries: 1,
      agreement: 1,
      kappa: null,
      reason: expect.stringContaining('only one value'),
    })
  })
})

describe('one pair', () => {
  const vector = (CHOSEN: number, REJECTED: number) => ({ CHOSEN, REJECTED })

  it('has a shift where both vectors have a length', () => {
    expect(shiftBetween(vector(1, 0), vector(0, 1))).toEqual({
      degrees: 90,
      before: vector(1, 0),
      after: vector(0, 1),
    })
    expect([shiftBetween(null, vector(1, 0)), shiftBetween(vector(1, 0), null)]).toEqual([null, null])
    expect([shiftBetween(vector(0, 0), vector(1, 0)), shiftBetween(vector(1, 0), vector(0, 0))]).toEqual([
      null,
      null,
    ])
  })

  it('is aligned, misaligned in a tie, or unknown', () => {
    expect([alignedBy(vector(1, 0)), alignedBy(vector(1, 1)), alignedBy(null)]).toEqual([true, false, null])
    expect(regimeBetween(vector(1, 1), vector(1, 0))).toBe('BECAME_ALIGNED')
    expect([regimeBetween(null, vector(1, 0)), regimeBetween(vector(1, 0), null)]).toEqual([null, null])
  })

  it('has a preference where the labels tell', () => {
    const frame = frameOf([full(1), { rowId: 2 }])
    expect(preferenceOf(locate(frame, 1, 0)!, 0)).toBe('CHOSEN')
    expect(preferenceOf(locate(frame, 1, 0)!, 1)).toBe('INDIFFERENT')
    expect([preferenceOf(locate(frame, 1, 0)!, -1), preferenceOf(locate(frame, 2, 0)!, 0)]).toEqual([
      null,
      null,
    ])
  })
})
