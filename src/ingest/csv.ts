import { InvalidInput } from '../domain/errors.ts'
import { listed } from './columns.ts'
import { CsvRows, type Separator } from './csv-rows.ts'
import { CutShort } from './cut-short.ts'
import type { Row } from './row.ts'
import type { Source } from './source.ts'

const MAX_RECORD_BYTES = 64 * 1024 * 1024

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
    throw new InvalidInput(`${file}: the header names ${listed([...new Set(twice)])} more than once`)
  }
  if (header.some((name) => name.includes('\r'))) {
    throw new InvalidInput(`${file}: its lines end in CR alone; save it with LF or CRLF`)
  }
}

/**
 * The rows of a CSV file (comma or another separator, double quotes, LF or CRLF), as many cells in each as the header has
 * columns. `onHeader` gets the header before any row is given, and may throw. Blank lines are no rows.
 *
 * @throws InvalidInput for an empty file, a header that can't be read or names a column twice, and a record
 * of more than 64 MB; CutShort after the last whole row of a gzip whose end is missing.
 */
export async function* readCsv(
  source: Source,
  onHeader: (header: readonly string[]) => void,
  {
    maxRecordBytes = MAX_RECORD_BYTES,
    separator = ',',
  }: { maxRecordBytes?: number; separator?: Separator } = {},
): AsyncGenerator<Row<string[]>[]> {
  const csv = new CsvRows(source.file, separator)
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
    csv.feed(chunk)
    if (csv.lines.waiting > maxRecordBytes) {
      throw new InvalidInput(
        `${source.file}: the row that begins in line ${csv.lines.next} is longer than ${maxRecordBytes} bytes; is a quote never closed?`,
      )
    }
    const rows = take()
    if (rows.length > 0) yield rows
  }
  csv.end()
  const rows = take()
  const last = rows.at(-1)
  if (csv.cut === null && !csv.lines.whole && last !== undefined && 'record' in last) {
    source.notices.push(
      `${source.file}: the row in line ${last.line} has no newline; is it whole, or was the file cut there?`,
    )
  }
  if (rows.length > 0) yield rows
  if (csv.cut !== null) throw csv.cut
  if (!checked) throw new InvalidInput(`${source.file} is empty`)
}
