import type { Summary } from '../../stats/summary.ts'
import { dialectOf } from './dialect.ts'
import { ask, groupedBy, type Selection, select } from './source.ts'
import type { Bind, Sql } from './statement.ts'

/** Values that are alike in their keys and lie near each other. */
export type Piece = {
  keys: (number | null)[]
  bucket: number
  count: number
  mean: number
  /** Σ(value − mean)² */
  squares: number
  min: number
  max: number
  /** Sums that were asked for. */
  sums: number[]
}

/** Values to be summarized: `value` is null where there is none; `conditions`: which ones. */
export type Values = {
  source: Selection
  value: Sql
  /** Where most values lie: pieces are parts of this range. */
  range: readonly [number, number]
  keys?: readonly Sql[]
  sums?: readonly Sql[]
}

/** Of the rows that pieces were taken from. */
type Conditions = (bind: Bind) => readonly Sql[]

const PIECES = 1024

const bucketOf = ({ source, value, range }: Values): Sql =>
  dialectOf(source.connection).partOf(value, range, PIECES)

/** Of all values, by their keys: enough to summarize any keys' values. */
export const piecesOf = async (values: Values): Promise<Piece[]> => {
  const { source, value, keys = [], sums = [] } = values
  const columns = [
    ...keys,
    bucketOf(values),
    'count(*)',
    `avg(${value})`,
    dialectOf(source.connection).squares(value),
    `min(${value})`,
    `max(${value})`,
    ...sums.map((term) => `sum(${term})`),
  ]
  const rows = (await ask(source, (bind) =>
    select(source, bind, {
      columns,
      conditions: [`${value} IS NOT NULL`],
      rest: groupedBy(keys.length + 1),
    }),
  )) as (number | null)[][]
  return rows.map((row) => {
    const [bucket, count, mean, squares, min, max, ...rest] = row.slice(keys.length) as number[]
    const same = min === max
    return {
      keys: row.slice(0, keys.length),
      bucket,
      count,
      mean: same ? min : mean,
      squares: same ? 0 : squares,
      min,
      max,
      sums: rest,
    }
  })
}

const total = (pieces: readonly Piece[], of: (piece: Piece) => number) =>
  pieces.reduce((sum, piece) => sum + of(piece), 0)

/** Buckets with their pieces, ascending; `first` is the rank, from 0, of the smallest value. */
const bucketsOf = (pieces: readonly Piece[]) => {
  const byBucket = new Map<number, Piece[]>()
  for (const piece of pieces) byBucket.set(piece.bucket, [...(byBucket.get(piece.bucket) ?? []), piece])
  let first = 0
  return [...byBucket]
    .sort(([a], [b]) => a - b)
    .map(([bucket, inside]) => {
      const count = total(inside, (piece) => piece.count)
      first += count
      return { bucket, inside, count, first: first - count }
    })
}

/** All values of a bucket's pieces, ascending, where no piece has more than its ends; else null. */
const valuesIn = (pieces: readonly Piece[]): number[] | null => {
  const values = pieces.map(({ count, min, max }) =>
    min === max ? new Array<number>(count).fill(min) : count === 2 ? [min, max] : null,
  )
  return values.includes(null) ? null : (values.flat() as number[]).sort((a, b) => a - b)
}

/** The values of some ranks from 0, ascending ones: what pieces leave open is looked up in its bucket. */
const ranked = async (
  values: Values,
  pieces: readonly Piece[],
  { ranks, conditions }: { ranks: readonly number[]; conditions: Conditions },
): Promise<number[]> => {
  const { source, value } = values
  const found: number[] = []
  for (const { bucket, inside, count, first } of bucketsOf(pieces)) {
    const here = ranks.filter((rank) => rank >= first && rank < first + count)
    if (here.length === 0) continue
    const offset = here[0] - first
    const known = valuesIn(inside)
    const looked = known
      ? known.slice(offset, offset + here.length)
      : await ask(source, (bind) =>
          select(source, bind, {
            columns: [value],
            conditions: [...conditions(bind), `${bucketOf(values)} = ${bucket}`],
            rest: `ORDER BY ${value} LIMIT ${here.length} OFFSET ${offset}`,
          }),
        )
    found.push(...(looked.flat() as number[]))
  }
  return found
}

/** stats/summary.ts of the values of some pieces, which `conditions` select. */
export const summaryOf = async (
  values: Values,
  pieces: readonly Piece[],
  conditions: Conditions = () => [],
): Promise<Summary> => {
  const count = total(pieces, (piece) => piece.count)
  if (count === 0) {
    return { count, mean: null, median: null, standardDeviation: null, min: null, max: null }
  }
  const min = pieces.reduce((least, piece) => Math.min(least, piece.min), Number.POSITIVE_INFINITY)
  const max = pieces.reduce((most, piece) => Math.max(most, piece.max), Number.NEGATIVE_INFINITY)
  const mean = min === max ? min : total(pieces, (piece) => piece.count * piece.mean) / count
  const squares = total(pieces, (piece) => piece.squares + piece.count * (piece.mean - mean) ** 2)
  const ranks = count % 2 === 1 ? [(count - 1) / 2] : [count / 2 - 1, count / 2]
  const middle = await ranked(values, pieces, { ranks, conditions })
  return {
    count,
    mean,
    median: middle.reduce((sum, value) => sum + value, 0) / middle.length,
    standardDeviation: count > 1 ? Math.sqrt(squares / (count - 1)) : null,
    min,
    max,
  }
}
