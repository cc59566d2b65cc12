import { isUtf8 } from 'node:buffer'
import {
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { InvalidInput } from '../domain/errors.ts'
import { requireColumns, unreadColumns } from './columns.ts'
import { CutShort } from './cut-short.ts'
import type { Row } from './row.ts'
import type { Source } from './source.ts'

const MAX_GROUP_BYTES = 1024 ** 3
const FOOTER_BYTES = 1 << 16

export type ParquetColumns = {
  needed: readonly string[]
  optional: readonly string[]
  /** Throws InvalidInput when a column is of another type than the format can use. */
  check: (column: SchemaTree) => void
}

const bufferOf = (source: Source) => ({
  byteLength: source.totalBytes,
  slice: async (start: number, end = source.totalBytes): Promise<ArrayBuffer> => {
    const bytes = await source.bytes(start, end)
    if (bytes.length < end - start) throw new Error('the file has become shorter')
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
  },
})

const footerOf = async (source: Source): Promise<FileMetaData> => {
  try {
    return await parquetMetadataAsync(bufferOf(source), { initialFetchSize: FOOTER_BYTES })
  } catch (error) {
    throw new InvalidInput(
      `${source.file} is Parquet, but its end, which says what is where, is missing or damaged; was the file cut?`,
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

/**
 * The rows of a Parquet file as objects with the columns that are asked for, one row group after the other.
 * Rows count from 1. Bytes of a text that aren't UTF-8 are read as U+FFFD and named in a notice.
 *
 * @throws InvalidInput, before any row, when the footer can't be read, a column is missing or of another type, or
 *   a row group is larger than memory should hold; CutShort after the rows before a row group that is damaged.
 */
export async function* readParquet(
  source: Source,
  { needed, optional, check }: ParquetColumns,
): AsyncGenerator<Row<unknown>[]> {
  const metadata = await footerOf(source)
  const { children } = parquetSchema(metadata)
  const header = children.map(({ element }) => element.name)
  requireColumns(header, needed, source.file)
  const known = new Set([...needed, ...optional])
  const columns = header.filter((name) => known.has(name))
  for (const column of children) if (known.has(column.element.name)) check(column)
  checkSizes(metadata, columns, source)
  const unread = unreadColumns(header, known, source.file)
  if (unread !== null) source.notices.push(unread)

  let invalid = false
  const stringFromBytes = (bytes: Uint8Array | undefined) => {
    if (bytes === undefined) return bytes
    invalid ||= !isUtf8(bytes)
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  }
  // A cell that isn't JSON, in a column that should be, is a bad row and not a damaged file.
  const jsonFromBytes = (bytes: Uint8Array | undefined) => {
    const text = stringFromBytes(bytes)
    try {
      return text === undefined ? text : JSON.parse(text)
    } catch {
      return text
    }
  }
  let rowStart = 0
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows)
    const options = { file: bufferOf(source), metadata, columns, rowStart, rowEnd, compressors }
    let rows: unknown[]
    try {
      rows = await parquetReadObjects({ ...options, parsers: { stringFromBytes, jsonFromBytes } })
      if (rows.length !== rowEnd - rowStart) throw new Error(`${rows.length} of ${rowEnd - rowStart} rows`)
    } catch (error) {
      const what = `the Parquet is damaged (${(error as Error).message})`
      throw new CutShort(source.file, what, `row ${rowStart}`, { cause: error })
    }
    const first = rowStart + 1
    yield rows.map((record, index) => ({ line: first + index, record }))
    rowStart = rowEnd
  }
  if (invalid) source.notices.push(`${source.file}: some bytes aren't UTF-8; they are read as U+FFFD`)
}
