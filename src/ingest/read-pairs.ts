import type { SchemaTree } from 'hyparquet'
import { counted } from '../domain/counted.ts'
import { InvalidInput } from '../domain/errors.ts'
import type { PairRecord, ScoredPairRecord } from '../domain/records.ts'
import { columnOf } from './field-path.ts'
import { type Gathered, isFields, RowGatherer } from './gathered-rows.ts'
import { readObjects } from './objects.ts'
import type { Fields, PairFormat, Pairing, PairParser, ParsedPair, ParserOptions } from './pair-format.ts'
import { type RecordOptions, recordMaker } from './pair-record.ts'
import { type Rejected, type Row, type RowStream, Unusable } from './row.ts'
import { whatItHas } from './shapes.ts'
import type { Source } from './source.ts'
import { maybeScalars } from './text-columns.ts'

export type PairOptions = RecordOptions & {
  /** The row id of the file's first line, row or pair; 0 when left out. */
  firstRowId?: number
  /** Of rows with several answers. */
  pairs?: Pairing
  prefer?: ParserOptions['prefer']
  /** Scores go in as a model's, in a format that sometimes has them. */
  isScored?: boolean
}

/** What has come of a file so far. `rows`: those that gave pairs or were rejected. */
export type PairTally = { rows: number; pairs: number; ties: number }

/** `rowIds`: how many the file takes up; those of the next file begin behind them. */
export type PairStream = RowStream<PairRecord | ScoredPairRecord> & {
  readonly rowIds: number
  readonly tally: PairTally
}

type PairRow = Row<PairRecord | ScoredPairRecord>

/** The keys of a row. @throws Unusable when it is no object, or lacks one that is needed. */
const fieldsOf = (value: unknown, { needed, name }: PairFormat): Fields => {
  if (!isFields(value))
    throw new Unusable(`the line is not a JSON object with ${needed.map((key) => `"${key}"`).join(' and ')}`)
  const lacking = needed.find((key) => !Object.hasOwn(value, key))
  if (lacking === undefined) return value
  throw new Unusable(`"${lacking}" is missing; the line has ${whatItHas(Object.keys(value), name)}`)
}

const reasonOf = (error: unknown): string => {
  if (error instanceof Unusable) return error.message
  throw error
}

/**
 * The pairs of a file. The row id of a pair is its line or row, counted from 0; in formats whose rows give several pairs,
 * pairs are counted. What nothing is read from is named in a notice.
 */
export const readPairs = (format: PairFormat, source: Source, options: PairOptions = {}): PairStream => {
  const { firstRowId = 0, isScored = false, pairs = 'all', prefer = 'better' } = options
  const { isSeveral = false, together } = format
  const { attributes, places, taken, idOf, record } = recordMaker(options)
  const optional = (header: readonly string[]) => [
    ...(format.optional?.(header) ?? []),
    ...places.map((path) => columnOf(path, header)),
  ]
  const isOfFormat = (name: string) =>
    format.needed.includes(name) || (format.optional?.([...format.needed, name]) ?? []).includes(name)
  const values = readObjects(source, {
    format: format.name,
    needed: format.needed,
    optional,
    beside: (column: SchemaTree) => attributes !== null && maybeScalars(column),
    check: (column) => isOfFormat(column.element.name) && format.checkColumn?.(column, source.file),
  })
  const tally: PairTally = { rows: 0, pairs: 0, ties: 0 }
  let lines = 0
  let blank = 0
  let parser: PairParser | undefined

  const kept = (line: number, fields: Fields, parsed: ParsedPair, rowId: number, id?: string): PairRow => {
    const pair = record(fields, parsed, rowId, id)
    tally.pairs++
    if (pair.tie) tally.ties++
    return { line, record: pair }
  }
  const pairOf = (parse: PairParser['parse'], line: number, row: unknown, at: number): PairRow => {
    const rowId = firstRowId + at
    try {
      const fields = fieldsOf(row, format)
      return kept(line, fields, parse(fields, []) as ParsedPair, rowId, idOf(fields))
    } catch (error) {
      return { line, rowId, reason: reasonOf(error) }
    }
  }
  /** Of several pairs each can be rejected for itself, or all rows that should have given some. */
  const pairsOf = (parse: PairParser['parse'], { lines, rows }: Gathered): PairRow[] => {
    try {
      const fields = rows.map((row) => fieldsOf(row, format))
      const parsed = parse(fields[0], fields) as ParsedPair[]
      const id = idOf(fields[0])
      return parsed.map((one, index) => {
        const pairId = id === undefined ? undefined : `${id}.${index + 1}`
        try {
          return kept(lines[0], fields[0], one, firstRowId + tally.pairs, pairId)
        } catch (error) {
          return { line: lines[0], reason: reasonOf(error) }
        }
      })
    } catch (error) {
      const reason = reasonOf(error)
      return lines.map((line) => ({ line, reason }))
    }
  }

  const gatherer = together && new RowGatherer(together)
  const isRejected = (row: Gathered | Rejected): row is Rejected => 'reason' in row
  const gathered = (whole: readonly (Gathered | Rejected)[], parse: PairParser['parse']) =>
    whole.flatMap((one) => (isRejected(one) ? [one] : pairsOf(parse, one)))
  const rowsOf = (row: Row<unknown>, parse: PairParser['parse']): PairRow | PairRow[] => {
    const at = row.at ?? row.line - 1
    blank += at - lines
    lines = at + 1
    tally.rows++
    if (gatherer) return gathered(gatherer.add(row, at), parse)
    if (!('record' in row))
      return { line: row.line, ...(isSeveral ? {} : { rowId: firstRowId + at }), reason: row.reason }
    if (!isSeveral) return pairOf(parse, row.line, row.record, at)
    return pairsOf(parse, { lines: [row.line], at, rows: [row.record] })
  }

  async function* rows(): AsyncGenerator<PairRow[]> {
    for await (const batch of values) {
      if (!parser) {
        const first = batch.flatMap((row) => ('record' in row && isFields(row.record) ? [row.record] : []))
        parser = format.openParser({ pairs, prefer, isScored, taken, first })
      }
      const { parse } = parser
      yield batch.flatMap((row) => rowsOf(row, parse))
    }
    if (lines === 0) throw new InvalidInput(`${source.file} is empty`)
    const { parse } = parser as PairParser
    if (gatherer) yield gathered(gatherer.end(), parse)
    if (blank > 0)
      source.notices.push(
        `${source.file}: ${counted(blank, 'blank line has', 'blank lines have')} no pair${isSeveral ? '' : '; row ids count them'}`,
      )
    for (const notice of [...(attributes?.notices() ?? []), ...(parser?.notices?.() ?? [])])
      source.notices.push(`${source.file}: ${notice}`)
  }

  return {
    rows: rows(),
    notices: source.notices,
    tally,
    get rowIds() {
      return isSeveral ? tally.pairs : lines
    },
  }
}
