import { SIDES } from '../../domain/side.ts'
import type { Meeting, Shared } from '../../stats/contrast.ts'
import type { GroupedResponse } from '../../stats/grouped-response.ts'
import { combinationsOf } from '../combinations.ts'
import { featuresOf, LABEL_WORDS } from '../features.ts'
import { pairwisePatterns } from '../pairwise.ts'
import { type ListedPairs, NO_GAPS, type PatternRequest, type Patterns, type RowsOf } from '../patterns.ts'
import type { Labels, Version } from '../terms.ts'
import { halves, maskOf } from './bits.ts'
import { type Dialect, dialectOf } from './dialect.ts'
import { gapsOf, measuredIn, numbersOf, pairRowsOf } from './pairwise.ts'
import { ask, askColumns, once, type Selection, type Source, select } from './source.ts'
import type { Bound, Sql } from './statement.ts'
import { cannot } from './unsupported.ts'

/** Which of some features rows are labeled with in all of some columns, as the bits of those. */
const knownBits = async (source: Selection, known: readonly Sql[]): Promise<bigint> => {
  const [[low, high]] = (await ask(source, (bind) =>
    select(source, bind, { columns: halves(dialectOf(source.connection).anyBits(known.join(' & '))) }),
  )) as [number | null, number | null][]
  return (BigInt(high ?? 0) << 32n) | BigInt(low ?? 0)
}

/** `Pairs.labeled` */
export const labeledFeatures = (source: Source, version: Version): Promise<number[]> =>
  once(source, `labeled ${version}`, async () => {
    const { terms, outline, tables, connection } = source
    const row = terms.rowOf(version)
    const everywhere = { connection, from: () => `${tables[version]} AS ${row}`, where: () => 'true' }
    let found = 0n
    for (const labeler of outline.labelers.keys())
      found |= await knownBits(
        everywhere,
        SIDES.map((side) => terms.label({ labeler, side, version }, 'known')),
      )
    return [...terms.fields.keys()].filter((feature) => (found & maskOf(terms.fields, [feature])) !== 0n)
  })

/** What patterns are told apart by: the bits of each column of labels, or those that only one of two has. */
const keyBits = ({ terms }: Source, { labels, told }: PatternRequest, mask: bigint): Sql[] => {
  const bits = labels.map((of: Labels) => terms.label(of, 'features'))
  return bits.map((mine, index) => `${mine} ${told === 'APART' ? `& (~${bits[index ^ 1]})` : ''} & ${mask}`)
}

/** Mean and Σ(y − mean)² of a value. Equal values have no spread, whatever rounding says. */
const responseOf = ({ squares }: Dialect, value: Sql): Sql[] => {
  const same = `min(${value}) = max(${value})`
  return [
    `CASE WHEN ${same} THEN min(${value}) ELSE avg(${value}) END`,
    `CASE WHEN ${same} THEN 0 ELSE ${squares(value)} END`,
  ]
}

/** A number that was computed here, in full. */
const literal = (value: number): Sql => `CAST(${value} AS float8)`

/** What others that share pairs with patterns need to know of them. */
type Grouping = {
  source: Source
  conditions: Bound
  bits: readonly Sql[]
  /** Of each outcome its value less the centre. */
  values: readonly Sql[]
  /** The words of each pattern, column by column. */
  key: readonly (readonly number[])[]
}
const groupings = new WeakMap<Patterns, Grouping>()

/** The pattern of each of some words. */
const patternsOfWords = ({ key }: Grouping, words: readonly (readonly number[])[]): Int32Array => {
  const named = (of: readonly (readonly number[])[], at: number) => of.map((word) => word[at]).join()
  const places = new Map(key[0].map((_, pattern) => [named(key, pattern), pattern]))
  return Int32Array.from(words[0], (_, at) => {
    const pattern = places.get(named(words, at))
    if (pattern === undefined) throw new Error('a pattern that was not there before')
    return pattern
  })
}

const HAS_SIBLINGS: Sql = 'p.siblings > 0'

/** `Patterns.listed` */
const listed = async (
  grouping: Grouping,
  which: Parameters<Patterns['listed']>[0],
  pairs: number,
): Promise<ListedPairs> => {
  const { source, conditions, bits, values } = grouping
  const words = bits.flatMap(halves)
  const { pairCount, promptCount } = source.outline
  const none = which === 'SIBLINGS' && pairCount === promptCount
  const columns = ['p.row_id', 'p.prompt', ...words, ...values]
  const [pair, prompt, ...rest] = (
    none
      ? columns.map(() => [])
      : await askColumns(source, () => columns, {
          conditions: (bind) => [...conditions(bind), ...(which === 'SIBLINGS' ? [HAS_SIBLINGS] : [])],
          rest: 'ORDER BY p.prompt, p.row_id',
        })
  ) as number[][]
  let prompts = pairs - pair.length
  for (let k = 0; k < pair.length; k++) if (k === 0 || prompt[k] !== prompt[k - 1]) prompts++
  return {
    prompts,
    pair: Int32Array.from(pair),
    prompt: Int32Array.from(prompt),
    pattern: patternsOfWords(grouping, rest.slice(0, words.length)),
    outcomes: rest.slice(words.length).map((outcome) => Float64Array.from(outcome)),
  }
}

