import { type FileMetaData, parquetSchema, type SchemaTree } from 'hyparquet'
import { prefetch } from '../async/prefetch.ts'
import { InvalidInput } from '../domain/errors.ts'
import { unreadColumns } from './columns.ts'
import { CutShort } from './cut-short.ts'
import { openParquetDecoder, type ParquetDecoder } from './parquet-decoder.ts'
import type { Row } from './row.ts'
import { requireNeeded } from './shapes.ts'
import type { Source } from './source.ts'

const MAX_GROUP_BYTES = 1024 ** 3
/** Rows that are on their way from the decoder at a time. */
const BATCH = 1000

export type ParquetColumns = {
  format: string
  needed: readonly string[]
  /** Which of the other columns are read. */
  optional: (header: readonly string[]) => readonly string[]
  /** Which columns are read besides, by what they are; left out: none. */
  beside?: (column: SchemaTree) => boolean
  /** Throws InvalidInput when a column is of another type than the format can use. */
  check: (column: SchemaTree) => unknown
}

const footerOf = async ({ file }: Source, decoder: ParquetDecoder): Promise<FileMetaData> => {
  try {
    return (await decoder.ask('footer')).metadata
  } catch (error) {
    throw new InvalidInput(
      `${file} is Parquet, but its end, which says what is where, is missing or damaged; was the file cut?`,
      { cause: error },
    )
  }
}

const checkSizes = ({ row_groups }: FileMetaData, columns: readonly string[], { file }: Source): void => {
  row_groups.forEach((group, index) => {
    const read = group.columns.filter(({ meta_data }) => columns.includes(meta_data?.path_in_schema[0] ?? ''))
    const bytes = read.reduce((sum, { meta_data }) => sum + Number(meta_data?.total_uncompressed_size), 0)
    if (bytes <= MAX_GROUP_BYTES) return
    throw new InvalidInput(
      `${file}: row group ${index + 1} has ${bytes} bytes, more than ${MAX_GROUP_BYTES}; write it with smaller row groups`,
    )
  })
}

async function* decoded(
  source: Source,
  decoder: ParquetDecoder,
  { format, needed, optional, beside = () => false, check }: ParquetColumns,
): AsyncGenerator<Row<unknown>[]> {
  const metadata = await footerOf(source, decoder)
  const { children } = parquetSchema(metadata)
  const header = children.map(({ element }) => element.name)
  requireNeeded(header, needed, format, source.file)
  const others = children.filter(beside).map(({ element }) => element.name)
  const readable = new Set([...needed, ...optional(header), ...others])
  // No column of the objects that are decoded.
  readable.delete('__proto__')
  const columns = header.filter((name) => readable.has(name))
  for (const column of children) if (readable.has(column.element.name)) check(column)
  checkSizes(metadata, columns, source)
  const unread = unreadColumns(header, readable, source.file)
  if (unread !== null) source.notices.push(unread)

  let invalid = false
  let rowStart = 0
  for (const [index, { num_rows }] of metadata.row_groups.entries()) {
    const rowEnd = rowStart + Number(num_rows)
    try {
      const group = await decoder.ask('decode', { columns, rowStart, rowEnd })
      source.count(group.bytesRead)
      invalid = group.invalid
    } catch (error) {
      const what = `the Parquet is damaged in row group ${index + 1} (${(error as Error).message})`
      throw new CutShort(source.file, what, `row ${rowStart}; get or write the file anew`, { cause: error })
    }
    for (let start = 0; start < rowEnd - rowStart; start += BATCH) {
      const { rows } = await decoder.ask('take', { start, end: start + BATCH })
      const first = rowStart + start + 1
      yield rows.map((record, at) => ({ line: first + at, record }))
    }
    rowStart = rowEnd
  }
  if (invalid) source.notices.push(`${source.file}: some bytes aren't UTF-8; they are read as U+FFFD`)
}

/**
 * The rows of a Parquet file as objects with the columns that are asked for, one row group after the other.
 * Rows count from 1. Bytes of a text that aren't UTF-8 are read as U+FFFD and named in a notice.
 *
 * @throws InvalidInput, before any row, when the footer can't be read, a column is missing or of another type, or
 *   a row group is larger than memory should hold; CutShort after the rows before a row group that is damaged.
 */
export async function* readParquet(source: Source, columns: ParquetColumns): AsyncGenerator<Row<unknown>[]> {
  const decoder = openParquetDecoder(source)
  try {
    yield* prefetch(decoded(source, decoder, columns))
  } finally {
    decoder.close()
  }
}
