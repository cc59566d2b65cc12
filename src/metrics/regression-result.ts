import type { NamedFeature } from '../domain/measure.ts'
import type { BootstrapEstimate } from '../stats/bootstrap.ts'
import type { ErrorType } from '../stats/covariance.ts'
import type { GoodnessOfFit, Observed } from '../stats/fitted.ts'
import type { Interval } from '../stats/interval.ts'
import type { Penalty } from '../stats/logit.ts'
import type { Correction } from '../stats/p-adjust.ts'
import type { ColumnResult, Effect, RegressionResult } from '../stats/regression.ts'
import type { TermStatus } from '../stats/term-status.ts'
import { FEWEST_CLUSTERS } from '../stats/varying-clusters.ts'
import type { Reference } from '../stats/wald.ts'
import type { Method, RegressionModel, TermName } from './regression-model.ts'
import type { RegressionOptions } from './regression-options.ts'
import { ONE_PROMPT } from './samples.ts'

/** An estimate with its Wald test; the test is null where nothing says how wrong the estimate is. */
export type Estimate = {
  estimate: number | null
  standardError: number | null
  statistic: number | null
  pValue: number | null
  confidenceInterval: Interval | null
}

export type Term = Estimate & {
  name: TermName | null
  title: string
  status: TermStatus
  adjustedPValue: number | null
  oddsRatio: number | null
  /** Of a number: the estimate for one standard deviation of it, over all entries. */
  perStandardDeviation: number | null
  vif: number | null
  marginalEffect: Estimate | null
  bootstrap: (BootstrapEstimate & { replicates: number }) | null
  reason: string | null
}

export type Regression = GoodnessOfFit & {
  method: Method
  errors: ErrorType
  correction: Correction
  penalty: Penalty
  /** Of the terms' tests. */
  reference: Reference
  terms: Term[]
  intercept: Term | null
  observations: number
  pairs: number
}

const finite = (value: number | null | undefined): number | null =>
  value !== null && value !== undefined && Number.isFinite(value) ? value : null

export const estimateOf = (effect: Effect | null): Estimate => ({
  estimate: finite(effect?.estimate),
  standardError: finite(effect?.standardError),
  statistic: finite(effect?.statistic),
  pValue: finite(effect?.pValue),
  confidenceInterval: effect?.confidenceInterval ?? null,
})

const REASONS: Record<TermStatus, string | null> = {
  ESTIMATED: null,
  DROPPED_CONSTANT: 'it does not vary',
  DROPPED_COLLINEAR: 'it is an exact combination of earlier terms',
  DROPPED_VIF: 'its variance inflation factor was the largest above maxVif',
  SEPARATED:
    'the data predict the outcome perfectly along this term: its estimate is infinite (penalty: FIRTH has a finite one)',
  NOT_ESTIMABLE: 'the data say nothing of it',
}

/** What else says why a term has no numbers; `ofDifferences`: terms are what entries of a pair, or of a prompt, differ in. */
type Without = {
  ofDifferences: 'pair' | 'prompt' | null
  lack: string | null
  warnings: readonly string[]
}

export const differencesOf = ({ design, absorbed }: Observed): Without['ofDifferences'] =>
  design.intercept ? null : absorbed === undefined ? 'pair' : 'prompt'

/** Why a term of a status has no numbers; null of one that has. */
export const withoutEstimate = (
  status: TermStatus,
  { ofDifferences, lack, warnings }: Without,
): string | null => {
  if (status === 'DROPPED_CONSTANT' && ofDifferences)
    return `it never differs between the entries of a ${ofDifferences}`
  // What keeps terms from being estimated without a fault of their own is the first thing to be warned of.
  if (status === 'NOT_ESTIMABLE') return lack ?? warnings[0] ?? REASONS[status]
  return REASONS[status]
}

/** Why a column that varies in few clusters has no errors. */
export const tooFew = ({ listed }: RegressionModel, clusters: number): string =>
  `it varies in ${clusters} ${listed ? 'prompt' : 'pair'}${clusters === 1 ? '' : 's'} alone, and robust errors need ${FEWEST_CLUSTERS}`

/** Ready for an axis: 'is harmless (c)', 'is eloquent (r), gained'. */
export const titleOf = (features: readonly NamedFeature[], { feature, side, flip }: TermName): string => {
  const of = side === null ? '' : side === 'CHOSEN' ? ' (c)' : ' (r)'
  return `${features[feature].title}${of}${flip === null ? '' : `, ${flip.toLowerCase()}`}`
}

const termOf = (
  { status, vif, effect, adjustedPValue, marginalEffect, fewClusters }: ColumnResult,
  name: TermName | null,
  title: string,
  { unsure, ...without }: Without & { method: Method; unsure(fewClusters: number | null): string },
  spread: number | null = null,
): Term => ({
  name,
  title,
  status,
  ...estimateOf(effect),
  adjustedPValue: finite(adjustedPValue),
  oddsRatio: without.method === 'LOGIT' && effect ? finite(Math.exp(effect.estimate)) : null,
  perStandardDeviation: effect && spread !== null ? finite(effect.estimate * spread) : null,
  vif: finite(vif),
  marginalEffect: marginalEffect && estimateOf(marginalEffect),
  bootstrap: null,
  reason:
    withoutEstimate(status, without) ?? (effect?.standardError === undefined ? unsure(fewClusters) : null),
})

