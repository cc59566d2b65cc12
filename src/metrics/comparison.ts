import { InvalidInput } from '../domain/errors.ts'
import type { Stage } from '../domain/stage.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'
import type { Slice } from '../frame/slice.ts'
import { type Clustered, contrast, type Shared, sharedClusters } from '../stats/contrast.ts'
import { adjustPValues, type Correction } from '../stats/p-adjust.ts'
import { type RegressionResult, regress } from '../stats/regression.ts'
import type { TermStatus } from '../stats/term-status.ts'
import { type Reference, waldTest } from '../stats/wald.ts'
import { type Effects, imprintModel } from './imprint.ts'
import { extentOf, lacking, type Need } from './lacking.ts'
import { type Link, MISALIGNMENT_NEEDS, misalignmentModel } from './misalignment.ts'
import { familyOf, type GroupedModel, type Method, type Model, type TermName } from './regression-model.ts'
import { assertOptions, type RegressionOptions, wantedFeatures } from './regression-options.ts'
import {
  type Estimate,
  estimateOf,
  titleOf,
  unlabeledReason,
  warningsOf,
  withoutEstimate,
} from './regression-result.ts'
import { SHIFT_IMPRINT_NEEDS, shiftImprintModel } from './shift-imprint.ts'

/** One term in two audits; `estimate` is the first's less the second's. */
export type TermDifference = Estimate & {
  name: TermName
  title: string
  /** ESTIMATED in both, or why not. */
  status: TermStatus
  adjustedPValue: number | null
  first: number | null
  second: number | null
  reason: string | null
}

export type Comparison = {
  method: Method
  correction: Correction
  terms: TermDifference[]
  /** Pairs of either regression, and of both. */
  pairs: number
  sharedPairs: number
  warnings: string[]
}

/** A regression to be compared, and what stands in its way. */
export type ComparedModel = { model: GroupedModel; lack: string | null }
type Side = ComparedModel & { result: RegressionResult }

const fitted = (
  { model, lack }: ComparedModel,
  { level, maxVif, penalty, correction }: RegressionOptions,
): Side => {
  const specification = {
    family: familyOf(model),
    errors: 'CLUSTER',
    correction,
    level,
    maxVif,
    penalty,
  } as const
  return { model, lack, result: regress(model.observed, specification) }
}

const clusteredOf = ({ model, result: { fitted } }: Side): Clustered | null => {
  if (!fitted || fitted.kept.length === 0) return null
  return { fitted, clusters: model.pairs, couples: model.observed.couples }
}

/** The design's column of each term, -1 where it has none. */
const termColumns = ({ terms, observed }: GroupedModel): number[] => {
  let next = observed.design.intercept ? 1 : 0
  return terms.map(({ labeled }) => (labeled ? next++ : -1))
}

const NAMES = ['the first audit', 'the other audit']

/** Why a term has no difference: what the audits say that have no estimate of it. */
const reasonOf = (sides: readonly Side[], index: number, columns: readonly number[][]): string => {
  const why = sides.map(({ model, lack, result: { columns: all, warnings } }, side) => {
    const found = all[columns[side][index]]
    const { method } = model
    return found
      ? withoutEstimate(found.status, { method, lack, warnings })
      : (lack ?? unlabeledReason(model))
  })
  if (why[0] === why[1] && why[0] !== null) return why[0]
  return why.flatMap((reason, side) => (reason === null ? [] : [`${NAMES[side]}: ${reason}`])).join('; ')
}

/** Fits both models and takes the difference of each term; `shared`: the pairs that are in both. */
export const compareModels = (
  models: readonly [ComparedModel, ComparedModel],
  shared: Shared,
  { taxonomy, options }: { taxonomy: Taxonomy; options: RegressionOptions },
): Comparison => {
  const sides = models.map((model) => fitted(model, options))
  const [first] = sides
  const [a, b] = sides.map(clusteredOf)
  const between = a && b && contrast(a, b, shared)
  const columns = sides.map(({ model }) => termColumns(model))
  const method = first.model.method
  const reference: Reference =
    method === 'LOGIT' ? 'NORMAL' : { degreesOfFreedom: (between?.clusters ?? 0) - 1 }
  const terms = first.model.terms.map(({ name }, index): TermDifference => {
    const results = sides.map(({ result }, side) => result.columns[columns[side][index]])
    const [mine, theirs] = results.map((result) => result?.effect?.estimate)
    const status = results
      .map((result) => result?.status ?? 'NOT_ESTIMABLE')
      .find((one) => one !== 'ESTIMATED')
    const term = { name, title: titleOf(taxonomy, name), adjustedPValue: null }
    const alone = { first: mine ?? null, second: theirs ?? null }
    if (mine === undefined || theirs === undefined || !between) {
      const why = status ?? 'NOT_ESTIMABLE'
      return {
        ...term,
        ...alone,
        ...estimateOf(null),
        status: why,
        reason: reasonOf(sides, index, columns) || 'nothing says how wrong the difference is',
      }
    }
    const [i, j] = [a, b].map((side, at) => (side as Clustered).fitted.kept.indexOf(columns[at][index]))
    const difference = mine - theirs
    const test = waldTest(difference, between.standardError(i, j), reference, options.level)
    return {
      ...term,
      ...alone,
      ...estimateOf({ estimate: difference, ...test }),
      status: 'ESTIMATED',
      reason: test ? null : 'nothing says how wrong the difference is',
    }
  })
  const tested = terms.filter(({ pValue }) => pValue !== null)
  const adjusted = adjustPValues(
    tested.map(({ pValue }) => pValue as number),
    options.correction,
  )
  tested.forEach((term, index) => {
    term.adjustedPValue = adjusted[index]
  })
  return {
    method,
    correction: options.correction,
    terms,
    pairs: between?.clusters ?? 0,
    sharedPairs: between?.shared ?? 0,
    warnings: sides.flatMap(({ model, lack, result }, side) =>
      warningsOf(model, result, { taxonomy, lack }).map((warning) => `${NAMES[side]}: ${warning}`),
    ),
  }
}

