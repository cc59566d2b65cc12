import { readFileSync } from 'node:fs'
import type { Objective } from '../../src/objectives/objective.ts'
import type { Outcome } from '../../src/objectives/verdict.ts'
import type { PromptPairs } from './prompts.ts'

type Rewritten = Record<
  'rewrittenPreChosen' | 'rewrittenPreRejected' | 'rewrittenPostChosen' | 'rewrittenPostRejected',
  (number | null)[]
> &
  Record<'rewrittenChosen' | 'rewrittenRejected', (number | null)[][]>

export type ObjectivePairs = PromptPairs & Rewritten & { subset: string[] }

/** p-values but the first are corrected over all of a dataset. */
export type Judged = {
  objective: Objective
  outcome: Outcome
  estimate: number
  standardError: number | null
  pairs: number
  pValue: number | null
  adjustedPValue: number | null
  oppositePValue: number | null
  detectable: number | null
}

/** What objectives.R wrote. */
export const objectives: { datasets: Record<string, ObjectivePairs>; answers: Record<string, Judged[]> } =
  JSON.parse(readFileSync(new URL('objectives.json', import.meta.url), 'utf8'))
