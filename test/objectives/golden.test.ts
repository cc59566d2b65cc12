import { describe, expect, it } from 'vitest'
import { judge } from '../../src/objectives/judge.ts'
import { frameOf } from '../frame/make-frame.ts'
import { expectAgree, P_VALUE } from '../golden/agree.ts'
import { objectives } from '../golden/objectives.ts'
import { judgingOf } from './judging.ts'
import { plainPairs } from './made-pairs.ts'

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
