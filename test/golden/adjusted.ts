import { readFileSync } from 'node:fs'
import type { Stage } from '../../src/domain/stage.ts'
import type { Adjustment } from '../../src/metrics/adjustment.ts'
import type { Estimate } from '../../src/metrics/regression-result.ts'

type Column = (number | null)[]

/** One value per pair; null is missing. Unlabeled ones have no helpful and no eloquent. */
export type AdjustedPairs = { group: number[]; tie: boolean[] } & Partial<
  Record<`${'length' | 'age' | 'helpful' | 'eloquent' | 'pre' | 'post'}${'Chosen' | 'Rejected'}`, Column>
>

export type AdjustedAnswer = {
  stage: Stage
  method: Adjustment
  features: string[]
  pairs: number
  prompts: number
  aligned: number
  designEffect: number
  resistance: number
  turned: number
  change: number
  /** Null where no pair turned. */
  test: { standardError: number; statistic: number; pValue: number; lower: number; upper: number } | null
}

/** What adjusted.R wrote. */
export const adjustedGolden: {
  datasets: Record<string, AdjustedPairs>
  answers: Record<string, AdjustedAnswer[]>
  sealSmall: AdjustedAnswer[]
} = JSON.parse(readFileSync(new URL('adjusted.json', import.meta.url), 'utf8'))

type Found = {
  alignment: { pairs: number; prompts: number; aligned: number; designEffect: number | null }
  change: Estimate
  resistance: number | null
  turned: number
}

/** An answer as R's file has it. */
export const asInR = ({ alignment, change, resistance, turned }: Found) => {
  const { pairs, prompts, aligned, designEffect } = alignment
  const { estimate, standardError, statistic, pValue, confidenceInterval } = change
  return {
    ...{ pairs, prompts, aligned, designEffect, resistance, turned },
    change: estimate,
    test: confidenceInterval && {
      ...{ standardError, statistic, pValue },
      ...{ lower: confidenceInterval.lower, upper: confidenceInterval.upper },
    },
  }
}
