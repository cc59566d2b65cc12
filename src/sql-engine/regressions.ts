import { Unavailable } from '../domain/errors.ts'
import type { Interruption } from '../domain/interruption.ts'
import { SIDES } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import { groupedBothEntries } from '../metrics/both-entries.ts'
import { type Effects, groupedNoEffects, groupedPairEffects } from '../metrics/imprint.ts'
import { type Link, methodOf } from '../metrics/misalignment.ts'
import { regression } from '../metrics/regression.ts'
import type { GroupedModel, Method } from '../metrics/regression-model.ts'
import { assertOptions, type RegressionOptions, wantedFeatures } from '../metrics/regression-options.ts'
import type { Regression } from '../metrics/regression-result.ts'
import {
  groupedPairs,
  KEY_LENGTH,
  patternRows,
  responseAt,
  responseOf,
  type Usable,
  usablePairs,
} from './grouped-pairs.ts'
import { ask, type Source, select } from './source.ts'
import type { Sql } from './statement.ts'

/** A model with what its pairs are grouped by: for who compares two of them. */
export type Grouped = {
  model: GroupedModel
  usable: Usable
  /** Of each observation of a pair its value less the centre, and its row of the design by the pair's pattern. */
  observations: readonly { value: Sql; rowOf: ArrayLike<number> }[]
  /** The patterns' keys, in their order. */
  keys: readonly (readonly number[])[]
}

type Features = readonly number[]

const identity = (rows: readonly unknown[]) => Int32Array.from(rows.keys())
const keysOf = (rows: readonly number[][]) => rows.map((row) => row.slice(0, KEY_LENGTH))

const bothEntries = async (
  source: Source,
  wanted: Features,
  { method, outcome }: { method: Method; outcome: Sql },
): Promise<Grouped> => {
  const usable = await usablePairs(source, wanted, outcome)
  const rows = await patternRows(source, usable, () => responseOf(outcome))
  const response = responseAt(rows, { first: KEY_LENGTH + 1 })
  return {
    model: groupedBothEntries(groupedPairs(source, { wanted, usable, rows }), method, response),
    usable,
    observations: [{ value: outcome, rowOf: identity(rows) }],
    get keys() {
      return keysOf(rows)
    },
  }
}

export const shiftImprintModel = (source: Source, wanted: Features): Promise<Grouped> =>
  bothEntries(source, wanted, { method: 'OLS', outcome: source.columns.shift })

export const misalignmentModel = (source: Source, wanted: Features, link: Link): Promise<Grouped> =>
  bothEntries(source, wanted, { method: methodOf(link), outcome: source.columns.misaligned })

const pairEffects = async (source: Source, stage: Stage, wanted: Features): Promise<Grouped> => {
  const outcome = source.columns.margin(stage)
  const usable = await usablePairs(source, wanted, outcome)
  const rows = await patternRows(source, usable, () => responseOf(outcome))
  const grouped = groupedPairs(source, { wanted, usable, rows })
  return {
    model: groupedPairEffects(grouped, responseAt(rows, { first: KEY_LENGTH + 1 })),
    usable,
    observations: [{ value: outcome, rowOf: grouped.combinations.differences.differenceOf }],
    get keys() {
      return keysOf(rows)
    },
  }
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
  const rows = await patternRows(source, usable, () => [
    ...responseOf(chosen),
    ...responseOf(rejected),
    `regr_sxy(${chosen}, ${rejected})`,
  ])
  const [first, second] = [KEY_LENGTH + 1, KEY_LENGTH + 5]
  const sides = [responseAt(rows, { first, centre }), responseAt(rows, { first: second, centre })] as const
  const products = Float64Array.from(rows, (row) => row[KEY_LENGTH + 9])
  const grouped = groupedPairs(source, { wanted, usable, rows })
  const { entryOf } = grouped.combinations.entries
  return {
    model: groupedNoEffects(grouped, { sides, products }),
    usable,
    observations: [
      { value: chosen, rowOf: entryOf.CHOSEN },
      { value: rejected, rowOf: entryOf.REJECTED },
    ],
    get keys() {
      return keysOf(rows)
    },
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
  model: GroupedModel,
  options: RegressionOptions,
  signal?: Interruption,
): Regression => {
  // Nothing asks for single observations: there is no bootstrap.
  const observations = { pairs: new Int32Array(), each: [] }
  return regression({ ...model, observations }, source.outline.taxonomy, options, signal)
}

/** A regression on the features that its options name. */
export const regressed = async (
  source: Source,
  options: RegressionOptions,
  model: (features: Features) => Promise<Grouped>,
  signal?: Interruption,
): Promise<Regression> => {
  assertAnswerable(options)
  const features = wantedFeatures(source.outline.taxonomy, options.features)
  return fitted(source, (await model(features)).model, options, signal)
}
