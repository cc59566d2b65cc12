import { assertComparable, type Comparison, compareModels } from '../metrics/comparison.ts'
import type { Need } from '../metrics/lacking.ts'
import { type RegressionOptions, wantedFeatures } from '../metrics/regression-options.ts'
import type { Meeting, Shared } from '../stats/contrast.ts'
import { patternKey } from './grouped-pairs.ts'
import { comparable, type Grouped } from './regressions.ts'
import { askColumns, type Source } from './source.ts'

/** The pairs of two models, grouped by their patterns in both. */
const sharedOf = async (
  sources: readonly [Source, Source],
  models: readonly [Grouped, Grouped],
): Promise<Shared> => {
  const [first, second] = models
  const keys = models.map(({ usable, told }, index) => patternKey(sources[index], usable, told))
  const couples = first.observations.flatMap((mine) =>
    second.observations.map((theirs) => [mine, theirs] as const),
  )
  const words = keys.flatMap((key) => key.words)
  const columns = (await askColumns(
    sources[0],
    [
      ...words,
      'count(*)',
      ...couples.flatMap(([{ value: a }, { value: b }]) => [
        `avg(${a})`,
        `avg(${b})`,
        `regr_sxy(${a}, ${b})`,
      ]),
    ],
    {
      conditions: models.flatMap(({ usable }) => usable.conditions),
      rest: `GROUP BY ${keys.flatMap(({ bits }) => bits).join(', ')}`,
      also: sources[1],
    },
  )) as number[][]
  const named = (key: readonly number[][], at: number) => key.map((word) => word[at]).join()
  const places = models.map(
    ({ patterns: { key, count } }) => new Map(count.map((_, pattern) => [named(key, pattern), pattern])),
  )
  const [mine, theirs] = [columns.slice(0, words.length / 2), columns.slice(words.length / 2, words.length)]
  const [count, ...values] = columns.slice(words.length)
  const meetings = count.flatMap((n, at) => {
    const [a, b] = [places[0].get(named(mine, at)), places[1].get(named(theirs, at))]
    if (a === undefined || b === undefined) throw new Error('a pattern of both that one does not have')
    return couples.map(
      ([one, other], index): Meeting => ({
        rows: [one.rowOf[a], other.rowOf[b]],
        count: n,
        means: [values[3 * index][at], values[3 * index + 1][at]],
        coSquares: values[3 * index + 2][at],
      }),
    )
  })
  return { clusters: count.reduce((sum, n) => sum + n, 0), meetings }
}

/** What is compared, and what each of both needs for it. */
type Comparing = {
  needs: readonly [readonly Need[], readonly Need[]]
  modelOf: (source: Source, features: readonly number[], index: 0 | 1) => Promise<Grouped>
}

/** metrics/comparison.ts: the same model of two audits, or two models of one. */
export const compared = async (
  sources: readonly [Source, Source],
  options: RegressionOptions,
  { needs, modelOf }: Comparing,
): Promise<Comparison> => {
  assertComparable(options)
  const { taxonomy } = sources[0].outline
  const features = wantedFeatures(taxonomy, options.features)
  const first = await modelOf(sources[0], features, 0)
  const second = await modelOf(sources[1], features, 1)
  const shared = await sharedOf(sources, [first, second])
  const both = [
    await comparable(sources[0], first.model, needs[0]),
    await comparable(sources[1], second.model, needs[1]),
  ] as const
  return compareModels(both, shared, { taxonomy, options })
}
