import type { Cut } from '../pairs.ts'
import type { NumberTerm } from '../terms.ts'
import { ask, groupedBy, type Source, select } from './source.ts'

/** `Pairs.cuts` */
export const cutsOf = async (source: Source, term: NumberTerm, bins: number): Promise<Cut[]> => {
  const value = source.terms.number(term)
  const conditions = [`${value} IS NOT NULL`]
  const [[n]] = (await ask(source, (bind) =>
    select(source, bind, { columns: ['count(*)'], conditions }),
  )) as [number][]
  if (n === 0) return []
  const ranks = Array.from({ length: bins }, (_, bin) => Math.floor((bin * n) / bins) + 1)
  const { dialect } = source.terms
  const starts = (await ask(source, (bind) => {
    const ranked = select(source, bind, {
      columns: [`${value} AS value`, `row_number() OVER (ORDER BY ${value}) AS place`],
      conditions,
    })
    return `SELECT DISTINCT value FROM (${ranked}) AS ranked WHERE ${dialect.isOneOf('place', ranks, bind)} ORDER BY value`
  })) as [number][]
  const rows = await ask(source, (bind) => {
    const bin = dialect.rankAmong(
      value,
      starts.map(([start]) => start),
      bind,
    )
    return select(source, bind, {
      columns: [`${bin} AS bin`, `min(${value})`, `max(${value})`, 'count(*)'],
      conditions,
      rest: `${groupedBy(1)} ORDER BY 1`,
    })
  })
  return (rows as [number, number, number, number][]).map(([, from, to, pairs]) => ({ from, to, pairs }))
}
