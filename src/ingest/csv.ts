import { once } from 'node:events'
import { type CsvError, parse } from 'csv-parse'
import { InvalidInput } from '../domain/errors.ts'
import { CutShort } from './cut-short.ts'
import { RecordLines } from './record-lines.ts'
import type { Row } from './row.ts'
import type { Source } from './source.ts'

const MAX_RECORD_BYTES = 64 * 1024 * 1024

const REASONS: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quote in a quoted field is not doubled',
  INVALID_OPENING_QUOTE: 'a quote stands in a field that is not quoted',
}

/** Cells as the rows come off the parser, with what is wrong about them. */
class CsvRows {
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
    if (this.header === null && this.cut === null)
      throw new InvalidInput(`${this.#file}: the header can't be read: ${reason}`)
    this.rows.push({ line, reason: lastLine > line ? `${reason} (lines ${line} to ${lastLine})` : reason })
    this.#broken = null
  }
}

/** The chunks of the source; where its end is missing, `onCut` instead of CutShort. */
async function* untilCut(source: Source, onCut: (cut: CutShort) => void): AsyncGenerator<Buffer> {
  try {
    yield* source.chunks()
  } catch (error) {
    if (!(error instanceof CutShort)) throw error
    onCut(error)
  }
}

const checkHeader = (header: readonly string[], file: string): void => {
  const twice = header.filter((name, index) => header.indexOf(name) !== index)
  if (twice.length > 0) {
    throw new InvalidInput(`${file}: the header names ${[...new Set(twice)].join(', ')} more than once`)
  }
  if (header.some((name) => name.includes('\r'))) {
    throw new InvalidInput(`${file}: its lines end in CR alone; save it with LF or CRLF`)
  }
}

/**
 * The rows of a CSV file (comma, double quotes, LF or CRLF), as many cells in each as the header has
 * columns. `onHeader` gets the header before any row is given, and may throw. Blank lines are no rows.
 *
 * @throws InvalidInput for an empty file, a header that can't be read or names a column twice, and a record
 * of more than 64 MB; CutShort after the last whole row of a gzip whose end is missing.
 */
export async function* readCsv(
  source: Source,
  onHeader: (header: readonly string[]) => void,
  { maxRecordBytes = MAX_RECORD_BYTES }: { maxRecordBytes?: number } = {},
): AsyncGenerator<Row<string[]>[]> {
  const csv = new CsvRows(source.file)
  // Collecting in on_record, with fixed record delimiters, is the fastest way through csv-parse: nothing
  // goes through its object stream, and a write has parsed its chunk when it returns.
  const parser = parse({
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n'],
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error !== undefined) csv.skip(error)
      return undefined
    },
    on_record: (cells: string[], info) => {
      csv.add(cells, info.bytes)
      return null
    },
  })
  parser.on('error', () => {}) // thrown below, from where it is noticed
  let checked = false
  const take = (): Row<string[]>[] => {
    if (!checked && csv.header !== null) {
      checkHeader(csv.header, source.file)
      onHeader(csv.header)
      checked = true
    }
    return checked ? csv.rows.splice(0) : []
  }

  for await (const chunk of untilCut(source, (cut) => {
    csv.cut = cut
  })) {
    csv.lines.feed(chunk)
    parser.write(chunk)
    if (parser.errored) throw parser.errored
    if (csv.lines.waiting > maxRecordBytes) {
      throw new InvalidInput(
        `${source.file}: the row that begins in line ${csv.lines.next} is longer than ${maxRecordBytes} bytes; is a quote never closed?`,
      )
    }
    const rows = take()
    if (rows.length > 0) yield rows
  }
  const ended = once(parser.resume(), 'end')
  parser.end()
  await ended
  csv.settle(csv.lines.end())
  const rows = take()
  if (rows.length > 0) yield rows
  if (csv.cut !== null) throw csv.cut
  if (!checked) throw new InvalidInput(`${source.file} is empty`)
}