/** The pairs of two groupings, by their patterns in both. */
const sharedOf = async (
  mine: Grouping,
  theirs: Grouping,
  [rowsOf, otherRowsOf]: readonly [RowsOf, RowsOf],
  alone: boolean,
): Promise<Shared> => {
  const couples = mine.values.flatMap((a, i) => theirs.values.map((b, j) => ({ a, b, i, j })))
  const bits = [...mine.bits, ...theirs.bits]
  const words = bits.flatMap(halves)
  const aggregates = couples.flatMap(({ a, b }) => [
    `avg(${a})`,
    `avg(${b})`,
    dialectOf(mine.source.connection).coSquares(a, b),
  ])
  const columns = (await askColumns(mine.source, () => [...words, 'count(*)', ...aggregates], {
    conditions: (bind) => [
      theirs.source.where(bind),
      ...mine.conditions(bind),
      ...theirs.conditions(bind),
      ...(alone ? [`NOT (${HAS_SIBLINGS})`] : []),
    ],
    rest: `GROUP BY ${bits.join(', ')}`,
  })) as number[][]
  const [count, ...values] = columns.slice(words.length)
  const first = patternsOfWords(mine, columns.slice(0, mine.key.length))
  const second = patternsOfWords(theirs, columns.slice(mine.key.length, words.length))
  const meetings = count.flatMap((n, at) =>
    couples.map(
      ({ i, j }, index): Meeting => ({
        rows: [rowsOf?.[i][first[at]] ?? first[at], otherRowsOf?.[j][second[at]] ?? second[at]],
        count: n,
        means: [values[3 * index][at], values[3 * index + 1][at]],
        coSquares: values[3 * index + 2][at],
      }),
    ),
  )
  return { clusters: count.reduce((sum, n) => sum + n, 0), meetings }
}

/** `Pairs.patterns` */
export const patternsOf = async (source: Source, request: PatternRequest): Promise<Patterns> => {
  const { labels, features: asked, outcomes, where, unlabeled = false, ungrouped } = request
  if (ungrouped) cannot('BOOTSTRAP')
  const { terms, outline } = source
  const known = labels.map((of) => terms.label(of, 'known'))
  const found = await knownBits(source, known)
  const isLabel = (feature: number) => feature < outline.taxonomy.features.length
  const wanted = asked.filter(isLabel)
  const labeled = wanted.filter((feature) => (found & maskOf(terms.fields, [feature])) !== 0n)
  const mask = maskOf(terms.fields, labeled)
  const isMeasured = asked.length > wanted.length
  const { measured, isFull } = isMeasured ? await measuredIn(source, request) : { measured: [], isFull: true }
  const features = [...labeled, ...measured]
  const numbers = outcomes.map(terms.number)
  const complete =
    labeled.length === 0
      ? String(unlabeled || measured.length > 0)
      : `${known.join(' & ')} & ${mask} = ${mask}`
  const otherwise: Bound = (bind) => [
    complete,
    ...numbers.map((value) => `${value} IS NOT NULL`),
    ...(where ? [source.holds(where, bind)] : []),
  ]
  const ofMeasured = { ...request, features: measured }
  const conditions: Bound = (bind) => [
    ...otherwise(bind),
    ...numbersOf(source, ofMeasured, bind).map((value) => `${value} IS NOT NULL`),
  ]
  if (request.pairwise || isMeasured) {
    const gaps = isFull ? NO_GAPS : await gapsOf(source, ofMeasured, otherwise)
    return pairwisePatterns(await pairRowsOf(source, { ...request, features }, conditions), gaps)
  }
  let centre = 0
  if (numbers.length > 1) {
    // About the first ones' mean: their own size tells nothing under an intercept, and costs digits.
    const [[mean]] = (await ask(source, (bind) =>
      select(source, bind, { columns: [`avg(${numbers[0]})`], conditions: conditions(bind) }),
    )) as [number | null][]
    centre = mean ?? 0
  }
  const values = numbers.length > 1 ? numbers.map((value) => `(${value} - ${literal(centre)})`) : numbers
  const bits = keyBits(source, request, mask)
  const words = bits.flatMap(halves)
  const [a, b] = values
  const aggregates = [
    ...values.flatMap((value) => responseOf(terms.dialect, value)),
    ...(b ? [terms.dialect.coSquares(a, b)] : []),
  ]
  const columns = (await askColumns(source, () => [...words, 'count(*)', ...aggregates], {
    conditions,
    rest: `GROUP BY ${bits.join(', ')} ORDER BY ${bits.join(', ')}`,
  })) as number[][]
  const key = columns.slice(0, words.length)
  const [count, ...moments] = columns.slice(words.length)
  const wordsOf = (column: number) =>
    key.slice(column * LABEL_WORDS, (column + 1) * LABEL_WORDS).map((word) => Uint32Array.from(word))
  const grouping: Grouping = { source, conditions, bits, values, key }
  const made: Patterns = {
    features,
    pairs: count.reduce((sum, n) => sum + n, 0),
    gaps: NO_GAPS,
    combinations: combinationsOf(
      labels.map((_, column) => wordsOf(column)),
      featuresOf(outline.taxonomy),
    ),
    outcomes: values.map(
      (_, index): GroupedResponse => ({
        unit: 1,
        centre,
        count: Float64Array.from(count),
        mean: Float64Array.from(moments[2 * index]),
        squares: Float64Array.from(moments[2 * index + 1]),
      }),
    ),
    products: Float64Array.from(b ? moments[4] : []),
    listed: (which) => listed(grouping, which, made.pairs),
    sharedWith: (other, rows, alone = false) => {
      const [mine, theirs] = [groupings.get(made), groupings.get(other)]
      if (!mine || !theirs) throw new Error('patterns of two executors')
      return sharedOf(mine, theirs, rows, alone)
    },
  }
  groupings.set(made, grouping)
  return made
}
