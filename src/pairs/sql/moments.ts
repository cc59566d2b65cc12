import type { Summary } from '../../stats/summary.ts'
import type { Angles } from '../pairs.ts'
import { type CodeTerm, type Condition, keyOf, type NumberTerm } from '../terms.ts'
import { once, type Selection, type Source, select } from './source.ts'
import type { Sql } from './statement.ts'
import { type Piece, piecesOf, summaryOf, type Values } from './summary.ts'

/** Where most numbers lie. */
const rangeOf = ({ number }: NumberTerm): Values['range'] => {
  if (number === 'ANGLE') return [-180, 180]
  return number === 'SIMILARITY' ? [-1, 1.001] : [-32, 32]
}

type CodeCondition = Extract<Condition, { isOneOf: readonly number[] }>

/** The conditions on codes that a condition is made of; null: it is made of something else. */
const codesIn = (where: Condition | undefined): CodeCondition[] | null => {
  if (!where) return []
  const parts = 'all' in where ? where.all : [where]
  return parts.every((part) => 'isOneOf' in part) ? (parts as CodeCondition[]) : null
}

/** `Pairs.summary`: each term's numbers are rows of their own. */
export const summaryOfTerms = async (
  source: Source,
  of: readonly { term: NumberTerm; where?: Condition }[],
): Promise<Summary> => {
  const rows: Selection = {
    connection: source.connection,
    from: (bind) => {
      const each = of.map(({ term, where }) =>
        select(source, bind, {
          columns: [`CAST(${source.terms.number(term)} AS float8) AS value`],
          conditions: where ? [source.holds(where, bind)] : [],
        }),
      )
      return `(${each.join(' UNION ALL ')}) AS numbers`
    },
    where: () => 'true',
  }
  const values = { source: rows, value: 'value', range: rangeOf(of[0].term) }
  return summaryOf(values, await piecesOf(values))
}

const RADIANS = `CAST(${Math.PI / 180} AS float8)`

const SUMS = (value: Sql): Sql[] => [
  `sin(${value} * ${RADIANS})`,
  `cos(${value} * ${RADIANS})`,
  `CAST(${value} > 0 AS int)`,
  `CAST(${value} < 0 AS int)`,
]

const sumOf = (pieces: readonly Piece[], index: number) =>
  pieces.reduce((sum, { sums }) => sum + sums[index], 0)

/**
 * `Pairs.angles`. Pieces of all angles are kept by the codes that they are selected by: other selections by the same codes
 * have their part of them. The median is exact: it is looked up where the pieces say that it lies.
 */
export const anglesOf = async (source: Source, term: NumberTerm, where?: Condition): Promise<Angles> => {
  const value = source.terms.number(term)
  const codes = codesIn(where)
  const by: CodeTerm[] = codes?.map(({ code }) => code) ?? []
  const restricted = where && !codes ? where : null
  const selection: Source = restricted
    ? { ...source, where: (bind) => `(${source.where(bind)}) AND (${source.holds(restricted, bind)})` }
    : source
  const values: Values = {
    source: selection,
    value,
    range: rangeOf(term),
    keys: by.map(source.terms.code),
    sums: SUMS(value),
  }
  const key = `angles ${keyOf([term, by, restricted])}`
  const all = await once(source, key, () => piecesOf(values))
  const pieces = all.filter(({ keys }) =>
    (codes ?? []).every(({ isOneOf }, index) => isOneOf.includes(keys[index] as number)),
  )
  const summary = await summaryOf(values, pieces, (bind) =>
    (codes ?? []).map((one) => source.holds(one, bind)),
  )
  const [sine, cosine, positive, negative] = [0, 1, 2, 3].map((index) => sumOf(pieces, index))
  return { ...summary, sine: sine / summary.count, cosine: cosine / summary.count, positive, negative }
}
