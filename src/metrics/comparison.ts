import { InvalidInput } from '../domain/errors.ts'
import type { ListedPairs } from '../pairs/patterns.ts'
import { type Clustered, contrast, type Shared } from '../stats/contrast.ts'
import { adjustPValues, type Correction } from '../stats/p-adjust.ts'
import { type RegressionResult, regress } from '../stats/regression.ts'
import type { TermStatus } from '../stats/term-status.ts'
import { type Reference, waldTest } from '../stats/wald.ts'
import { extentOf, lacking, neededFor } from './lacking.ts'
import type { Asked } from './metric.ts'
import {
  type Equation,
  familyOf,
  labelersOf,
  lackOf,
  type Method,
  modelOf,
  type RegressionModel,
  type TermName,
} from './regression-model.ts'
import { assertOptions, type RegressionOptions, wantedFeatures } from './regression-options.ts'
import {
  differencesOf,
  type Estimate,
  estimateOf,
  titleOf,
  tooFew,
  unlabeledReason,
  warningsOf,
  withoutEstimate,
} from './regression-result.ts'

/** One term in two audits; `estimate` is the first's less the second's. */
export type TermDifference = Estimate & {
  name: TermName
  title: string
  /** ESTIMATED in both, or why not. */
  status: TermStatus
  adjustedPValue: number | null
  first: number | null
  second: number | null
  /** Of each against 0, uncorrected. */
  firstPValue: number | null
  secondPValue: number | null
  reason: string | null
}

export type Comparison = {
  method: Method
  correction: Correction
  /** Of the terms' tests. */
  reference: Reference
  terms: TermDifference[]
  /** Pairs of either regression, and of both. */
  pairs: number
  sharedPairs: number
  warnings: string[]
}

/** A regression to be compared, and what stands in its way. */
type ComparedModel = { model: RegressionModel; lack: string | null }
type Side = ComparedModel & { result: RegressionResult }

const fitted = (
  { model, lack }: ComparedModel,
  { errors, level, maxVif, penalty, correction }: RegressionOptions,
): Side => {
  const specification = {
    family: familyOf(model),
    errors,
    correction,
    level,
    maxVif,
    penalty,
  } as const
  return { model, lack, result: regress(model.observed, specification) }
}

const clusteredOf = ({ model, result: { fitted } }: Side): Clustered | null => {
  if (!fitted || fitted.kept.length === 0) return null
  return { fitted, clusters: model.observed.clusters }
}

/** The design's column of each term, -1 where it has none. */
const termColumns = ({ terms, observed }: RegressionModel): number[] => {
  let next = observed.design.intercept ? 1 : 0
  return terms.map(({ labeled }) => (labeled ? next++ : -1))
}

/** What both sides are called where one says something of itself. */
type Names = readonly [string, string]
const AUDITS: Names = ['the first audit', 'the other audit']

/** Why a term has no difference: what the audits say that have no estimate of it. */
const reasonOf = (
  sides: readonly Side[],
  names: Names,
  index: number,
  columns: readonly number[][],
): string => {
  const why = sides.map(({ model, lack, result: { columns: all, warnings } }, side) => {
    const found = all[columns[side][index]]
    const ofDifferences = differencesOf(model.observed)
    return found
      ? withoutEstimate(found.status, { ofDifferences, lack, warnings })
      : (lack ?? unlabeledReason(model))
  })
  if (why[0] === why[1] && why[0] !== null) return why[0]
  return why.flatMap((reason, side) => (reason === null ? [] : [`${names[side]}: ${reason}`])).join('; ')
}

type SharedPairs = Shared & { pairs: number }

