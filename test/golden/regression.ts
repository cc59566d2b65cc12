import { readFileSync } from 'node:fs'

export type Errors = 'IID' | 'HC1' | 'CLUSTER'
export type Correction = 'BONFERRONI' | 'HOLM' | 'BENJAMINI_HOCHBERG'
/** Two-sided Wald test against 0 and the interval at 95 %. */
export type Inference = {
  standardError: number
  statistic: number
  pValue: number
  lower: number
  upper: number
}

/** One column per feature, one value per pair. The model before training only where it is needed. */
export type Pairs = {
  chosen: number[][]
  rejected: number[][]
  rewardChosen: number[]
  rewardRejected: number[]
  theta: number[]
  outcome: number[]
  preChosen?: number[]
  preRejected?: number[]
}

/** `(Intercept)`; `x1` … of differences or entries; `c1` …, `r1` … of the chosen and the rejected side. */
type Named = { term: string; vif: number | null }
export type Term = Named & { estimate: number } & Record<Errors, Inference | null>
type Dropped = { term: string; status: 'DROPPED_CONSTANT' | 'DROPPED_COLLINEAR' }
type Statistics = {
  n: number
  residualDf: number
  rSquared: number
  logLik: number | null
  deviance: number
  dropped: Dropped[]
}

/** A perfect fit has no errors, no likelihood and no corrected p-values. Only logit has `separated`. */
export type Fitted = Statistics & {
  status: 'ESTIMATED' | 'PERFECT_FIT'
  separated?: Named[]
  /** CLUSTER p-values of `terms` without the intercept, in their order. */
  adjusted: Record<Correction, number[]> | null
  terms: Term[]
}
/** `separated` is the direction that the data were made by: others may separate them too. */
export type CompletelySeparated = Statistics & {
  status: 'COMPLETELY_SEPARATED'
  separated: Named[]
  notEstimable: Named[]
}
export type GridEntry = { dataset: string; method: 'within' | 'pooled' | 'shift' | 'linear' | 'logit' } & (
  | Fitted
  | CompletelySeparated
  | { status: 'CONSTANT_RESPONSE' }
)

/** On the sides of one dataset, as `logit` is. Firth's CLUSTER has the plain scores x (y − p). */
type LogitTerm = { term: string; estimate: number; IID: Inference; CLUSTER: Inference }
export type Firth = { n: number; logLik: number; penalizedLogLik: number; terms: LogitTerm[] }
export type Marginal = { n: number; terms: LogitTerm[] }

/** `estimate` is second − first; n counts the rows of both, clusters the pairs in either. */
export type Contrast = {
  n: number
  clusters: number
  terms: ({ term: string; first: number; second: number; estimate: number } & Inference)[]
}

/** What regression.R wrote. */
export type Regression = {
  datasets: Record<string, Pairs>
  grid: GridEntry[]
  firth: Record<'normal' | 'quasiSeparated' | 'separated', Firth>
  marginal: Record<'normal' | 'heteroskedastic', Marginal>
  /** Of dataset normal. First and second: PRE and POST for within and pooled, pairs 1 … 80 and 41 … 120 for the rest. */
  contrast: Record<'within' | 'pooled' | 'shift' | 'logit', Contrast>
  tQuantiles: { p: number; df: number; t: number }[]
  tTails: { t: number; df: number; pValue: number }[]
  normalTails: { z: number; pValue: number }[]
}

export const regression: Regression = JSON.parse(
  readFileSync(new URL('regression.json', import.meta.url), 'utf8'),
)