/** @throws InvalidInput for options that a comparison can't have. */
export const assertComparable = (options: RegressionOptions) => {
  assertOptions(options)
  if (options.errors !== 'CLUSTER') {
    throw new InvalidInput(
      `options.errors: ${options.errors} knows nothing of the pairs that both audits share; a comparison has CLUSTER`,
    )
  }
  if (options.bootstrap)
    throw new InvalidInput('options.bootstrap: a comparison has none; ask each audit for its own')
}

/** What two audits compare: both with the same features and options. */
type Compared = readonly [first: Slice, second: Slice]

/** What of two audits is compared, and what each of both needs for it. */
type Comparing = {
  needs: readonly [readonly Need[], readonly Need[]]
  models: (features: readonly number[]) => readonly [Model, Model]
}

const comparison = (
  [first, second]: Compared,
  options: RegressionOptions,
  { needs, models }: Comparing,
): Comparison => {
  assertComparable(options)
  const { taxonomy } = first.view.frame
  if (second.view.frame !== first.view.frame) throw new Error('audits of two revisions')
  const [a, b] = models(wantedFeatures(taxonomy, options.features))
  const byCluster = ({ observed, observations: { pairs, each } }: Model) => ({
    clusters: pairs,
    observations: each,
    response: observed.response,
  })
  const compared = [
    { model: a, lack: lacking(extentOf(first), needs[0]) },
    { model: b, lack: lacking(extentOf(second), needs[1]) },
  ] as const
  return compareModels(compared, sharedClusters(byCluster(a), byCluster(b)), { taxonomy, options })
}

/**
 * Differences of equation 1's terms between two audits, or between two stages. Errors are clustered by pair over both,
 * so that pairs that both share count as such. R: `vcovCL(lm(dy ~ 0 + audit:dX), cluster = pair, type = 'HC1')`.
 *
 * @throws InvalidInput, NotFound for options that can't be used
 */
export const compareImprints = (
  slices: Compared,
  {
    stages,
    effects,
    options,
  }: { stages: readonly [Stage, Stage]; effects: Effects; options: RegressionOptions },
): Comparison =>
  comparison(slices, options, {
    needs: [
      [stages[0], 'LABELS'],
      [stages[1], 'LABELS'],
    ],
    models: (features) => [
      imprintModel(slices[0], effects, stages[0], features),
      imprintModel(slices[1], effects, stages[1], features),
    ],
  })

/** The same of equation 2. R: `vcovCL(lm(theta ~ 0 + audit + audit:(Xc + Xr)), cluster = pair, type = 'HC1')` */
export const compareShiftImprints = (
  slices: Compared,
  { options }: { options: RegressionOptions },
): Comparison =>
  comparison(slices, options, {
    needs: [SHIFT_IMPRINT_NEEDS, SHIFT_IMPRINT_NEEDS],
    models: (features) => [shiftImprintModel(slices[0], features), shiftImprintModel(slices[1], features)],
  })

/** The same of equation 3. R: `vcovCL(glm(misaligned ~ 0 + audit + audit:(Xc + Xr), binomial), cluster = pair)` */
export const compareMisalignment = (
  slices: Compared,
  { link, options }: { link: Link; options: RegressionOptions },
): Comparison =>
  comparison(slices, options, {
    needs: [MISALIGNMENT_NEEDS, MISALIGNMENT_NEEDS],
    models: (features) => [
      misalignmentModel(slices[0], features, link),
      misalignmentModel(slices[1], features, link),
    ],
  })
