import { describe, expect, it } from 'vitest'
import { judge } from '../../src/objectives/judge.ts'
import { frameOf, type PlainPair, TAXONOMY } from '../frame/make-frame.ts'
import { expectAgree, P_VALUE } from '../golden/agree.ts'
import { type ObjectivePairs, objectives } from '../golden/objectives.ts'
import { judgingOf } from './judging.ts'

const NAMES = TAXONOMY.features.map(({ name }) => name)

const plainPairs = (data: ObjectivePairs): PlainPair[] =>
  data.group.map((group, rowId) => {
    const side = (columns: (number | null)[][]) =>
      Object.fromEntries(NAMES.map((name, feature) => [name, columns[feature][rowId] as number]))
    return {
      rowId,
      group,
      subset: data.subset[rowId],
      pre: [data.preChosen[rowId], data.preRejected[rowId]],
      post: [data.postChosen[rowId], data.postRejected[rowId]],
      labels: { chosen: side(data.chosen), rejected: side(data.rejected) },
      rewrite: {
        pre: [data.rewrittenPreChosen[rowId], data.rewrittenPreRejected[rowId]],
        post: [data.rewrittenPostChosen[rowId], data.rewrittenPostRejected[rowId]],
        labels: { chosen: side(data.rewrittenChosen), rejected: side(data.rewrittenRejected) },
      },
    }
  })

describe.each(Object.keys(objectives.answers))('objectives against R: %s', async (name) => {
  const golden = objectives.answers[name]
  const judging = judgingOf(frameOf(plainPairs(objectives.datasets[name])))
  const verdicts = await judge(
    golden.map(({ objective }) => objective),
    { level: 0.95, correction: 'HOLM' },
    judging,
  )

  it.each(golden.map(({ objective }, index) => [objective.name, index] as const))('%s', (_, index) => {
    const verdict = verdicts[index]
    const wanted = golden[index]
    const { estimate, standardError } = verdict.estimate
    // Differences of shares and terms cancel.
    expectAgree(estimate, wanted.estimate, { relative: 1e-8, absolute: 1e-10 })
    expectAgree(standardError, wanted.standardError)
    expectAgree(verdict.detectable, wanted.detectable)
    for (const p of ['pValue', 'adjustedPValue', 'oppositePValue'] as const)
      expectAgree(verdict[p], wanted[p], P_VALUE)
    expect([verdict.outcome, verdict.pairs]).toEqual([wanted.outcome, wanted.pairs])
  })
})
