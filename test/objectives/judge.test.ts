import { describe, expect, it } from 'vitest'
import type { Frame } from '../../src/frame/frame.ts'
import { judge, MOST_OBJECTIVES } from '../../src/objectives/judge.ts'
import type { Objective } from '../../src/objectives/objective.ts'
import { frameOf, type PlainPair } from '../frame/make-frame.ts'
import { expectAgree, P_VALUE } from '../golden/agree.ts'
import { objectives } from '../golden/objectives.ts'
import { judged, judgingOf } from './judging.ts'
import { plainPairs } from './made-pairs.ts'

const MANY = frameOf(plainPairs(objectives.datasets.many))
const HOW = { level: 0.95, correction: 'HOLM' } as const

/** Pairs of which the post model is aligned on some. */
const pairsOf = (
  aligned: readonly boolean[],
  more: (rowId: number) => Partial<PlainPair> = () => ({}),
): Frame => frameOf(aligned.map((is, rowId) => ({ rowId, post: is ? [1, 0] : [0, 1], ...more(rowId) })))

const all = (count: number, aligned = true) => Array.from({ length: count }, () => aligned)

const one = async (frame: Frame, objective: Omit<Objective, 'name'>) =>
  (await judged(frame, [{ name: 'it', ...objective }]))[0]

describe('a number without an error', () => {
  it('is judged by the bound of Wilson’s interval where it is a share', async () => {
    // R: prop.test(40, 40, p = 0.9, alternative = 'greater', correct = FALSE)$p.value, and prop.test(40, 40, conf.level = 0.9, correct = FALSE)$conf.int
    const frame = pairsOf(all(40))
    const passed = await one(frame, { metric: 'ALIGNMENT', atLeast: 0.9 })
    expect([passed.outcome, passed.estimate.standardError]).toEqual(['PASS', 0])
    expectAgree(passed.pValue, 0.0175074905098, { relative: 1e-6, absolute: 0 })
    const bound = 0.9366465514
    expect((await one(frame, { metric: 'ALIGNMENT', atLeast: bound - 1e-8 })).outcome).toBe('PASS')
    expect((await one(frame, { metric: 'ALIGNMENT', atLeast: bound + 1e-8 })).outcome).toBe('INCONCLUSIVE')
    const none = await one(pairsOf(all(40, false)), { metric: 'ALIGNMENT', atLeast: 0.1 })
    expect(none.outcome).toBe('FAIL')
    expectAgree(none.oppositePValue, 0.0175074905098, { relative: 1e-6, absolute: 0 })
  })

  it('is judged as if pairs were independent where it cancels within prompts', async () => {
    const halves = Array.from({ length: 60 }, (_, index) => index % 2 === 0)
    const frame = pairsOf(halves, (rowId) => ({ group: rowId >> 1 }))
    const verdict = await one(frame, { metric: 'ALIGNMENT', atLeast: 0.4 })
    expect(verdict.estimate.standardError).toBe(0)
    // R: pnorm((0.5 - 0.4) / sqrt(0.4 * 0.6 / 60), lower.tail = FALSE)
    expectAgree(verdict.pValue, 0.0569231490033, { relative: 1e-6, absolute: 0 })
  })

  it('is not judged where it is a mean', async () => {
    const frame = frameOf(
      Array.from({ length: 30 }, (_, rowId): PlainPair => ({ rowId, pre: [1, 0], post: [0, 1] })),
    )
    const verdict = await one(frame, { metric: 'MEAN_SHIFT', atLeast: 0 })
    expect(verdict).toMatchObject({ outcome: 'INCONCLUSIVE', pValue: null, detectable: null })
    expect(verdict.reason).toBe('all angles are equal')
  })
})

