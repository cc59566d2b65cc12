import type { CompressionCodec, SchemaElement } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'

type Row = Record<string, unknown>
type Options = {
  codec?: CompressionCodec
  compress?: (bytes: Uint8Array) => Uint8Array
  rowGroupSize?: number
}

const text = (name: string): SchemaElement => ({
  name,
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  repetition_type: 'OPTIONAL',
})

/** As `datasets` and pyarrow spell a list of {content, role}. */
export const messageList = (name: string, fields = ['content', 'role']): SchemaElement[] => [
  { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', repetition_type: 'OPTIONAL', num_children: fields.length },
  ...fields.map(text),
]

/** A Parquet file of rows with the columns of the first one, texts and lists of messages. */
export const parquetOf = (rows: readonly Row[], { codec, compress, rowGroupSize }: Options = {}): Buffer => {
  const names = Object.keys(rows[0])
  const columns = names.flatMap((name) => {
    const sample = rows.map((row) => row[name]).find((value) => value !== null && value !== undefined)
    return Array.isArray(sample) ? messageList(name) : [text(name)]
  })
  return parquetOfSchema([{ name: 'root', num_children: names.length }, ...columns], rows, {
    codec,
    compress,
    rowGroupSize,
  })
}

export const parquetOfSchema = (
  schema: SchemaElement[],
  rows: readonly Row[],
  { codec = 'SNAPPY', compress, rowGroupSize }: Options = {},
): Buffer => {
  const columnData = Object.keys(rows[0]).map((name) => ({
    name,
    data: rows.map((row) => row[name] ?? null),
  }))
  const compressors = compress && { [codec]: compress }
  return Buffer.from(parquetWriteBuffer({ schema, columnData, codec, compressors, rowGroupSize }))
}
