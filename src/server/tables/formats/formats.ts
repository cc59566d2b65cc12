import type { Part } from '../table.ts'
import { arrow } from './arrow.ts'
import { parquet } from './parquet.ts'
import { csv, json } from './text.ts'

type Written = { type: string; write(parts: AsyncIterable<Part>): AsyncGenerator<string | Uint8Array> }

/** As what a table is served, by the end of its address. */
export const FORMATS = {
  csv: { type: 'text/csv; charset=utf-8; header=present', write: csv },
  json: { type: 'application/json', write: json },
  arrow: { type: 'application/vnd.apache.arrow.file', write: arrow },
  parquet: { type: 'application/vnd.apache.parquet', write: parquet },
} satisfies Record<string, Written>
export type Format = keyof typeof FORMATS
