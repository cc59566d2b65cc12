import { Unavailable } from '../domain/errors.ts'
import { assertComparable, type Comparison, compareModels } from '../metrics/comparison.ts'
import { type RegressionOptions, wantedFeatures } from '../metrics/regression-options.ts'
import type { Meeting, Shared } from '../stats/contrast.ts'
import { KEY_LENGTH, patternKey } from './grouped-pairs.ts'
import type { Grouped } from './regressions.ts'
import { ask, type Source, select } from './source.ts'

/** The pairs of two models, grouped by their patterns in both. */
const sharedOf = async (
  sources: readonly [Source, Source],
  models: readonly [Grouped, Grouped],
): Promise<Shared> => {
  const [first, second] = models
  const keys = models.map(({ usable }, index) => patternKey(sources[index], usable))
  const couples = first.observations.flatMap((mine) =>
    second.observations.map((theirs) => [mine, theirs] as const),
  )
  const rows = (await ask(sources[0], (bind) =>
    select(sources[0], bind, {
      columns: [
        ...keys.flatMap(({ numbers }) => numbers),
        'count(*)',
        ...couples.flatMap(([{ value: a }, { value: b }]) => [
          `avg(${a})`,
          `avg(${b})`,
          `regr_sxy(${a}, ${b})`,
        ]),
      ],
      conditions: [sources[1].where(bind), ...models.flatMap(({ usable }) => usable.conditions)],
      rest: `GROUP BY ${keys.flatMap(({ bits }) => bits).join(', ')}`,
    }),
  )) as number[][]
  const places = models.map(({ keys }) => new Map(keys.map((key, pattern) => [key.join(), pattern])))
  const meetings = rows.flatMap((row) => {
    const [a, b] = places.map((place, index) =>
      place.get(row.slice(index * KEY_LENGTH, (index + 1) * KEY_LENGTH).join()),
    )
    if (a === undefined || b === undefined) throw new Unavailable('the dataset has been revised: ask again')
    return couples.map(([mine, theirs], index): Meeting => {
      const at = 2 * KEY_LENGTH + 1 + 3 * index
      return {
        rows: [mine.rowOf[a], theirs.rowOf[b]],
        count: row[2 * KEY_LENGTH],
        means: [row[at], row[at + 1]],
        coSquares: row[at + 2],
      }
    })
  })
  return { clusters: rows.reduce((sum, row) => sum + row[2 * KEY_LENGTH], 0), meetings }
}

/** metrics/comparison.ts: the same model of two audits, or two models of one. */
export const compared = async (
  sources: readonly [Source, Source],
  options: RegressionOptions,
  modelOf: (source: Source, features: readonly number[], index: 0 | 1) => Promise<Grouped>,
): Promise<Comparison> => {
  assertComparable(options)
  const { taxonomy } = sources[0].outline
  const features = wantedFeatures(taxonomy, options.features)
  const first = await modelOf(sources[0], features, 0)
  const second = await modelOf(sources[1], features, 1)
  const shared = await sharedOf(sources, [first, second])
  return compareModels([first.model, second.model], shared, { taxonomy, options })
}
