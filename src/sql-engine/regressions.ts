import { Unavailable } from '../domain/errors.ts'
import type { Interruption } from '../domain/interruption.ts'
import { SIDES } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import { groupedBothEntries } from '../metrics/both-entries.ts'
import type { ComparedModel } from '../metrics/comparison.ts'
import { type Effects, groupedNoEffects, groupedPairEffects } from '../metrics/imprint.ts'
import { lacking, type Need } from '../metrics/lacking.ts'
import { type Link, methodOf } from '../metrics/misalignment.ts'
import { regression } from '../metrics/regression.ts'
import type { GroupedModel, Method } from '../metrics/regression-model.ts'
import { assertOptions, type RegressionOptions, wantedFeatures } from '../metrics/regression-options.ts'
import type { Regression } from '../metrics/regression-result.ts'
import {
  groupedPairs,
  type PatternColumns,
  patternColumns,
  responseFrom,
  responseOf,
  type Told,
  type Usable,
  usablePairs,
} from './grouped-pairs.ts'
import { ask, extentOf, type Source, select } from './source.ts'
import type { Sql } from './statement.ts'

/** A model with what its pairs are grouped by: for who compares two of them. */
export type Grouped = {
  model: GroupedModel
  usable: Usable
  told: Told
  patterns: PatternColumns
  /** Of each observation of a pair its value less the centre, and its row of the design by the pair's pattern. */
  observations: readonly { value: Sql; rowOf: ArrayLike<number> }[]
}

type Features = readonly number[]

const bothEntries = async (
  source: Source,
  wanted: Features,
  { method, outcome }: { method: Method; outcome: Sql },
): Promise<Grouped> => {
  const usable = await usablePairs(source, wanted, outcome)
  const told = 'BOTH'
  const patterns = await patternColumns(source, { usable, told }, responseOf(outcome))
  const response = responseFrom(patterns.count, patterns.values)
  const model = groupedBothEntries(groupedPairs(source, { wanted, usable, patterns }), method, response)
  const rowOf = Int32Array.from(patterns.count.keys())
  return { model, usable, told, patterns, observations: [{ value: outcome, rowOf }] }
}

export const shiftImprintModel = (source: Source, wanted: Features): Promise<Grouped> =>
  bothEntries(source, wanted, { method: 'OLS', outcome: source.columns.shift })

export const misalignmentModel = (source: Source, wanted: Features, link: Link): Promise<Grouped> =>
  bothEntries(source, wanted, { method: methodOf(link), outcome: source.columns.misaligned })

const pairEffects = async (source: Source, stage: Stage, wanted: Features): Promise<Grouped> => {
  const outcome = source.columns.margin(stage)
  const usable = await usablePairs(source, wanted, outcome)
  const told = 'APART'
  const patterns = await patternColumns(source, { usable, told }, responseOf(outcome))
  const grouped = groupedPairs(source, { wanted, usable, patterns })
  const model = groupedPairEffects(grouped, responseFrom(patterns.count, patterns.values))
  const rowOf = grouped.combinations.differences.differenceOf
  return { model, usable, told, patterns, observations: [{ value: outcome, rowOf }] }
}

const noEffects = async (source: Source, stage: Stage, wanted: Features): Promise<Grouped> => {
  const { reward, margin } = source.columns
  const usable = await usablePairs(source, wanted, margin(stage))
  // About the rewards' mean: their own size tells nothing under an intercept, and costs digits.
  const [[mean]] = (await ask(source, (bind) =>
    select(source, bind, { columns: [`avg(${reward(stage, 'CHOSEN')})`], conditions: usable.conditions }),
  )) as [number | null][]
  const centre = mean ?? 0
  const [chosen, rejected] = SIDES.map((side) => `(${reward(stage, side)} - ${literal(centre)})`)
  const told = 'BOTH'
  const aggregates = [...responseOf(chosen), ...responseOf(rejected), `regr_sxy(${chosen}, ${rejected})`]
  const patterns = await patternColumns(source, { usable, told }, aggregates)
  const { count, values } = patterns
  const sides = [
    responseFrom(count, values.slice(0, 2), centre),
    responseFrom(count, values.slice(2, 4), centre),
  ] as const
  const grouped = groupedPairs(source, { wanted, usable, patterns })
  const { entryOf } = grouped.combinations.entries
  return {
    model: groupedNoEffects(grouped, { sides, products: Float64Array.from(values[4]) }),
    usable,
    told,
    patterns,
    observations: [
      { value: chosen, rowOf: entryOf.CHOSEN },
      { value: rejected, rowOf: entryOf.REJECTED },
    ],
  }
}

/** A number that was computed here, in full. */
const literal = (value: number): Sql => `(${value}::float8)`

export const imprintModel = (
  source: Source,
  { stage, effects, features }: { stage: Stage; effects: Effects; features: Features },
): Promise<Grouped> =>
  effects === 'PAIR' ? pairEffects(source, stage, features) : noEffects(source, stage, features)

/** @throws Unavailable for the bootstrap, InvalidInput and NotFound for options that can't be used */
export const assertAnswerable = (options: RegressionOptions): void => {
  assertOptions(options)
  if (!options.bootstrap) return
  throw new Unavailable(
    'options.bootstrap: it draws single pairs, which the SQL engine leaves in PostgreSQL; leave it out, or serve with SEAL_ENGINE=columns',
  )
}

/** What a model says of its terms. */
export const fitted = (
  source: Source,
  { model, lack }: ComparedModel,
  options: RegressionOptions,
  signal?: Interruption,
): Regression => {
  // Nothing asks for single observations: there is no bootstrap.
  const observations = { pairs: new Int32Array(), each: [] }
  const { taxonomy } = source.outline
  return regression({ ...model, observations }, { taxonomy, lack }, options, signal)
}

/** A model with what stands in its way; one that has pairs has all that it needs. */
export const comparable = async (
  source: Source,
  model: GroupedModel,
  needs: readonly Need[],
): Promise<ComparedModel> => ({
  model,
  lack: model.pairs > 0 ? null : lacking(await extentOf(source), needs),
})

/** A regression on the features that its options name. */
export const regressed = async (
  source: Source,
  options: RegressionOptions,
  { needs, model }: { needs: readonly Need[]; model: (features: Features) => Promise<Grouped> },
  signal?: Interruption,
): Promise<Regression> => {
  assertAnswerable(options)
  const features = wantedFeatures(source.outline.taxonomy, options.features)
  return fitted(source, await comparable(source, (await model(features)).model, needs), options, signal)
}
