import { readFileSync } from 'node:fs'
import type { Inference } from './regression.ts'

/** One value per pair; a column per feature: is_helpful, is_harmless, sentiment, is_eloquent. Null is missing. */
export type PromptPairs = {
  group: number[]
  chosen: (number | null)[][]
  rejected: (number | null)[][]
} & Record<'preChosen' | 'preRejected' | 'postChosen' | 'postRejected', (number | null)[]>

type Ends = { lower: number; upper: number }
/** `aligned`: those that agree. Without pairs there is nothing else; below two prompts no interval. */
export type Share = {
  pairs: number
  prompts: number
  aligned?: number
  designEffect?: number | null
  interval?: Ends | null
}
export type Mean = {
  pairs: number
  prompts?: number
  mean?: number
  test?: (Inference & { df: number }) | null
}
type Test = { statistic: number; pValue: number }

export const ALL_ERRORS = ['IID', 'HC1', 'CLUSTER', 'PROMPT'] as const
/** Of features by name, on a side by `c.` and `r.`. */
export type Term<E extends string> = { term: string; estimate: number } & Record<E, Inference | null>
export type Fit = { n: number; df: number; prompts: number; terms: Term<(typeof ALL_ERRORS)[number]>[] }
export type Contrast = Term<'CLUSTER' | 'PROMPT'>[]

type Effects = 'PAIR' | 'NONE' | 'PROMPT'
type ByFeature<T> = Record<'is_helpful' | 'is_harmless' | 'sentiment' | 'is_eloquent', T>

export type Answers = {
  alignment: Record<'PRE' | 'POST', Share>
  preferences: Record<'CHOSEN' | 'REJECTED' | 'INDIFFERENT', Share>
  /** By regime; those that occur. */
  agreement: Record<string, Share>
  alignmentChange: Test | null
  /** POST, CHOSEN minus REJECTED. */
  alignmentContrast: Test | null
  /** POST, on the first three fifths minus on the rest. */
  partAlignment: Test | null
  rewardShift: Mean
  prevalence: ByFeature<Mean>
  /** Null: no residual degrees of freedom. */
  imprints: Record<Effects, Fit>
  /** Of rewards less their model's mean; quadrants count pairs. */
  centredShift: Mean
  centredQuadrants: Record<
    'bothPositive' | 'chosenOnlyPositive' | 'rejectedOnlyPositive' | 'bothNegative',
    number
  >
  marginChange: Mean
  calibration: Record<
    'PRE' | 'POST',
    {
      logLoss: Mean
      brier: number
      expectedCalibrationError: number
      /** Pairs with equal rewards. */
      equal: number
      bins: (Share & { from: number; to: number; confidence: number | null })[]
    }
  >
  shiftImprints: Fit
  marginChangeImprints: Fit
  linear: Fit
  logit: Fit | null
  choices: Record<'HUMAN' | 'PRE' | 'POST' | 'LABELER', Fit> | null
  /** Of the model minus of the human. */
  amplification: Record<'PRE' | 'POST', Contrast> | null
  /** Of the model after training on the first three fifths, minus of the human on the last. */
  compareChoices: Contrast | null
  /** POST minus PRE. */
  compareImprints: Record<Effects, Contrast>
  /** Of the last three fifths of the pairs minus the first. */
  compareSlices: Record<Effects, Contrast>
  compareShiftImprints: Contrast
  compareMarginChangeImprints: Contrast
  compareMisalignment: Contrast | null
}

/** What prompts.R wrote. */
export const prompts: { datasets: Record<string, PromptPairs>; answers: Record<string, Answers> } =
  JSON.parse(readFileSync(new URL('prompts.json', import.meta.url), 'utf8'))
