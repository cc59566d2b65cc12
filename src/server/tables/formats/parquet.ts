import type { BasicType, ByteWriter, ColumnSource, ParquetWriter } from 'hyparquet-writer'
import type { Part, PartColumn } from '../table.ts'
import { GROUP, type TypedCell, typedBy } from './typed-column.ts'

const TYPES = {
  text: 'STRING',
  boolean: 'BOOLEAN',
  integer: 'INT64',
  number: 'DOUBLE',
} as const satisfies Record<PartColumn['type'], BasicType>

const openColumns = (columns: readonly PartColumn[]) => {
  const typed = columns.map(typedBy)
  const sources = (): (ColumnSource & { data: TypedCell[] })[] =>
    columns.map(({ name, type }) => ({ name, type: TYPES[type], data: [] }))
  let current = sources()
  return {
    sources,
    add: (rows: Part['rows']): void => {
      for (const row of rows)
        for (let column = 0; column < columns.length; column++)
          current[column].data.push(typed[column](row[column]))
    },
    rows: () => current[0].data.length,
    take: () => {
      const taken = current
      current = sources()
      return taken
    },
  }
}

/** What has been written and not yet been taken. */
const takeFrom = (bytes: ByteWriter): Uint8Array => {
  const taken = bytes.getBytes().slice()
  bytes.index = 0
  return taken
}

/** A Parquet file (Snappy), a row group for each GROUP of rows. */
export async function* parquet(parts: AsyncIterable<Part>): AsyncGenerator<Uint8Array> {
  const library = await import('hyparquet-writer')
  const bytes = new library.ByteWriter()
  let columns: ReturnType<typeof openColumns> | undefined
  let writer: ParquetWriter | undefined
  const write = () => {
    const columnData = columns?.take()
    if (columnData) void writer?.write({ columnData, rowGroupSize: GROUP * 2 })
  }
  for await (const part of parts) {
    columns ??= openColumns(part.columns)
    writer ??= new library.ParquetWriter({
      writer: bytes,
      schema: library.schemaFromColumnData({ columnData: columns.sources() }),
      createdBy: 'seal-graphql',
    })
    columns.add(part.rows)
    if (columns.rows() < GROUP) continue
    write()
    yield takeFrom(bytes)
  }
  if (!columns || !writer) return
  if (columns.rows() > 0) write()
  void writer.finish()
  yield takeFrom(bytes)
}
