import { beforeAll, describe, expect, it } from 'vitest'
import { worded } from '../../src/audit/questions.ts'
import { STAGES, type Stage } from '../../src/domain/stage.ts'
import { alignmentInterval } from '../../src/metrics/alignment.ts'
import { agreementRateInterval } from '../../src/metrics/labeler-agreement-rate.ts'
import { compute } from '../../src/metrics/metrics.ts'
import type { Ruler } from '../../src/metrics/rulers.ts'
import type { Interval } from '../../src/stats/interval.ts'
import { databases } from '../databases.ts'
import { frameOf, type PlainPair, TAXONOMY } from '../frame/make-frame.ts'
import { expectAgree } from '../golden/agree.ts'
import { type RulerPairs, rulers } from '../golden/rulers.ts'
import { ask, sliceOf } from './asking.ts'
import { connected, EXECUTORS, written } from './both-executors.ts'

const plainPairs = (data: RulerPairs): PlainPair[] =>
  data.group.map((group, rowId) => ({
    rowId,
    group,
    tie: data.tie[rowId],
    lengths: [data.lengthChosen[rowId], data.lengthRejected[rowId]],
    ages: [data.ageChosen[rowId], data.ageRejected[rowId]],
    pre: [data.preChosen[rowId], data.preRejected[rowId]],
    post: [data.postChosen[rowId], data.postRejected[rowId]],
  }))

/** Measures by their indices, as features are counted. */
const NAMES = [...TAXONOMY.features.map(({ name }) => name), 'length', 'age', 'of_no_entry']
const named = (all: readonly Ruler[], name: string) => all.find(({ feature }) => NAMES[feature] === name)!

type Counts = { pairs: number; prompts: number; aligned: number; designEffect: number | null }
/** As R's file has it. */
const shareOf = ({ pairs, prompts, aligned, designEffect }: Counts, interval: Interval | null) =>
  pairs === 0
    ? { pairs, prompts }
    : {
        ...{ pairs, prompts, aligned, designEffect },
        interval: interval && { lower: interval.lower, upper: interval.upper },
      }

describe.each(databases())('rulers against R, $name', (databases) => {
  const connection = connected(databases)

  describe.each(Object.keys(rulers.answers))('%s', (name) => {
    let dataset: Awaited<ReturnType<typeof written>>
    beforeAll(async () => {
      dataset = await written(connection(), plainPairs(rulers.datasets[name]))
    })

    it.each(EXECUTORS.flatMap((executor) => STAGES.map((stage) => [executor, stage] as const)))(
      '%s, with the model %s',
      async (executor, stage: Stage) => {
        const { argsOf, answerOf } = worded('rulers')
        const { outline } = dataset
        const subject = outline.defaults
        const args = argsOf({ outline, subject, other: subject }, { stage })
        const found = answerOf(
          await compute('rulers', { pairs: await dataset[executor](null), other: null }, args),
        )
        for (const measure of ['length', 'age'] as const) {
          const { higherWins, ties, alignment, test, models } = rulers.answers[name][measure]
          const ruler = named(found, measure)
          expect({ higherWins: ruler.higherWins, ties: ruler.alignment.ties }).toEqual({ higherWins, ties })
          expectAgree(shareOf(ruler.alignment, alignmentInterval(ruler.alignment, 0.95)), alignment)
          expectAgree(
            ruler.test && { statistic: ruler.test.statistic, pValue: ruler.test.pValue },
            test && { ...test },
          )
          const { agree, disagree, prompts, designEffect, indifferent } = ruler.modelAgreement
          const share = { pairs: agree + disagree, aligned: agree, prompts, designEffect }
          expectAgree(
            {
              ...shareOf(share, agreementRateInterval(ruler.modelAgreement, 0.95)),
              indifferent,
            },
            models[stage],
          )
        }
      },
    )
  })
})

