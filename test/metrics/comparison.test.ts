import { describe, expect, it } from 'vitest'
import type { Taxonomy } from '../../src/domain/taxonomy.ts'
import { bothEntriesModel } from '../../src/metrics/both-entries.ts'
import {
  type Comparison,
  compareImprints,
  compareMisalignment,
  compareShiftImprints,
} from '../../src/metrics/comparison.ts'
import { DEFAULT_OPTIONS } from '../../src/metrics/regression-options.ts'
import { frameOf, type PlainPair, sliceOf } from '../frame/make-frame.ts'
import { expectAgree } from '../golden/agree.ts'
import { regression as golden } from '../golden/regression.ts'

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

const COMPARED: Record<keyof typeof golden.contrast, () => Comparison> = {
  within: () => compareImprints(audits, { stages, effects: 'PAIR', options }),
  pooled: () => compareImprints(audits, { stages, effects: 'NONE', options }),
  shift: () => compareShiftImprints(slices(turned), { options }),
  logit: () => compareMisalignment(slices(decided), { link: 'LOGIT', options }),
}

describe('comparisons against R', () => {
  it.each(Object.entries(COMPARED))('%s', (method, compare) => {
    const r = golden.contrast[method as keyof typeof COMPARED]
    const { terms, pairs } = compare()
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

it('one method on two outcomes is two models', () => {
  const slice = sliceOf(turned)
  const features = [0, 1]
  const [shift, margin] = [slice.view.shift, slice.view.margin('POST')].map((column) =>
    bothEntriesModel(slice, features, 'OLS', column),
  )
  expect(margin.observed.response.mean).not.toEqual(shift.observed.response.mean)
  expect(bothEntriesModel(slice, features, 'OLS', slice.view.shift)).toBe(shift)
})