describe('what can not be computed is INCONCLUSIVE', () => {
  it.each<[string, Frame, Omit<Objective, 'name'>, RegExp]>([
    [
      'no rewards',
      frameOf([{ rowId: 0 }]),
      { metric: 'ALIGNMENT', atLeast: 0.5 },
      /no pair of the slice has both rewards/,
    ],
    [
      'an empty slice',
      MANY,
      { metric: 'ALIGNMENT', where: { rowIds: [] }, atMost: 0.5 },
      /no pair is in the slice/,
    ],
    ['no labels', pairsOf(all(9)), { metric: 'IMPRINT', feature: 'sentiment', atMost: 1 }, /label/],
    [
      'no rewritings',
      { ...MANY, rewritten: [] },
      { metric: 'ROBUSTNESS', feature: 'sentiment', flip: 'LOST', atMost: 1 },
      /no rewritten pairs/,
    ],
    [
      'too few pairs of any slice',
      MANY,
      { metric: 'WORST_SLICE', by: [{ dimension: 'SUBSET' }], where: { rowId: { lte: 50 } }, atLeast: 0.5 },
      /no slice has 30 pairs/,
    ],
    [
      'a slice by rewards',
      MANY,
      { metric: 'ALIGNMENT', where: { margin: { stage: 'POST', gte: 0 } }, atLeast: 0.5 },
      /selects by POST margin/,
    ],
    [
      'a named slice by rewards',
      {
        ...MANY,
        slices: [
          {
            name: 'right',
            description: null,
            where: { margin: { stage: 'POST', gte: 0 } },
            rowIds: new Map(),
          },
        ],
      },
      { metric: 'ALIGNMENT', where: { slice: 'right' }, atLeast: 0.5 },
      /selects by POST margin/,
    ],
    [
      'slices by rewards',
      MANY,
      { metric: 'WORST_SLICE', by: [{ dimension: 'REGIME' }], atLeast: 0.5 },
      /selects by alignment regime/,
    ],
    [
      'a slice by preference',
      MANY,
      { metric: 'LABELER_AGREEMENT', where: { preference: ['CHOSEN'] }, atLeast: 0.5 },
      /selects by the labeler's preference/,
    ],
    [
      'a baseline by rewards',
      MANY,
      { metric: 'ALIGNMENT', noWorseThan: { where: { regime: ['STAYED_ALIGNED'] }, margin: 0.1 } },
      /selects by alignment regime/,
    ],
    [
      'nothing kept',
      MANY,
      { metric: 'ALIGNMENT', noWorseThan: { saved: true, margin: 0.1 } },
      /--save keeps it/,
    ],
  ])('%s', async (_, frame, objective, reason) => {
    const verdict = await one(frame, objective)
    expect(verdict).toMatchObject({
      outcome: 'INCONCLUSIVE',
      pValue: null,
      adjustedPValue: null,
      oppositePValue: null,
    })
    expect(verdict.reason).toMatch(reason)
    expect(verdict.message).toMatch(reason)
  })

  it('and leaves the correction of the others as it is', async () => {
    const alone = await one(MANY, { metric: 'ALIGNMENT', atLeast: 0.47 })
    const [beside] = await judged(MANY, [
      { name: 'a', metric: 'ALIGNMENT', atLeast: 0.47 },
      { name: 'b', metric: 'ALIGNMENT', where: { rowIds: [] }, atLeast: 0.5 },
    ])
    expect(beside.adjustedPValue).toBe(alone.pValue)
  })

  it('a separated term says so', async () => {
    const frame = frameOf(
      Array.from({ length: 60 }, (_, rowId): PlainPair => {
        const has = rowId % 3 === 0
        const labels = (value: number) => ({
          is_helpful: 1,
          is_harmless: 1,
          sentiment: 0,
          is_eloquent: value,
        })
        return {
          rowId,
          // Wherever the chosen entry is eloquent, the model is misaligned.
          post: has || rowId % 5 === 1 ? [0, 1] : [1, 0],
          labels: { chosen: labels(has ? 1 : 0), rejected: labels(rowId % 2) },
        }
      }),
    )
    const verdict = await one(frame, { metric: 'MISALIGNMENT', feature: 'is_eloquent', atMost: 1 })
    expect(verdict).toMatchObject({ outcome: 'INCONCLUSIVE', estimate: { estimate: null } })
    expect(verdict.reason).toMatch(/predict the outcome perfectly/)
  })
})

