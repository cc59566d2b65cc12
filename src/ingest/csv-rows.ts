import type { CsvError } from 'csv-parse'
import { InvalidInput } from '../domain/errors.ts'
import type { CutShort } from './cut-short.ts'
import { RecordLines } from './record-lines.ts'
import type { Row } from './row.ts'

const REASONS: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quote in a quoted field is not doubled',
  INVALID_OPENING_QUOTE: 'a quote stands in a field that is not quoted',
}

/** Gathers the records of a CSV file as they come off the parser, with their lines and what is wrong about them. */
export class CsvRows {
  rows: Row<string[]>[] = []
  header: string[] | null = null
  /** Set when the end of the file is missing: then a record without its newline isn't whole. */
  cut: CutShort | null = null
  readonly lines = new RecordLines()
  #file: string
  #broken: { line: number; reason: string } | null = null

  constructor(file: string) {
    this.#file = file
  }

  /** A record that csv-parse skips is known only by its first error, until the next good record begins. */
  skip(error: CsvError): void {
    this.#broken ??= { line: this.lines.next, reason: REASONS[error.code] ?? error.message }
  }

  add(cells: string[], end: number): void {
    const line = this.lines.take(end, cells)
    this.settle(line - 1)
    if (cells.length === 1 && cells[0] === '') return
    if (this.cut !== null && !this.lines.whole) {
      this.rows.push({ line, reason: 'the file ends inside this row' })
    } else if (this.header === null) {
      this.header = cells
    } else if (cells.length !== this.header.length) {
      const reason = `the row has ${cells.length} cells, the header ${this.header.length} columns`
      this.rows.push({ line, reason })
    } else {
      this.rows.push({ line, record: cells })
    }
  }

  /** Lists the broken record, if there is one, that goes up to `lastLine`. */
  settle(lastLine: number): void {
    if (this.#broken === null) return
    const { line, reason } = this.#broken
    if (this.header === null && this.cut === null) {
      throw new InvalidInput(`${this.#file}: the header can't be read: ${reason}`)
    }
    this.rows.push({ line, reason: lastLine > line ? `${reason} (lines ${line} to ${lastLine})` : reason })
    this.#broken = null
  }
}
