import type { PairOrder } from '../domain/pair-order.ts'
import type { Page, PageRequest, Place } from '../frame/page.ts'
import { viewOf } from '../frame/view.ts'
import { type PairTable, pairTable } from '../metrics/pair-table.ts'
import { loadFrame } from '../store/frame/load-frame.ts'
import { revised } from './projection.ts'
import { ask, extentOf, type Source, select } from './source.ts'
import { type Bind, certainly, type Sql, some } from './statement.ts'

const orderedBy = ({ columns }: Source, { by }: PairOrder): Sql => {
  if (by === 'ROW_ID') return `${columns.row}.row_id`
  return by === 'REWARD_SHIFT' ? columns.shift : columns.margin(by === 'PRE_MARGIN' ? 'PRE' : 'POST')
}

/** Whether a pair comes behind a place (or, `before`, in front of it): frame/page.ts's order. */
const beside = (
  source: Source,
  { order, place, before }: { order: PairOrder; place: Place; before: boolean },
  bind: Bind,
): Sql => {
  const value = orderedBy(source, order)
  const id = `${source.columns.row}.row_id`
  const further = `${id} ${before ? '<' : '>'} ${bind(place.rowId)}::float8`
  if (place.value === null) {
    const alike = `${value} IS NULL AND ${further}`
    return before ? some([`${value} IS NOT NULL`, alike]) : alike
  }
  const given = `${bind(place.value)}::float8`
  const beyond = `${value} ${(order.direction === 'ASC') === before ? '<' : '>'} ${given}`
  return some([beyond, `${value} = ${given} AND ${further}`, ...(before ? [] : [`${value} IS NULL`])])
}

/** frame/page.ts in SQL. */
export const page = async (source: Source, request: PageRequest): Promise<Page> => {
  const { order, limit, backwards, after, before } = request
  const value = orderedBy(source, order)
  const id = `${source.columns.row}.row_id`
  const isBehind = (bind: Bind) =>
    after ? beside(source, { order, place: after, before: false }, bind) : 'true'
  const isAhead = (bind: Bind) =>
    before ? beside(source, { order, place: before, before: true }, bind) : 'true'
  const descending = (order.direction === 'DESC') !== backwards
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

export const pairs = async (source: Source): Promise<number> => (await extentOf(source)).pairs

/** A part of the table of pairs: its rows are read, and shown as ever. */
export const tableOfPairs = async (
  source: Source,
  { start, limit }: { start: number; limit: number },
): Promise<PairTable> => {
  const { connection, outline, subject } = source
  const id = `${source.columns.row}.row_id`
  const found = (await ask(source, (bind) =>
    select(source, bind, {
      columns: [id],
      rest: `ORDER BY ${id} LIMIT ${bind(limit)}::int OFFSET ${bind(start)}::int`,
    }),
  )) as [number][]
  const frame = await loadFrame(
    connection,
    outline.datasetId,
    found.map(([rowId]) => rowId),
  )
  if (frame?.revision !== outline.revision) throw revised()
  return pairTable(
    { view: viewOf(frame, subject), rows: Int32Array.from(frame.rowIds.keys()) },
    { start: 0, limit },
  )
}
