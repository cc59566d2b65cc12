import { InvalidInput } from '../domain/errors.ts'
import { Cells } from './cells.ts'
import { readCsv } from './csv.ts'
import type { Separator } from './csv-rows.ts'
import { readJsonArray } from './json-array.ts'
import { readJsonColumns } from './json-columns.ts'
import { readJsonLines } from './jsonl.ts'
import { type ParquetColumns, readParquet } from './parquet.ts'
import type { Row } from './row.ts'
import { requireNeeded } from './shapes.ts'
import type { Source } from './source.ts'

/** Bytes in which the first line should end. */
const HEAD = 1 << 16

/** The beginning of a file, and the file from its beginning on. */
export const peek = async (source: Source): Promise<{ head: string; source: Source }> => {
  const chunks = source.chunks()
  const read: Buffer[] = []
  let failure: unknown
  let size = 0
  try {
    while (size < HEAD && !read.some((chunk) => chunk.includes('\n'))) {
      const next = await chunks.next()
      if (next.done) break
      read.push(next.value)
      size += next.value.length
    }
  } catch (error) {
    failure = error
  }
  async function* again(): AsyncGenerator<Buffer> {
    yield* read
    if (failure !== undefined) throw failure
    yield* chunks
  }
  const head = Buffer.concat(read).subarray(0, HEAD).toString('utf8')
  return { head, source: Object.assign(Object.create(source) as Source, { chunks: again }) }
}

const isJson = (line: string): boolean => /^["[{]/.test(line) && !/^"[^"]*"[,\t]/.test(line)

/** The names of a table's header, if the line is one that names any of the columns. */
const headerOf = (line: string, separator: Separator, columns: ParquetColumns): string[] | null => {
  const names = line.split(separator).map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
  const readable = [...columns.needed, ...columns.optional(names)]
  return names.length > 1 && names.some((name) => readable.includes(name)) ? names : null
}

/** The rows of a CSV or TSV file as objects; an empty cell is an empty text. */
async function* readTable(
  source: Source,
  { format, needed }: ParquetColumns,
  separator: Separator,
): AsyncGenerator<Row<unknown>[]> {
  let header: readonly string[] = []
  let at = 0
  const begin = (names: readonly string[]) => {
    // Not what JavaScript means by it.
    header = names.map((name) => (name === '__proto__' ? `"${name}"` : name))
    requireNeeded(names, needed, format, source.file)
  }
  const rows = readCsv(source, begin, { separator })
  const objectOf = (cells: readonly string[]) => {
    const row = new Cells()
    header.forEach((name, column) => {
      row[name] = cells[column]
    })
    return row
  }
  for await (const batch of rows)
    yield batch.map((row) => ({ ...row, at: at++, ...('record' in row && { record: objectOf(row.record) }) }))
}

/**
 * The rows of a file as objects. By its first bytes it is Parquet, Arrow, a JSON array, a JSON object of
 * columns, CSV or TSV with a header, or else JSON lines.
 *
 * @throws InvalidInput for a file that is something else as a whole.
 */
export async function* readObjects(source: Source, columns: ParquetColumns): AsyncGenerator<Row<unknown>[]> {
  if (source.isParquet) return yield* readParquet(source, columns)
  if (source.isArrow) {
    // Loaded by whoever needs it: it takes a while.
    const { readArrow } = await import('./arrow.ts')
    return yield* readArrow(source, columns)
  }
  const { head, source: file } = await peek(source)
  const start = head.trimStart()
  const [line] = start.split('\n', 1)
  if (start.startsWith('[')) return yield* readJsonArray(file)
  if (line.trim() === '{') return yield* readJsonColumns(file)
  if (!isJson(line) && headerOf(line, ',', columns)) return yield* readTable(file, columns, ',')
  if (!isJson(line) && headerOf(line, '\t', columns)) return yield* readTable(file, columns, '\t')
  if (!isJson(line) && /^[\w ."-]+(;[\w ."-]+)+\r?$/.test(line))
    throw new InvalidInput(
      `${source.file}: its cells are set apart by semicolons; save it with commas or tabs`,
    )
  yield* readJsonLines(file)
}
