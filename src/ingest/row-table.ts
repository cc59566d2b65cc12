import { parseRowId } from './cells.ts'
import { requireColumns } from './columns.ts'
import { readCsv } from './csv.ts'
import { type Row, Unusable } from './row.ts'
import type { Source } from './source.ts'

/** One record from the cells of a row. Throws Unusable where it can't be made. */
export type RowParser<T> = (rowId: number, cells: readonly string[]) => T

/** A CSV file with a `row_id` column. `begin` sees the header before any row, and may throw InvalidInput. */
export async function* readRowTable<T>(
  source: Source,
  begin: (header: readonly string[]) => RowParser<T>,
): AsyncGenerator<Row<T>[]> {
  let idColumn = -1
  let parseRow: RowParser<T> | null = null

  const parse = (line: number, cells: readonly string[]): Row<T> => {
    let rowId: number | undefined
    try {
      rowId = parseRowId(cells[idColumn])
      return { line, record: parseRow!(rowId, cells) }
    } catch (error) {
      if (!(error instanceof Unusable)) throw error
      return { line, rowId, reason: error.message }
    }
  }
  const batches = readCsv(source, (header) => {
    parseRow = begin(header)
    requireColumns(header, ['row_id'], source.file)
    idColumn = header.indexOf('row_id')
  })
  for await (const batch of batches) {
    yield batch.map((row) => ('record' in row ? parse(row.line, row.record) : row))
  }
}
