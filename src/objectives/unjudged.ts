import type { Verdict } from './judge.ts'
import type { Objective } from './objective.ts'
import { askedWords } from './words.ts'

/** Of an objective that was kept and can't be judged any more, as what it names is gone. */
export const unjudged = (objective: Objective, why: string): Verdict => {
  const nothing = { estimate: null, standardError: null }
  const reason = `can't be judged any more: ${why}`
  return {
    name: objective.name,
    objective,
    outcome: 'INCONCLUSIVE',
    asked: askedWords(objective),
    estimate: { ...nothing, statistic: null, pValue: null, confidenceInterval: null },
    pValue: null,
    adjustedPValue: null,
    oppositePValue: null,
    detectable: null,
    number: nothing,
    pairs: 0,
    reason,
    message: `The objective ${reason}.`,
    warnings: [],
  }
}
