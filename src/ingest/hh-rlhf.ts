import { InvalidInput } from '../domain/errors.ts'
import type { PairRecord } from '../domain/records.ts'
import { conversationText } from './conversation-text.ts'
import { readJsonLines } from './jsonl.ts'
import { type Row, type RowStream, Unusable } from './row.ts'
import type { Source } from './source.ts'

export type HhRlhfOptions = {
  subset?: string | null
  /** The row id of the file's first line; 0 when left out. */
  firstRowId?: number
}

/** `lines`: up to the last one that isn't blank; the next file's first row id is `firstRowId + lines`. */
export type PairStream = RowStream<PairRecord> & { readonly lines: number }

const MAX_ROW_ID = 2 ** 31 - 1

const conversation = (pair: object, key: 'chosen' | 'rejected'): string => {
  const text = (pair as Record<string, unknown>)[key]
  if (text === undefined) throw new Unusable(`"${key}" is missing`)
  if (typeof text !== 'string')
    throw new Unusable(`"${key}" is not a string: ${JSON.stringify(text).slice(0, 60)}`)
  return conversationText(text, `the ${key} conversation`)
}

const parsePair = (value: unknown, rowId: number, subset: string | null): PairRecord => {
  if (rowId > MAX_ROW_ID) throw new Unusable(`row id ${rowId} is more than ${MAX_ROW_ID}`)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Unusable('the line is not a JSON object with "chosen" and "rejected"')
  }
  return { rowId, subset, chosen: conversation(value, 'chosen'), rejected: conversation(value, 'rejected') }
}

/** hh-rlhf: JSONL of `chosen` and `rejected` conversations. The row id is the line, counted from 0. */
export const readHhRlhf = (
  source: Source,
  { subset = null, firstRowId = 0 }: HhRlhfOptions = {},
): PairStream => {
  let lines = 0
  let blank = 0

  const toPair = (row: Row<unknown>): Row<PairRecord> => {
    blank += row.line - lines - 1
    lines = row.line
    const rowId = firstRowId + row.line - 1
    if (!('record' in row)) return { ...row, rowId }
    try {
      return { line: row.line, record: parsePair(row.record, rowId, subset) }
    } catch (error) {
      if (!(error instanceof Unusable)) throw error
      return { line: row.line, rowId, reason: error.message }
    }
  }

  async function* rows(): AsyncGenerator<Row<PairRecord>[]> {
    for await (const batch of readJsonLines(source)) yield batch.map(toPair)
    if (lines === 0) throw new InvalidInput(`${source.file} is empty`)
    if (blank > 0)
      source.notices.push(`${source.file}: ${blank} blank lines have no pair; row ids count them`)
  }

  return {
    rows: rows(),
    notices: source.notices,
    get lines() {
      return lines
    },
  }
}
