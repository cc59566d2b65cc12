import { parseRowId, shown } from './cells.ts'
import { requireColumns } from './columns.ts'
import { readCsv } from './csv.ts'
import { type Row, Unusable } from './row.ts'
import type { Source } from './source.ts'

/** One record from the cells of a row. Throws Unusable where it can't be made. */
export type RowParser<T> = (rowId: number, cells: readonly string[]) => T

/** How rows say which pair they are of: by its own id, in a column. */
export type PairIds = { column: string; rowIds: ReadonlyMap<string, number> }

/** The column that says which pair a row is of. */
export const pairColumn = (ids?: PairIds): string => ids?.column ?? 'row_id'

/** The row id of the pair that a row is of. @throws Unusable */
export const rowIdOf = (cell: string, ids?: PairIds): number => {
  if (!ids) return parseRowId(cell)
  const rowId = ids.rowIds.get(cell)
  if (rowId === undefined) throw new Unusable(`no pair has the id ${shown(cell)}`)
  return rowId
}

/** A CSV file with a `row_id` column, or one of the pairs' own ids. `begin` sees the header before any row, and may throw InvalidInput. */
export async function* readRowTable<T>(
  source: Source,
  begin: (header: readonly string[]) => RowParser<T>,
  ids?: PairIds,
): AsyncGenerator<Row<T>[]> {
  let idColumn = -1
  let parseRow: RowParser<T> | null = null

  const parse = (line: number, cells: readonly string[]): Row<T> => {
    let rowId: number | undefined
    try {
      rowId = rowIdOf(cells[idColumn], ids)
      return { line, record: parseRow!(rowId, cells) }
    } catch (error) {
      if (!(error instanceof Unusable)) throw error
      return { line, rowId, reason: error.message }
    }
  }
  const batches = readCsv(source, (header) => {
    parseRow = begin(header)
    requireColumns(header, [pairColumn(ids)], source.file)
    idColumn = header.indexOf(pairColumn(ids))
  })
  for await (const batch of batches) {
    yield batch.map((row) => ('record' in row ? parse(row.line, row.record) : row))
  }
}
