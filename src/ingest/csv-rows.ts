import { type CsvError, type Parser, parse } from 'csv-parse'
import { counted } from '../domain/counted.ts'
import { InvalidInput } from '../domain/errors.ts'
import type { CutShort } from './cut-short.ts'
import { newlinesIn, RecordLines } from './record-lines.ts'
import type { Row } from './row.ts'

const REASONS: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quote in a quoted field is not doubled',
  INVALID_OPENING_QUOTE: 'a quote stands in a field that is not quoted',
}
const NEWLINE = 0x0a
const QUOTE = 0x22
/** How far a row may go on that is looked for behind a broken one. */
const TRIAL_BYTES = 1 << 20

/** What stands between the cells of a row. */
export type Separator = ',' | '\t'

/** Whether a line can be a row, or begin one, of so many cells. */
const mayBeRow = (line: Buffer, cells: number, separator: Separator): boolean => {
  if (line.includes(QUOTE)) return true
  let separators = 0
  for (let at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, at + 1)) separators++
  return separators === cells - 1
}

/**
 * The records of a CSV file as they come off the parser, with their lines and what is wrong about them. A quote out of
 * place costs the lines from where its record begins up to the next one that is a row by itself.
 */
export class CsvRows {
  rows: Row<string[]>[] = []
  header: string[] | null = null
  /** Set when the end of the file is missing: then a record without its newline isn't whole. */
  cut: CutShort | null = null
  readonly lines = new RecordLines()
  #file: string
  #separator: Separator
  #parser: Parser
  /** Where in the file the parser began. */
  #base = 0
  #broken: { line: number; reason: string } | null = null
  /** The parser can't go on from where it is. */
  #failed = false
  /** How far a parser was fed that looks for a row behind a broken one. */
  #tried: number | null = null

  constructor(file: string, separator: Separator) {
    this.#file = file
    this.#separator = separator
    this.#parser = this.#open()
  }

  feed(chunk: Buffer): void {
    this.lines.feed(chunk)
    if (this.#broken === null) this.#write(chunk)
    if (this.#broken !== null) this.#recover(false)
  }

  /** The file ends here. */
  end(): void {
    if (this.#broken === null) this.#close()
    if (this.#broken !== null && this.cut === null) this.#recover(true)
    this.#settle(this.lines.end())
  }

  // Collecting in on_record, with fixed record delimiters, is the fastest way through csv-parse: nothing
  // goes through its object stream, and a write has parsed its chunk when it returns.
  #open(): Parser {
    const parser = parse({
      delimiter: this.#separator,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n'],
      skip_records_with_error: true,
      on_skip: (error) => {
        if (parser === this.#parser && error !== undefined) this.#fail(REASONS[error.code] ?? error.message)
        return undefined
      },
      on_record: (cells: string[], { bytes }) => {
        if (parser === this.#parser && !this.#failed) this.#add(cells, this.#base + bytes)
        return null
      },
    })
    parser.on('error', () => {}) // thrown from where it is noticed
    return parser
  }

  #write(bytes: Buffer): void {
    if (bytes.length > 0) this.#parser.write(bytes)
    if (this.#parser.errored) throw this.#parser.errored
  }

  #close(): void {
    this.#parser.resume()
    this.#parser.end()
    if (this.#parser.errored) throw this.#parser.errored
  }

  #fail(reason: string): void {
    this.#failed = true
    this.#broken ??= { line: this.lines.next, reason }
  }

  #add(cells: string[], end: number): void {
    const { header } = this
    const isBlank = cells.length === 1 && cells[0] === ''
    const isRow = header !== null && !isBlank && cells.length === header.length
    const unequal = `the row has ${counted(cells.length, 'cell')}, the header ${counted(header?.length ?? 0, 'column')}`
    // One that goes over lines may have taken the rows behind it for its own.
    const isSwallowing = header !== null && !isBlank && !isRow && newlinesIn(cells) > 0
    if (isSwallowing || (this.#tried !== null && !isRow)) {
      this.#fail(unequal)
      return
    }
    const line = this.lines.take(end, cells)
    this.#settle(line - 1)
    if (isBlank) return
    if (this.cut !== null && !this.lines.whole) {
      this.rows.push({ line, reason: 'the file ends inside this row' })
    } else if (header === null) {
      this.header = cells
    } else {
      this.rows.push(isRow ? { line, record: cells } : { line, reason: unequal })
    }
  }

  /** Looks for the next row, from the line behind the one that the broken record begins in, a line at a time. */
  #recover(ended: boolean): void {
    const { lines, header, cut } = this
    if (header === null && cut === null)
      throw new InvalidInput(`${this.#file}: the header can't be read: ${this.#broken?.reason}`)
    const origin = lines.taken
    const rest = lines.rest()
    for (;;) {
      if (this.#tried === null) {
        const next = rest.indexOf(NEWLINE, lines.taken - origin) + 1
        if (next === 0) return
        lines.take(origin + next, [])
        const end = rest.indexOf(NEWLINE, next)
        if (end >= 0 && !mayBeRow(rest.subarray(next, end), header?.length ?? 0, this.#separator)) continue
        this.#base = lines.taken
        this.#tried = lines.taken
        this.#failed = false
        this.#parser = this.#open()
      }
      const from: number = this.#tried - origin
      const next = rest.indexOf(NEWLINE, from) + 1
      if (next === 0 && !ended) return
      this.#write(rest.subarray(from, next === 0 ? undefined : next))
      if (next === 0) this.#close()
      else this.#tried = origin + next
      if (this.#broken === null) {
        this.#tried = null
        if (next === 0) return
        this.#write(rest.subarray(next))
        if (ended && !this.#failed) this.#close()
        if (!this.#failed) return
      } else if (this.#failed || next === 0 || this.#tried - this.#base > TRIAL_BYTES) this.#tried = null
    }
  }

  /** Lists the broken record, if there is one, that goes up to `lastLine`. */
  #settle(lastLine: number): void {
    if (this.#broken === null) return
    const { line, reason } = this.#broken
    this.rows.push({ line, reason: lastLine > line ? `${reason} (lines ${line} to ${lastLine})` : reason })
    this.#broken = null
  }
}