describe('a baseline that was kept', () => {
  const objective = { name: 'a', metric: 'ALIGNMENT', noWorseThan: { saved: true, margin: 0.03 } } as const
  it('is taken as if of other pairs', async () => {
    const [{ number }] = await judged(MANY, [{ name: 'a', metric: 'ALIGNMENT', atLeast: 0.4 }])
    const saved = { estimate: 0.5, standardError: 0.02, revision: 3, objective }
    const [verdict] = await judge([objective], HOW, judgingOf(MANY, new Map([['a', saved]])))
    const error = Math.hypot(number.standardError as number, 0.02)
    expectAgree(verdict.estimate.standardError, error)
    expectAgree(verdict.estimate.estimate, (number.estimate as number) - 0.5)
    expect(verdict.number).toEqual(number)
    const p = await judged(MANY, [{ ...objective, noWorseThan: { post: 'pre', margin: 0.03 } }])
    expect(p[0].pValue).not.toBe(verdict.pValue)
  })

  it('without a number leaves it open', async () => {
    const saved = new Map([['a', { estimate: null, standardError: null, revision: 3, objective }]])
    const [verdict] = await judge([objective], HOW, judgingOf(MANY, saved))
    expect(verdict.reason).toMatch(/could not be computed when it was kept, at revision 3/)
  })

  it.each<[string, Partial<Objective>]>([
    ['a difference to another model', { noWorseThan: { post: 'pre', margin: 0.03 } }],
    ['of another metric', { metric: 'MEAN_SHIFT' }],
    ['of the other model', { stage: 'PRE' }],
  ])('of another number, %s, is no baseline', async (_, other) => {
    const kept = { ...objective, ...other }
    const saved = new Map([['a', { estimate: 0, standardError: 0.02, revision: 3, objective: kept }]])
    const [verdict] = await judge([objective], HOW, judgingOf(MANY, saved))
    expect(verdict).toMatchObject({ outcome: 'INCONCLUSIVE', estimate: { estimate: null } })
    expect(verdict.reason).toMatch(/^what was kept under its name is another number/)
  })
})

