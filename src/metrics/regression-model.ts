import type { Flip } from '../domain/flip.ts'
import { allFeatures, type NamedFeature } from '../domain/measure.ts'
import type { Side } from '../domain/side.ts'
import { remembering } from '../frame/remembered.ts'
import type { Combinations } from '../pairs/combinations.ts'
import type { Pairs } from '../pairs/pairs.ts'
import type { ListedPairs, PatternRequest, Patterns, RowsOf } from '../pairs/patterns.ts'
import type { Index } from '../pairs/terms.ts'
import { type Members, nested, ofMembers } from '../stats/clusters.ts'
import type { Design } from '../stats/design.ts'
import type { Observed } from '../stats/fitted.ts'
import type { Family } from '../stats/regression.ts'
import { standardized, weightedSpread } from '../stats/standardized.ts'
import { attributeControls, controlFeature } from './controls.ts'
import type { Need } from './lacking.ts'
import type { RegressionOptions, WantedFeatures } from './regression-options.ts'

export const METHODS = ['OLS', 'WITHIN', 'LOGIT', 'LINEAR_PROBABILITY'] as const
export type Method = (typeof METHODS)[number]

/** What a regression has an estimate for: a feature (index in the taxonomy), of one side, of one flip. */
export type TermName = { feature: number; side: Side | null; flip: Flip | null }

/** A regression's data by the rows of its design, clustered by pair, and where observations of which pattern are in it. */
export type Arranged = {
  observed: Observed
  rowsOf: RowsOf
  /** Of designs whose rows are entries, not patterns: all pairs, and entries in clusters of them. */
  entries?: { listed: ListedPairs; members(clusterOfPair: Int32Array): Members }
}

/** What is regressed on what. */
export type Equation = {
  method: Method
  needs: readonly Need[]
  request: Omit<PatternRequest, 'features' | 'ungrouped'>
  /** In the order of the design's columns, behind the intercept. */
  termsOf(features: readonly number[]): TermName[]
  arrange(patterns: Patterns): Arranged | Promise<Arranged>
}

/** `labeled`: it has a column. `isControl`: it is adjusted for, and not told. `spread`: of a number, over all entries. */
export type ModelTerm = { name: TermName; labeled: boolean; isControl: boolean; spread: number | null }

/** A regression before it is fitted, grouped by the distinct rows of its design. */
export type RegressionModel = Arranged & {
  method: Method
  /** Columns of the design, behind the intercept, are the terms that have values. */
  terms: readonly ModelTerm[]
  pairs: number
  patterns: Patterns
  /** How many pairs were left out for want of which number, an attribute's dummies being one. */
  lacking: ReadonlyMap<string, number>
  /** Pairs by prompt, where errors count prompts and any prompt of the dataset has several pairs. */
  listed: ListedPairs | null
  /** What a bootstrap draws, where one is wanted. */
  drawn: Members | null
  /** What the terms' indices mean. */
  features: readonly NamedFeature[]
}

/** Whose labels an equation can be on. */
export const labelersOf = ({ request }: Equation): Index[] => request.labels.map(({ labeler }) => labeler)

export const familyOf = ({ method }: Pick<Equation, 'method'>): Family =>
  method === 'LOGIT' ? 'LOGIT' : 'LEAST_SQUARES'

/** Listed pairs in the rows of a design. */
const membersOf = ({ pattern, outcomes }: ListedPairs, rowsOf: RowsOf, cluster: Int32Array): Members => ({
  cluster,
  observations: outcomes.map((response, index) => {
    const row = rowsOf?.[index]
    if (!row) return { row: pattern, response }
    const rows = new Int32Array(pattern.length)
    for (let pair = 0; pair < rows.length; pair++) rows[pair] = row[pattern[pair]]
    return { row: rows, response }
  }),
})

type Clustering = Pick<RegressionOptions, 'errors'> &
  Pick<PatternRequest, 'ungrouped'> &
  Pick<Pairs, 'outline'>

/** What of a model goes by clusters: pairs one by one only where that is needed. */
const clusteredModel = async (
  { observed, rowsOf, entries }: Arranged,
  patterns: Patterns,
  { errors, ungrouped, outline: { pairCount, promptCount } }: Clustering,
): Promise<Pick<RegressionModel, 'observed' | 'listed' | 'drawn'>> => {
  const countsPrompts = errors === 'PROMPT' && promptCount < pairCount
  if (!countsPrompts && !ungrouped) return { observed, listed: null, drawn: null }
  const listed = entries?.listed ?? (await patterns.listed(ungrouped ? 'ALL' : 'SIBLINGS'))
  const by = (cluster: Int32Array): Members =>
    entries ? entries.members(cluster) : membersOf(listed, rowsOf, cluster)
  const drawn = ungrouped ? by(entries || countsPrompts ? listed.prompt : listed.pair) : null
  if (!countsPrompts) return { observed, listed: null, drawn }
  const members = by(listed.prompt)
  const clusters =
    entries || listed.pair.length === patterns.pairs
      ? ofMembers(listed.prompts, members)
      : nested(observed.clusters, listed.prompts, members)
  return { observed: { ...observed, clusters }, listed, drawn }
}

