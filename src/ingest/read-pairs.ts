import { InvalidInput } from '../domain/errors.ts'
import { whyNoName } from '../domain/names.ts'
import type { PairRecord, ScoredPairRecord } from '../domain/records.ts'
import { shown } from './cells.ts'
import { unreadColumns } from './columns.ts'
import { jsonText } from './json-text.ts'
import { readObjects } from './objects.ts'
import type { Oddities } from './oddities.ts'
import type { Fields, PairFormat } from './pair-format.ts'
import { type Row, type RowStream, Unusable } from './row.ts'
import { whatItHas } from './shapes.ts'
import type { Source } from './source.ts'
import { storable } from './storable.ts'

export type PairOptions = {
  /** Of all pairs; left out: as the rows say. */
  subset?: string | null
  /** The row id of the file's first line or row; 0 when left out. */
  firstRowId?: number
  /** The column of the pairs' own ids. */
  id?: string
  /** Notes pairs that are odd, and leaves out which of them are not wanted. */
  oddities?: Oddities
}

/** `lines`: up to the last one that isn't blank; the next file's first row id is `firstRowId + lines`. */
export type PairStream = RowStream<PairRecord | ScoredPairRecord> & { readonly lines: number }

const MAX_ROW_ID = 2 ** 31 - 1
/** Keys that a file may have before the rest is not listed. */
const MAX_KEYS = 10_000

/** The part of the dataset that a pair says it is of. */
const SUBSET = 'subset'

const subsetOf = ({ [SUBSET]: subset }: Fields): string | null => {
  if (subset === undefined || subset === null) return null
  if (typeof subset === 'string') {
    if (subset.trim() === '') return null
    const why = whyNoName('subset', subset)
    if (why) throw new Unusable(why)
    return storable(subset, `"${SUBSET}"`)
  }
  if (typeof subset === 'number' || typeof subset === 'bigint') return `${subset}`
  throw new Unusable(`"${SUBSET}" is ${shown(jsonText(subset))}; it must be a text`)
}

/** The keys of a row. @throws Unusable when it is no object, or lacks one that is needed. */
const fieldsOf = (value: unknown, { needed, name }: PairFormat): Fields => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Unusable(`the line is not a JSON object with ${needed.map((key) => `"${key}"`).join(' and ')}`)
  const fields = value as Fields
  const lacking = needed.find((key) => !Object.hasOwn(fields, key))
  if (lacking === undefined) return fields
  throw new Unusable(`"${lacking}" is missing; the line has ${whatItHas(Object.keys(fields), name)}`)
}

/** Columns of what a pair is, whatever its format. */
const columnsAbout = ({ subset, id }: PairOptions): string[] => [
  ...(subset ? [] : [SUBSET]),
  ...(id === undefined ? [] : [id]),
]

const idOf = (fields: Fields, column: string): string => {
  const id = fields[column]
  if (typeof id === 'string' && id !== '') return storable(id, `"${column}"`)
  if (typeof id === 'number' || typeof id === 'bigint') return `${id}`
  throw new Unusable(`"${column}" is ${jsonText(id ?? null).slice(0, 60)}; it must be the pair's id`)
}

/**
 * The pairs of a file; the row id is the line or row, counted from 0. Keys that nothing is read from are named in a
 * notice.
 */
export const readPairs = (format: PairFormat, source: Source, options: PairOptions = {}): PairStream => {
  const { subset, firstRowId = 0, oddities, id } = options
  const { parse, notices } = format.openParser()
  const about = columnsAbout(options)
  const optional = (header: readonly string[]) => [...format.optional(header), ...about]
  const values = readObjects(source, {
    format: format.name,
    needed: format.needed,
    optional,
    check: (column) => about.includes(column.element.name) || format.checkColumn(column, source.file),
  })
  let lines = 0
  let blank = 0
  const given = subset !== undefined && subset !== null
  const keys = new Set<string>()

  const pairOf = (value: unknown, rowId: number): PairRecord | ScoredPairRecord => {
    if (rowId > MAX_ROW_ID) throw new Unusable(`row id ${rowId} is more than ${MAX_ROW_ID}`)
    const fields = fieldsOf(value, format)
    if (keys.size < MAX_KEYS) for (const key of Object.keys(fields)) keys.add(key)
    const { chosen, rejected, rewards } = parse(fields)
    const answers =
      chosen.answerAt || rejected.answerAt
        ? { answers: { chosen: chosen.answerAt ?? null, rejected: rejected.answerAt ?? null } }
        : {}
    const pair = {
      rowId,
      ...(id === undefined ? {} : { pairId: idOf(fields, id) }),
      subset: given ? subset : subsetOf(fields),
      chosen: chosen.text,
      rejected: rejected.text,
      ...answers,
    }
    oddities?.note(pair)
    return rewards ? { ...pair, rewards: { rowId, ...rewards } } : pair
  }
  const toPair = (row: Row<unknown>): Row<PairRecord | ScoredPairRecord> => {
    const at = row.at ?? row.line - 1
    blank += at - lines
    lines = at + 1
    const rowId = firstRowId + at
    if (!('record' in row)) return { line: row.line, rowId, reason: row.reason }
    try {
      return { line: row.line, record: pairOf(row.record, rowId) }
    } catch (error) {
      if (!(error instanceof Unusable)) throw error
      return { line: row.line, rowId, reason: error.message }
    }
  }

  async function* rows(): AsyncGenerator<Row<PairRecord | ScoredPairRecord>[]> {
    for await (const batch of values) yield batch.map(toPair)
    if (lines === 0) throw new InvalidInput(`${source.file} is empty`)
    if (blank > 0)
      source.notices.push(`${source.file}: ${blank} blank lines have no pair; row ids count them`)
    const header = [...keys]
    const readable = new Set([...format.needed, ...optional(header)])
    // Columns of Parquet that nothing is read from never come as far as here.
    const unread = unreadColumns(header, readable, source.file)
    if (unread !== null) source.notices.push(unread)
    for (const notice of notices?.() ?? []) source.notices.push(`${source.file}: ${notice}`)
  }

  return {
    rows: rows(),
    notices: source.notices,
    get lines() {
      return lines
    },
  }
}