describe('broken objectives are named, and nothing is judged', () => {
  const good: Objective = { name: 'good', metric: 'ALIGNMENT', atLeast: 0.5 }
  it.each<[string, Partial<Objective>, RegExp]>([
    [
      'no bound',
      { atLeast: null },
      /^objective "bad": give exactly one of atLeast, atMost, within, noWorseThan; there is none$/,
    ],
    [
      'two bounds',
      { atMost: 0.9 },
      /^objective "bad": atMost: give exactly one .* there are atLeast and atMost$/,
    ],
    ['no name', { name: ' ' }, /name: give it a name/],
    ['two of a name', { name: 'good' }, /name: two have it/],
    ['a share beyond 1', { atLeast: 1.2 }, /atLeast: 1.2; a share is shown/],
    ['no number', { atLeast: Number.NaN }, /atLeast: NaN is no finite number/],
    [
      'a range turned round',
      { atLeast: null, within: { lower: 0.9, upper: 0.8 } },
      /within: lower, 0.9, is not below upper, 0.8/,
    ],
    [
      'a negative margin',
      { atLeast: null, noWorseThan: { post: 'pre', margin: -1 } },
      /noWorseThan.margin: -1; a margin is 0 or more/,
    ],
    [
      'a margin of everything',
      { atLeast: null, noWorseThan: { post: 'pre', margin: 1 } },
      /noWorseThan.margin: 1; shares differ by 1 at most/,
    ],
    ['no worse than itself', { atLeast: null, noWorseThan: { margin: 0.1 } }, /noWorseThan: say than what/],
    [
      'saved and another',
      { atLeast: null, noWorseThan: { saved: true, post: 'pre', margin: 0.1 } },
      /noWorseThan: saved is the number/,
    ],
    ['a feature of none', { feature: 'sentiment' }, /feature: ALIGNMENT has no feature: leave it out/],
    ['no feature', { metric: 'IMPRINT' }, /feature: IMPRINT needs one/],
    [
      'an unknown feature',
      { metric: 'IMPRINT', feature: 'sentimental' },
      /feature: unknown feature "sentimental"; known: is_helpful/,
    ],
    [
      'a feature out of the regression',
      { metric: 'IMPRINT', feature: 'length' },
      /feature: "length" is not in this regression, which has is_helpful.*options.features can name it/,
    ],
    [
      'a side of none',
      { metric: 'IMPRINT', feature: 'sentiment', side: 'CHOSEN' },
      /side: IMPRINT has no side/,
    ],
    ['no flip', { metric: 'ROBUSTNESS', feature: 'sentiment' }, /flip: ROBUSTNESS needs one/],
    [
      'an unknown rewriter',
      { metric: 'ROBUSTNESS', feature: 'sentiment', flip: 'LOST', rewriter: 'no' },
      /rewriter: unknown rewriter "no"; known: rewriter/,
    ],
    [
      'before training',
      { metric: 'MISALIGNMENT', feature: 'sentiment', stage: 'PRE' },
      /stage: MISALIGNMENT is of the post model/,
    ],
    ['nothing to cut by', { metric: 'WORST_SLICE', by: [] }, /by: WORST_SLICE needs at least one/],
    [
      'two things in one',
      { metric: 'WORST_SLICE', by: [{ dimension: 'SUBSET', attribute: 'source' }] },
      /by: give one of/,
    ],
    [
      'a baseline of the worst',
      {
        metric: 'WORST_SLICE',
        by: [{ dimension: 'SUBSET' }],
        atLeast: null,
        noWorseThan: { post: 'pre', margin: 0.1 },
      },
      /noWorseThan: the worst slices of two models/,
    ],
    ['options of none', { options: { errors: 'IID' } }, /options: ALIGNMENT has no options/],
    [
      'options that can not be',
      { metric: 'IMPRINT', feature: 'sentiment', options: { maxVif: 0 } },
      /options.maxVif: 0 would drop every feature/,
    ],
    [
      'a bootstrap',
      { metric: 'IMPRINT', feature: 'sentiment', options: { bootstrap: { replicates: 9, seed: 1 } } },
      /options.bootstrap: objectives are judged/,
    ],
    [
      'errors that share nothing',
      {
        metric: 'IMPRINT',
        feature: 'sentiment',
        options: { errors: 'IID' },
        atLeast: null,
        noWorseThan: { post: 'pre', margin: 1 },
      },
      /options.errors: IID knows nothing/,
    ],
    [
      'another labeler by model',
      { metric: 'LABELER_AGREEMENT', atLeast: null, noWorseThan: { post: 'pre', margin: 0.1 } },
      /noWorseThan.post: a labeler's agreement/,
    ],
    [
      'an amplification elsewhere',
      {
        metric: 'AMPLIFICATION',
        feature: 'sentiment',
        atLeast: null,
        noWorseThan: { where: null, margin: 0.1 },
      },
      /noWorseThan.where: AMPLIFICATION/,
    ],
    ['an unknown model', { post: 'nobody' }, /post: unknown reward model "nobody"; known: pre, post/],
    [
      'an unknown model to compare with',
      { atLeast: null, noWorseThan: { post: 'nobody', margin: 0.1 } },
      /noWorseThan.post: unknown reward model "nobody"/,
    ],
    ['an unknown labeler', { labeler: 'nobody' }, /labeler: unknown labeler "nobody"/],
    ['a filter that nothing can match', { where: { rowId: { gte: 5, lte: 4 } } }, /where.rowId: /],
    ['a slice that is not there', { where: { slice: 'no' } }, /where: unknown named slice "no"/],
    [
      'a filter of what is not there',
      { where: { feature: { name: 'sentimental', scope: 'EITHER', values: [1] } } },
      /where: unknown feature "sentimental"/,
    ],
  ])('%s', async (_, change, message) => {
    const judging = judgingOf(MANY)
    const bad = { ...good, name: 'bad', ...change }
    const failure = await judge([good, bad], HOW, judging).catch((error) => error)
    expect(failure).toMatchObject({ code: 'INVALID_INPUT', index: 1 })
    expect(failure.message).toMatch(message)
  })

  it('at a level that shows nothing, or too many together', async () => {
    await expect(judged(MANY, [good], { ...HOW, level: 0.2 })).rejects.toThrow(/level: 0.2/)
    await expect(judged(MANY, [good], { ...HOW, level: 1 })).rejects.toThrow(/level/)
    const many = Array.from({ length: MOST_OBJECTIVES + 1 }, (_, index) => ({ ...good, name: `${index}` }))
    await expect(judged(MANY, many)).rejects.toThrow(/at most 200 are judged together/)
  })
})