/** The standard deviation of a number over all entries of the pairs; null of what is no number, or has none. */
const spreadOf = ({ combinations, outcomes: [{ count }] }: Patterns, feature: number, columns: number) => {
  const each = Array.from({ length: columns }, (_, column) => combinations.values(feature, column))
  return weightedSpread(each, count)
}

type Wanted = WantedFeatures & Pick<PatternRequest, 'ungrouped'> & Pick<RegressionOptions, 'errors' | 'scale'>

/** An equation on some features; `among`: all slices whose models are compared. */
export const modelOf = async (
  pairs: Pairs,
  { method, request, termsOf, arrange }: Equation,
  { terms: wanted, controls, ungrouped, errors, scale }: Wanted,
  among: readonly Pairs[] = [pairs],
): Promise<RegressionModel> => {
  const { outline } = pairs
  const attributes = await attributeControls(among, controls.attributes)
  const known = allFeatures(outline)
  const all = [...known, ...attributes.map(controlFeature)]
  const adjusted = [...controls.features, ...attributes.map((_, index) => known.length + index)]
  const features = [...wanted, ...adjusted].sort((a, b) => a - b)
  const patterns = await pairs.patterns({ ...request, features, controls: attributes, ungrouped })
  const spreads = new Map(
    patterns.features.flatMap((feature) =>
      all[feature].kind === 'NUMERIC'
        ? [[feature, spreadOf(patterns, feature, request.labels.length)] as const]
        : [],
    ),
  )
  const terms = termsOf(features).map((name) => ({
    name,
    labeled: patterns.features.includes(name.feature),
    isControl: adjusted.includes(name.feature),
    spread: spreads.get(name.feature) ?? null,
  }))
  const arranged = await arrange(patterns)
  const scaled =
    scale === 'STANDARDIZED'
      ? { ...arranged, observed: standardized(arranged.observed, scaledBy(arranged, method, terms)) }
      : arranged
  return {
    ...scaled,
    method,
    terms,
    pairs: patterns.pairs,
    patterns,
    lacking: new Map(
      patterns.gaps.lacking.map(({ feature, pairs }) => [
        known[feature]?.name ?? attributes[feature - known.length].attribute,
        pairs,
      ]),
    ),
    features: all,
    ...(await clusteredModel(scaled, patterns, { errors, ungrouped, outline })),
  }
}

/** What of a regression is taken in its standard deviations: rewards, and numbers. */
const scaledBy = ({ observed }: Arranged, method: Method, terms: readonly ModelTerm[]) => {
  const first = observed.design.intercept ? 1 : 0
  const columns = terms
    .filter(({ labeled }) => labeled)
    .flatMap(({ spread }, column) => (spread === null ? [] : [first + column]))
  return { columns, response: method === 'OLS' || method === 'WITHIN' }
}

/** The columns of a model's design that are adjusted for alone. */
export const controlColumns = ({ terms, observed }: RegressionModel): ReadonlySet<number> => {
  const first = observed.design.intercept ? 1 : 0
  const columns = terms.filter(({ labeled }) => labeled)
  return new Set(columns.flatMap(({ isControl }, column) => (isControl ? [first + column] : [])))
}

/** What stands in the way of a model; one that has pairs and labels has all that it needs. */
export const lackOf = async (
  { pairs, patterns }: RegressionModel,
  lack: () => Promise<string | null>,
): Promise<string | null> => (pairs > 0 && patterns.features.length > 0 ? null : lack())

/** Of all designs: another list of features is another one. */
const KEPT_BYTES = 24 * 2 ** 20

/** For what makes designs of patterns, which all slices share. */
export const rememberedDesign = remembering<Design>(
  KEPT_BYTES,
  (design) =>
    design.values.byteLength + (design.isFull ? 0 : design.starts.byteLength + design.columns.byteLength),
) as (
  make: (combinations: Combinations, features: readonly number[]) => Design,
) => (combinations: Combinations, features: readonly number[]) => Design