/** Why a term has no column in the design. */
export const unlabeledReason = ({ terms }: RegressionModel): string =>
  terms.some(({ name }) => name.flip !== null)
    ? 'no rewritten pair of the slice has this label on both entries, before and after rewriting'
    : 'no pair of the slice has this label on both entries'

const UNLABELED: ColumnResult = {
  status: 'NOT_ESTIMABLE',
  vif: null,
  effect: null,
  adjustedPValue: null,
  marginalEffect: null,
  fewClusters: null,
}

const UNLABELED_EVERYWHERE = 'no pair of the slice has these labels on both entries'

const unlabeledWarning = ({ terms, features }: RegressionModel): string[] => {
  if (!terms.some(({ labeled }) => labeled)) return [UNLABELED_EVERYWHERE]
  const names = new Set(terms.flatMap(({ name, labeled }) => (labeled ? [] : [features[name.feature].name])))
  return names.size === 0 ? [] : [`no pair of the slice is labeled with ${[...names].join(', ')}: left out`]
}

const lackingWarning = ({ lacking, patterns }: RegressionModel): string[] => {
  if (lacking.size === 0) return []
  const number = (count: number) => count.toLocaleString('en-US')
  const [first, ...others] = [...lacking].map(([name, pairs]) => ({ name, pairs: number(pairs) }))
  const more = others.map(({ name, pairs }) => `, ${pairs} lack ${name}`).join('')
  return [`${first.pairs} of ${number(patterns.gaps.pairs)} pairs lack ${first.name}${more}: left out`]
}

/** What is not adjusted for although it was asked for: controls are no terms that could say so themselves. */
const droppedControls = (model: RegressionModel, { columns, warnings }: RegressionResult): string[] => {
  const { terms, features, observed } = model
  const ofDifferences = differencesOf(observed)
  const reasons = new Map<string, Set<string>>()
  let next = observed.design.intercept ? 1 : 0
  for (const { name, isControl } of terms.filter(({ labeled }) => labeled)) {
    const { status } = columns[next++]
    if (!isControl || !status.startsWith('DROPPED')) continue
    const reason = withoutEstimate(status, { ofDifferences, lack: null, warnings }) as string
    reasons.set(reason, (reasons.get(reason) ?? new Set()).add(features[name.feature].name))
  }
  return [...reasons].map(([reason, names]) => `not adjusted for ${[...names].join(', ')}: ${reason}`)
}

/** What is to be known of a regression as a whole; `lack`: what stood in the way of any estimate, and is said alone. */
export const warningsOf = (
  model: RegressionModel,
  result: RegressionResult,
  lack: string | null,
): string[] => {
  if (lack !== null) return [lack]
  const unlabeled = unlabeledWarning(model)
  if (unlabeled[0] === UNLABELED_EVERYWHERE) return unlabeled
  return [...unlabeled, ...lackingWarning(model), ...result.warnings, ...droppedControls(model, result)]
}

/** A result with the terms' names: every one that was asked for, those that were dropped included. */
export const namedResult = (
  model: RegressionModel,
  result: RegressionResult,
  lack: string | null,
  { errors, correction, penalty, scale }: RegressionOptions,
): Regression => {
  const { method, pairs, observed } = model
  const { intercept } = observed.design
  const [first, ...rest] = result.columns
  const columns = intercept ? rest : result.columns
  // Null where it is beyond the range of numbers.
  const hasResiduals = result.residualDegreesOfFreedom > 0 && result.deviance !== 0
  const unsure = (fewClusters: number | null) => {
    if (!hasResiduals) return 'there are no residuals to say how wrong the estimate is'
    if (errors === 'PROMPT' && pairs > 1 && observed.clusters.count < 2) return ONE_PROMPT
    if (fewClusters !== null) return tooFew(model, fewClusters)
    return 'the residuals cancel within clusters: they do not say how wrong the estimate is'
  }
  const without = { method, ofDifferences: differencesOf(observed), lack, warnings: result.warnings, unsure }
  let next = 0
  const terms = model.terms.map(({ name, labeled, spread }) => {
    const title = titleOf(model.features, name)
    if (labeled) return termOf(columns[next++], name, title, without, scale === 'RAW' ? spread : null)
    const reason = lack ?? unlabeledReason(model)
    return { ...termOf(UNLABELED, name, title, without), reason }
  })
  return {
    method,
    errors,
    correction,
    penalty,
    reference: result.reference,
    terms,
    intercept: intercept ? termOf(first, null, 'intercept', without) : null,
    observations: method === 'WITHIN' ? 2 * pairs : result.observations,
    pairs,
    residualDegreesOfFreedom: Math.max(0, result.residualDegreesOfFreedom),
    rSquared: finite(result.rSquared),
    logLikelihood: finite(result.logLikelihood),
    deviance: finite(result.deviance),
    converged: result.converged,
    iterations: result.iterations,
    warnings: warningsOf(model, result, lack),
  }
}