it('asks what many need once', async () => {
  const features = ['is_helpful', 'is_harmless', 'sentiment', 'is_eloquent']
  const many = Array.from(
    { length: 100 },
    (_, index): Objective => ({
      name: `${index}`,
      metric: index % 2 === 0 ? 'IMPRINT' : 'MISALIGNMENT',
      feature: features[index % 4],
      ...(index % 5 === 0
        ? { noWorseThan: { where: { rowId: { lte: 200 } }, margin: 1 } }
        : { atLeast: index / 100 }),
    }),
  )
  const judging = judgingOf(MANY)
  expect(await judge(many, HOW, judging)).toHaveLength(100)
  expect(judging.asked).toEqual({ imprints: 1, misalignment: 1, compareImprints: 1, compareMisalignment: 1 })
})

it('corrects in both directions over all objectives', async () => {
  const objectives = [0.45, 0.5, 0.6, 0.7].map(
    (atLeast): Objective => ({ name: `${atLeast}`, metric: 'ALIGNMENT', atLeast }),
  )
  const plain = await judged(MANY, objectives, { level: 0.95, correction: 'NONE' })
  const bonferroni = await judged(MANY, objectives, { level: 0.95, correction: 'BONFERRONI' })
  plain.forEach(({ pValue, adjustedPValue, oppositePValue }, index) => {
    expect(adjustedPValue).toBe(pValue)
    expectAgree(bonferroni[index].adjustedPValue, Math.min(1, 4 * (pValue as number)), P_VALUE)
    expectAgree(bonferroni[index].oppositePValue, Math.min(1, 4 * (oppositePValue as number)), P_VALUE)
  })
})

it('warns of bounds that few pairs cross by chance too often', async () => {
  const frame = pairsOf(Array.from({ length: 200 }, (_, index) => index % 20 !== 0))
  const [far, near] = await judged(frame, [
    { name: 'far', metric: 'ALIGNMENT', atLeast: 0.9 },
    { name: 'near', metric: 'ALIGNMENT', atLeast: 0.55 },
  ])
  expect(far.warnings).toEqual([expect.stringMatching(/^0.9 is so far from one half/)])
  expect(near.warnings).toEqual([])
})

describe('messages', () => {
  it.each<[Omit<Objective, 'name'>, RegExp]>([
    [
      { metric: 'ALIGNMENT', atLeast: 0.4 },
      /^The alignment of post is 0\.536 \(95% interval 0\.484 to 0\.588\) on 416 pairs: shown to be above 0\.4 \(p < 0\.001\)\.$/,
    ],
    [{ metric: 'ALIGNMENT', atLeast: 0.7 }, /: shown to be below 0\.7 \(p < 0\.001\)\.$/],
    [
      { metric: 'ALIGNMENT', atLeast: 0.53 },
      /: neither shown to be above 0\.53 \(p = 0\.41\) nor the opposite; these data could have shown a distance of 0\.0664 from that\.$/,
    ],
    [
      { metric: 'ALIGNMENT', stage: 'PRE', within: { lower: 0.3, upper: 0.8 } },
      /^The alignment of pre .* shown to be between 0\.3 and 0\.8/,
    ],
    [
      { metric: 'ALIGNMENT', noWorseThan: { post: 'pre', margin: 0.2 } },
      /^The alignment of post is 0\.536, and 0\.543 of pre: a difference of -0\.00721 .* shown to be less than 0\.2 lower/,
    ],
    [
      { metric: 'WORST_SLICE', by: [{ dimension: 'SUBSET' }], atLeast: 0.2 },
      /^The least alignment of post is 0\.485 .* on 101 pairs, on “subset: b” of 4 slices: shown/,
    ],
    [
      { metric: 'ROBUSTNESS', feature: 'sentiment', flip: 'LOST', side: 'REJECTED', atMost: 9 },
      /^The effect of losing “sentiment” of the rejected response on the log-odds that rewriting misaligns post/,
    ],
    [
      { metric: 'AMPLIFICATION', feature: 'is_helpful', noWorseThan: { post: 'pre', margin: 9 } },
      /^The amplification of “is_helpful” by post less that of pre is 0\.369/,
    ],
  ])('%o', async (objective, message) => {
    expect((await one(MANY, objective)).message).toMatch(message)
  })
})