describe('rulers', () => {
  const of = (pairs: readonly Partial<PlainPair>[]) =>
    ask(sliceOf(frameOf(pairs.map((pair, rowId) => ({ rowId, ...pair })))), 'rulers', { stage: 'POST' })

  it('come best first in their better direction, equally good ones by name, and unknown ones last', async () => {
    const ordered = async (lengths: readonly number[], ages: readonly number[]) => {
      const found = await of(lengths.map((length, at) => ({ lengths: [length, 0], ages: [ages[at], 0] })))
      return found.map(({ feature, higherWins, alignment: { score } }) => [NAMES[feature], higherWins, score])
    }
    const last = ['of_no_entry', true, null]
    expect(await ordered([-1, -1, -1, 1], [1, 1, -1, -1])).toEqual([
      ['length', false, 0.75],
      ['age', true, 0.5],
      last,
    ])
    expect(await ordered([1, 1, -1, 1], [-1, -1, -1, 1])).toEqual([
      ['age', false, 0.75],
      ['length', true, 0.75],
      last,
    ])
  })

  it('are corrected by Holm over those that have a test', async () => {
    const pairs = Array.from({ length: 12 }, (_, at) => ({
      ...{ group: at, lengths: [1, 0] as [number, number] },
      ages: (at < 10 ? [1, 0] : [0, 1]) as [number, number],
    }))
    const all = await of(pairs)
    const [length, age] = all.map(({ test }) => test?.pValue)
    // R: p.adjust(c(binom.test(12, 12)$p.value, binom.test(10, 12)$p.value), 'holm')
    const adjusted = [0.0009765625, 0.03857421875, null]
    expect([2 * length!, age]).toEqual(adjusted.slice(0, 2))
    expect(all.map(({ adjustedPValue }) => adjustedPValue)).toEqual(adjusted)
  })

  it('say why what they lack is missing', async () => {
    const reasonsOf = ({ reason, alignment, modelAgreement }: Ruler) => [
      reason,
      alignment.reason,
      modelAgreement.reason,
    ]
    const [length, age, none] = await of([
      { group: 1, lengths: [1, 2], ages: [3, 3] },
      { group: 1, lengths: [1, 2], ages: [3, 3] },
    ])
    const onePrompt = 'all pairs are of one prompt, which does not say how much prompts differ'
    const unscored = 'no pair with different values has both rewards of the POST model'
    expect(reasonsOf(length)).toEqual([onePrompt, onePrompt, unscored])
    const constant = 'every pair has the same value on both entries'
    expect(reasonsOf(age)).toEqual([constant, constant, constant])
    const unmeasured = 'no pair of the slice has this measure on both entries'
    expect(reasonsOf(none)).toEqual([unmeasured, unmeasured, unmeasured])

    const post = [1, 1] as const
    const [right] = await of([
      { group: 1, lengths: [1, 2], post },
      { group: 1, lengths: [1, 2], post },
      { group: 2, lengths: [1, 2] },
    ])
    expect(reasonsOf(right)).toEqual([
      'it is right on every pair, or rights and wrongs are as many in every prompt',
      null,
      'the model gives both entries the same reward wherever it has scored them',
    ])
    expect(right.alignment).toMatchObject({ score: 1, pairs: 3, prompts: 2 })
    const frame = frameOf([{ rowId: 0, lengths: [1, 2] }])
    const [alone] = await ask(sliceOf(frame, null, { post: -1 }), 'rulers', { stage: 'POST' })
    expect(alone.modelAgreement.reason).toMatch(/^the dataset has no POST model: /)
  })

  it('are none without measures, and never measures that are true or false', async () => {
    const frame = frameOf([{ rowId: 0, lengths: [1, 2] }])
    const asked = (measures: typeof frame.measures) =>
      ask(sliceOf({ ...frame, measures }), 'rulers', { stage: 'POST' })
    expect(await asked([])).toEqual([])
    const measures = frame.measures.map((one, at) => (at > 0 ? { ...one, kind: 'BOOLEAN' as const } : one))
    expect((await asked(measures)).map(({ feature }) => NAMES[feature])).toEqual(['length'])
  })
})