/** Fits both models and takes the difference of each term; `shared`: the pairs that are in both. */
const compareModels = (
  models: readonly [ComparedModel, ComparedModel],
  names: Names,
  shared: SharedPairs,
  options: RegressionOptions,
): Comparison => {
  const sides = models.map((model) => fitted(model, options))
  const [first] = sides
  const [a, b] = sides.map(clusteredOf)
  const between = a && b && contrast(a, b, shared)
  const columns = sides.map(({ model }) => termColumns(model))
  const method = first.model.method
  const reference: Reference =
    method === 'LOGIT' ? 'NORMAL' : { degreesOfFreedom: (between?.clusters ?? 0) - 1 }
  const compared = first.model.terms.map(({ name }, index): TermDifference => {
    const results = sides.map(({ result }, side) => result.columns[columns[side][index]])
    const [mine, theirs] = results.map((result) => result?.effect?.estimate)
    const [myTest, theirTest] = results.map((result) => result?.effect?.pValue ?? null)
    const status = results
      .map((result) => result?.status ?? 'NOT_ESTIMABLE')
      .find((one) => one !== 'ESTIMATED')
    const term = { name, title: titleOf(first.model.features, name), adjustedPValue: null }
    const alone = {
      first: mine ?? null,
      second: theirs ?? null,
      firstPValue: myTest,
      secondPValue: theirTest,
    }
    if (mine === undefined || theirs === undefined || !between) {
      const why = status ?? 'NOT_ESTIMABLE'
      return {
        ...term,
        ...alone,
        ...estimateOf(null),
        status: why,
        reason: reasonOf(sides, names, index, columns) || 'nothing says how wrong the difference is',
      }
    }
    const [i, j] = [a, b].map((side, at) => (side as Clustered).fitted.kept.indexOf(columns[at][index]))
    const difference = mine - theirs
    const few = results.flatMap((result, side) =>
      result?.fewClusters == null ? [] : [`${names[side]}: ${tooFew(sides[side].model, result.fewClusters)}`],
    )
    const standardError = few.length > 0 ? 0 : between.standardError(i, j)
    const test = waldTest(difference, standardError, reference, options.level)
    return {
      ...term,
      ...alone,
      ...estimateOf({ estimate: difference, ...test }),
      status: 'ESTIMATED',
      reason: test ? null : few.join('; ') || 'nothing says how wrong the difference is',
    }
  })
  const terms = compared.filter((_, index) => !first.model.terms[index].isControl)
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
    reference,
    terms,
    pairs: between ? models[0].model.pairs + models[1].model.pairs - shared.pairs : 0,
    sharedPairs: between ? shared.pairs : 0,
    warnings: sides.flatMap(({ model, lack, result }, side) =>
      warningsOf(model, result, lack).map((warning) => `${names[side]}: ${warning}`),
    ),
  }
}

/** @throws InvalidInput for options that a comparison can't have. */
export const assertComparable = (options: RegressionOptions) => {
  assertOptions(options)
  if (options.errors !== 'CLUSTER' && options.errors !== 'PROMPT') {
    throw new InvalidInput(
      `options.errors: ${options.errors} knows nothing of the pairs that both audits share; a comparison has PROMPT or CLUSTER`,
    )
  }
  if (options.bootstrap)
    throw new InvalidInput('options.bootstrap: a comparison has none; ask each audit for its own')
}

/** How many pairs two lists have in common. */
const commonPairs = (a: ListedPairs, b: ListedPairs): number => {
  const mine = new Set(a.pair)
  return b.pair.reduce((count, pair) => count + (mine.has(pair) ? 1 : 0), 0)
}

/** What both models' regressions share: by patterns, but for pairs that both have as members of clusters. */
const sharedBy = async (a: RegressionModel, b: RegressionModel): Promise<SharedPairs> => {
  const [mine, theirs] = [a, b].map(({ entries, listed }) => entries?.listed ?? listed)
  const listed = mine && theirs ? commonPairs(mine, theirs) : 0
  if (a.entries) return { clusters: 0, meetings: [], pairs: listed }
  const shared = await a.patterns.sharedWith(b.patterns, [a.rowsOf, b.rowsOf], a.listed !== null)
  return { ...shared, pairs: shared.clusters + listed }
}

/**
 * Two equations' terms, of pairs and of those that they are compared with: where these are left out, of the same. `lackingIn`:
 * what stands in the way of numbers of some pairs.
 */
export const compared = async (
  { pairs, other }: Pick<Asked, 'pairs'> & Partial<Asked>,
  equations: readonly [Equation, Equation],
  options: RegressionOptions,
  { names = AUDITS, lackingIn = lacking } = {},
): Promise<Comparison> => {
  assertComparable(options)
  const { outline } = pairs
  const { datasetId, dataRevision } = outline
  const both = [pairs, other ?? pairs] as const
  if (both[1].outline.datasetId !== datasetId || both[1].outline.dataRevision !== dataRevision)
    throw new Error('audits of two revisions')
  const wanted = {
    ...wantedFeatures(outline, options, equations.flatMap(labelersOf)),
    errors: options.errors,
    scale: options.scale,
  }
  const modelAt = async (index: 0 | 1): Promise<ComparedModel> => {
    const model = await modelOf(both[index], equations[index], wanted, both)
    const needs = neededFor(equations[index].needs, wanted.terms, outline.taxonomy)
    const lack = async () => lackingIn(await extentOf(both[index]), needs)
    return { model, lack: await lackOf(model, lack) }
  }
  const [first, second] = [await modelAt(0), await modelAt(1)]
  return compareModels([first, second], names, await sharedBy(first.model, second.model), options)
}
