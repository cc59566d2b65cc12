import type { Coincidences } from '../pairs.ts'
import type { Condition } from '../terms.ts'
import { ask, type Source, select } from './source.ts'

/** So many products are asked for at once: a statement has room for so many columns. */
const AT_ONCE = 500

/** `Pairs.coincidences`: sums of products of 0 and 1, and of how many of each prompt are 1. */
export const coincidencesOf = async (source: Source, of: readonly Condition[]): Promise<Coincidences> => {
  const couples = of.flatMap((_, i) => of.slice(i).map((_, j) => [i, i + j] as const))
  const matrix = () => of.map(() => new Float64Array(of.length))
  const found = { prompts: 0, byPair: matrix(), byPrompt: matrix() }
  for (let start = 0; start === 0 || start < couples.length; start += AT_ONCE) {
    const some = couples.slice(start, start + AT_ONCE)
    const sums = (of: 'v' | 't') => some.map(([i, j], at) => `sum(${of}${i} * ${of}${j}) AS ${of}${at}`)
    const named = (of: 'v' | 't') => some.map((_, at) => `${of}.${of}${at}`)
    const [[prompts, ...products]] = (await ask(source, (bind) => {
      const columns = of.map(
        (one, i) => `CAST(CASE WHEN ${source.holds(one, bind)} THEN 1 ELSE 0 END AS float8) AS v${i}`,
      )
      const totals = of.map((_, i) => `sum(v${i}) AS t${i}`)
      return `WITH valued AS MATERIALIZED (${select(source, bind, { columns: ['p.prompt AS prompt', ...columns] })}),
        totals AS (SELECT ${['prompt', ...totals].join(', ')} FROM valued GROUP BY prompt),
        v AS (SELECT ${['count(*) AS pairs', ...sums('v')].join(', ')} FROM valued),
        t AS (SELECT ${['CAST(count(*) AS float8) AS prompts', ...sums('t')].join(', ')} FROM totals)
        SELECT ${['prompts', ...named('v'), ...named('t')].join(', ')} FROM v CROSS JOIN t`
    })) as (number | null)[][]
    found.prompts = prompts ?? 0
    some.forEach(([i, j], at) => {
      found.byPair[i][j] = found.byPair[j][i] = products[at] ?? 0
      found.byPrompt[i][j] = found.byPrompt[j][i] = products[some.length + at] ?? 0
    })
  }
  return found
}
