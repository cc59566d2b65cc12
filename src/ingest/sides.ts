import type { Fields, ParserOptions } from './pair-format.ts'

/** A row's columns besides its texts: those of the pair, and of its first and its second answer. */
export type Split = { pair: Fields; first: Fields; second: Fields }

type Place = { of: keyof Split; name: string } | null

export type Sides = {
  /** Columns of texts. */
  texts: ReadonlySet<string>
  /** What columns of the first and of the second answer are called by: the longer names first. */
  names: readonly (readonly [first: string, second: string])[]
  /** Whether a column of one answer needs none of the other: "chosen" says enough, "a" does not. */
  mayBeAlone?: boolean
}

/** Of a row that has no other columns than texts. */
export const NOTHING: Split = Object.freeze({ pair: {}, first: {}, second: {} })
/** Columns whose places are remembered. */
const MOST_COLUMNS = 10_000
const SEPARATOR = '[-_. ]'
const isScalar = (value: unknown) => typeof value !== 'object' || value === null

/** A name within another one, as a word of it. */
const wordIn = (word: string) => new RegExp(`(^|${SEPARATOR})${word}($|${SEPARATOR})`)

const without = (column: string, word: string): string =>
  column.replace(wordIn(word), (_, before: string, after: string) => (before && after ? before : ''))

/**
 * Splits the rows of a file by whose their columns are: `score_0` and `score_1` are the `score` of the first and of the
 * second answer, and so are the values of a list of two. What is called neither way is the pair's.
 * A column is no such list where the first rows of the file have lists of other lengths.
 */
export const splitter = (
  { texts, names, mayBeAlone = false }: Sides,
  { taken, first }: Pick<ParserOptions, 'taken' | 'first'>,
) => {
  const words = names.flatMap(([one, other]) => [
    { of: 'first' as const, word: one, other },
    { of: 'second' as const, word: other, other: one },
  ])
  const places = new Map<string, Place>()
  const placeOf = (column: string, fields: Fields): Place => {
    if (texts.has(column) || taken.has(column)) return null
    for (const { of, word, other } of words) {
      const name = without(column, word)
      if (name === column || name === '') continue
      const counterpart = column.replace(wordIn(word), `$1${other}$2`)
      if (mayBeAlone || Object.hasOwn(fields, counterpart)) return { of, name }
    }
    return { of: 'pair', name: column === '__proto__' ? `"${column}"` : column }
  }
  const isTwo = new Map<string, boolean>()
  const areTwos = (column: string): boolean => {
    const known = isTwo.get(column)
    if (known !== undefined) return known
    const is = first.every(
      ({ [column]: list }) => !Array.isArray(list) || (list.length === 2 && list.every(isScalar)),
    )
    isTwo.set(column, is)
    return is
  }

  /** @param answers as the row has them: where a list has both the other way round, so have all lists */
  return (fields: Fields, answers: readonly [unknown, unknown]): Split => {
    let split = NOTHING
    let lists: [string, unknown[]][] = []
    for (const column in fields) {
      let place = places.get(column)
      if (place === undefined) {
        place = placeOf(column, fields)
        if (places.size < MOST_COLUMNS) places.set(column, place)
      }
      if (place === null) continue
      if (split === NOTHING) split = { pair: {}, first: {}, second: {} }
      const value = fields[column]
      if (
        place.of === 'pair' &&
        Array.isArray(value) &&
        value.length === 2 &&
        value.every(isScalar) &&
        areTwos(column)
      )
        lists.push([column, value])
      else split[place.of][place.name] = value
    }
    if (lists.length === 0) return split
    const [one, other] = answers
    const isTurned = one !== other && lists.some(([, list]) => list[0] === other && list[1] === one)
    lists = lists.filter(([, list]) => !list.some((value) => value === one || value === other))
    for (const [column, list] of lists) {
      split.first[column] = list[isTurned ? 1 : 0]
      split.second[column] = list[isTurned ? 0 : 1]
    }
    return split
  }
}
