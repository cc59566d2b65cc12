import { type ClusteredCouple, type ClusteredSample, withoutRounding } from '../../stats/clustered-sample.ts'
import type { Sample } from '../pairs.ts'
import { ask, type Source, select } from './source.ts'
import type { Sql } from './statement.ts'

const float = (value: Sql): Sql => `CAST(${value} AS float8)`

/** `Pairs.byPrompt`: totals of prompts are computed once, their deviations about the means of all in the same statement. */
export const samplesByPrompt = async (
  source: Source,
  samples: readonly Sample[],
  couples: readonly (readonly [number, number])[] = [],
): Promise<{ samples: ClusteredSample[]; couples: ClusteredCouple[] }> => {
  if (samples.length === 0) return { samples: [], couples: [] }
  const deviation = (index: number): Sql => `(t${index} - n${index} * m${index})`
  const [row] = (await ask(source, (bind) => {
    const values = samples.map(({ term, where }) => {
      const value = float(source.terms.number(term))
      return where ? `CASE WHEN ${source.holds(where, bind)} THEN ${value} END` : value
    })
    // Each value is computed once for all that is counted of it.
    const valued = select(source, bind, {
      columns: ['p.prompt AS prompt', ...values.map((value, index) => `${value} AS v${index}`)],
    })
    const totals = values.map(
      (_, index) =>
        `sum(v${index}) AS t${index}, count(v${index}) AS n${index}, sum(v${index} * v${index}) AS s${index}`,
    )
    const means = samples.map(
      (_, index) => `${float(`sum(t${index})`)} / nullif(sum(n${index}), 0) AS m${index}`,
    )
    const ofSamples = samples.flatMap((_, index) => [
      float(`sum(n${index})`),
      `max(m${index})`,
      float(`count(*) FILTER (WHERE n${index} > 0)`),
      `sum(${deviation(index)} * ${deviation(index)})`,
      `sum(s${index})`,
    ])
    const ofCouples = couples.flatMap(([a, b]) => [
      float(`count(*) FILTER (WHERE n${a} > 0 OR n${b} > 0)`),
      `sum(${deviation(a)} * ${deviation(b)})`,
    ])
    return `WITH valued AS MATERIALIZED (${valued}),
      totals AS (SELECT ${totals.join(', ')} FROM valued GROUP BY prompt),
      means AS (SELECT ${means.join(', ')} FROM totals)
      SELECT ${[...ofSamples, ...ofCouples].join(', ')} FROM totals CROSS JOIN means`
  })) as (number | null)[][]
  const places = row.slice(5 * samples.length)
  return {
    samples: samples.map((_, index) => {
      const [count, mean, clusters, squares, magnitude] = row.slice(5 * index, 5 * index + 5)
      const sample = { count: count ?? 0, mean, clusters: clusters ?? 0, squares: squares ?? 0 }
      return { ...sample, squares: withoutRounding(sample, magnitude ?? 0) }
    }),
    couples: couples.map((_, index) => ({
      clusters: places[2 * index] ?? 0,
      products: places[2 * index + 1] ?? 0,
    })),
  }
}
