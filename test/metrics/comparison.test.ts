import { describe, expect, it } from 'vitest'
import type { Taxonomy } from '../../src/domain/taxonomy.ts'
import type { Comparison } from '../../src/metrics/comparison.ts'
import { DEFAULT_OPTIONS } from '../../src/metrics/regression-options.ts'
import { pairsOf } from '../../src/pairs/columns/pairs.ts'
import { marginOf, type NumberTerm, shiftOf } from '../../src/pairs/terms.ts'
import { frameOf, type PlainPair } from '../frame/make-frame.ts'
import { expectAgree } from '../golden/agree.ts'
import { regression as golden } from '../golden/regression.ts'
import { ask, sliceOf } from './asking.ts'

const { chosen, rejected, rewardChosen, rewardRejected, preChosen, preRejected, theta, outcome } =
  golden.datasets.normal
const NAMES = chosen.map((_, index) => `x${index + 1}`)
const taxonomy: Taxonomy = {
  features: NAMES.map((name, index) => ({
    name,
    title: name,
    description: '',
    kind: chosen[index].includes(-1) ? 'TERNARY' : 'BOOLEAN',
    role: 'SPOILER',
    inRegressions: true,
  })),
  priority: [],
  topics: [],
  discriminations: [],
}

const labelsAt = (row: number) => {
  const of = (columns: number[][]) => Object.fromEntries(NAMES.map((name, at) => [name, columns[at][row]]))
  return { chosen: of(chosen), rejected: of(rejected) }
}

/** R's data as pairs, with rewards from which the outcome of a regression follows. */
const frameWith = (rewards: (row: number) => Pick<PlainPair, 'pre' | 'post'>) =>
  frameOf(
    outcome.map((_, rowId) => ({ rowId, labels: labelsAt(rowId), ...rewards(rowId) })),
    taxonomy,
  )

const RADIAN = Math.PI / 180
const rewarded = frameWith((row) => ({
  pre: [preChosen![row], preRejected![row]],
  post: [rewardChosen[row], rewardRejected[row]],
}))
const turned = frameWith((row) => ({
  pre: [1, 0],
  post: [Math.cos(theta[row] * RADIAN), Math.sin(theta[row] * RADIAN)],
}))
const decided = frameWith((row) => ({ post: outcome[row] === 1 ? [0, 1] : [1, 0] }))

const options = { ...DEFAULT_OPTIONS, maxVif: null, correction: 'NONE' } as const
const slices = (frame: typeof turned) =>
  [sliceOf(frame, { rowId: { gte: 40 } }), sliceOf(frame, { rowId: { lte: 79 } })] as const
const audits = [sliceOf(rewarded), sliceOf(rewarded)] as const
const stages = ['POST', 'PRE'] as const

const COMPARED: Record<keyof typeof golden.contrast, () => Promise<Comparison>> = {
  within: () => ask(audits[0], 'compareImprints', { stages, effects: 'PAIR', options }, audits[1]),
  pooled: () => ask(audits[0], 'compareImprints', { stages, effects: 'NONE', options }, audits[1]),
  shift: () => {
    const [first, second] = slices(turned)
    return ask(first, 'compareShiftImprints', { options }, second)
  },
  logit: () => {
    const [first, second] = slices(decided)
    return ask(first, 'compareMisalignment', { link: 'LOGIT', options }, second)
  },
}

describe('comparisons against R', () => {
  it.each(Object.entries(COMPARED))('%s', async (method, compare) => {
    const r = golden.contrast[method as keyof typeof COMPARED]
    const { terms, pairs } = await compare()
    expect(pairs).toBe(r.clusters)
    const expected = r.terms.filter(({ term }) => term !== '(Intercept)')
    // R takes the second less the first, by term; here the first of two is the later one.
    const actual = terms.map((term) => ({
      term: `${{ CHOSEN: 'c', REJECTED: 'r' }[term.name.side as string] ?? 'x'}${term.name.feature + 1}`,
      first: term.second,
      second: term.first,
      estimate: term.estimate,
      standardError: term.standardError,
      statistic: term.statistic,
      pValue: term.pValue,
      lower: term.confidenceInterval?.lower,
      upper: term.confidenceInterval?.upper,
    }))
    expectAgree(actual, expected, { relative: 1e-8, absolute: 1e-10 })
  })
})

it('one slice with two outcomes has two groupings, and each of them once', async () => {
  const { of } = sliceOf(turned)
  const labels = (['CHOSEN', 'REJECTED'] as const).map(
    (side) => ({ labeler: 0, side, version: 'ORIGINAL' }) as const,
  )
  const patterns = (outcome: NumberTerm) =>
    pairsOf(of).patterns({ labels, features: [0, 1], outcomes: [outcome], told: 'BOTH' })
  const [shift, margin] = [await patterns(shiftOf(0, 1)), await patterns(marginOf(1))]
  expect(margin.outcomes[0].mean).not.toEqual(shift.outcomes[0].mean)
  expect(margin.combinations).toBe(shift.combinations)
  expect(await patterns(shiftOf(0, 1))).toBe(shift)
})
