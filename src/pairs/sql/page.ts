import type { Page, PageRequest, Place } from '../pairs.ts'
import { ask, type Source, select } from './source.ts'
import { type Bind, certainly, type Sql, some } from './statement.ts'

type Order = { value: Sql; id: Sql; direction: PageRequest['direction'] }

/** Whether a pair comes behind a place (or, `before`, in front of it), in the order of columns/page.ts. */
const isBeyond = (
  { value, id, direction }: Order,
  { place, before }: { place: Place; before: boolean },
  bind: Bind,
): Sql => {
  const further = `${id} ${before ? '<' : '>'} CAST(${bind(place.rowId)} AS float8)`
  if (place.value === null) {
    const alike = `${value} IS NULL AND ${further}`
    return before ? some([`${value} IS NOT NULL`, alike]) : alike
  }
  const given = `CAST(${bind(place.value)} AS float8)`
  const beyond = `${value} ${(direction === 'ASC') === before ? '<' : '>'} ${given}`
  return some([beyond, `${value} = ${given} AND ${further}`, ...(before ? [] : [`${value} IS NULL`])])
}

export const pageOf = async (source: Source, request: PageRequest): Promise<Page> => {
  const { by, direction, limit, backwards, after, before } = request
  const [value, id] = [source.terms.number(by), `${source.terms.row}.row_id`]
  const order = { value, id, direction }
  const isBehind = (bind: Bind) => (after ? isBeyond(order, { place: after, before: false }, bind) : 'true')
  const isAhead = (bind: Bind) => (before ? isBeyond(order, { place: before, before: true }, bind) : 'true')
  const descending = (direction === 'DESC') !== backwards
  const rows = (await ask(source, (bind) =>
    select(source, bind, {
      columns: [value, id],
      conditions: [isBehind(bind), isAhead(bind)],
      rest: `ORDER BY ${value} ${descending ? 'DESC' : 'ASC'} NULLS ${backwards ? 'FIRST' : 'LAST'},
        ${id} ${backwards ? 'DESC' : 'ASC'} LIMIT ${limit + 1}`,
    }),
  )) as [number | null, number][]
  const exists = async (condition: (bind: Bind) => Sql) => {
    const found = await ask(source, (bind) =>
      select(source, bind, { columns: ['1'], conditions: [condition(bind)], rest: 'LIMIT 1' }),
    )
    return found.length > 0
  }
  const more = rows.length > limit
  const hasPrevious = after !== null && (await exists((bind) => `NOT ${certainly(isBehind(bind))}`))
  const hasNext =
    before !== null &&
    (await exists((bind) => `${certainly(isBehind(bind))} AND NOT ${certainly(isAhead(bind))}`))
  const places = rows.slice(0, limit).map(([value, rowId]): Place => ({ value, rowId }))
  return {
    places: backwards ? places.reverse() : places,
    hasNextPage: hasNext || (more && !backwards),
    hasPreviousPage: hasPrevious || (more && backwards),
  }
}
