import type { Builder, DataType, RecordBatch, Schema } from 'apache-arrow'
import type { Part, PartColumn } from '../table.ts'
import { GROUP, typedBy } from './typed-column.ts'

const load = () => import('apache-arrow')
type Arrow = Awaited<ReturnType<typeof load>>

const typeOf = ({ Utf8, Bool, Int64, Float64 }: Arrow, { type }: PartColumn): DataType =>
  new ({ text: Utf8, boolean: Bool, integer: Int64, number: Float64 })[type]()

/** What has been written and not yet been taken. */
const openSink = ({ AsyncByteQueue, RecordBatchFileWriter }: Arrow, schema: Schema) => {
  let written: Uint8Array[] = []
  class Sink extends AsyncByteQueue {
    override write(bytes: Uint8Array) {
      written.push(bytes)
    }
    override close() {}
  }
  const writer = new RecordBatchFileWriter()
  writer.reset(new Sink(), schema)
  const take = (): Uint8Array => {
    const bytes = Buffer.concat(written)
    written = []
    return bytes
  }
  return { writer, take }
}

/** Cells of rows that are added one by one, as a batch from time to time. */
const openBatches = (arrow: Arrow, columns: readonly PartColumn[]) => {
  const { Field, makeBuilder, makeData, RecordBatch, Schema, Struct } = arrow
  const fields = columns.map((column) => new Field(column.name, typeOf(arrow, column), true))
  const schema = new Schema(fields)
  const typed = columns.map(typedBy)
  const newBuilders = (): Builder[] =>
    fields.map(({ type }) => makeBuilder({ type, nullValues: [null] as never[] }))
  let builders = newBuilders()
  return {
    schema,
    add: (rows: Part['rows']): void => {
      for (const row of rows)
        for (let column = 0; column < columns.length; column++)
          builders[column].append(typed[column](row[column]))
    },
    rows: () => builders[0].length,
    take: (): RecordBatch => {
      const { length } = builders[0]
      const children = builders.map((builder) => builder.finish().flush())
      builders = newBuilders()
      return new RecordBatch(schema, makeData({ type: new Struct(fields), length, children }))
    },
  }
}

/** An Arrow IPC file, a batch for each GROUP of rows. */
export async function* arrow(parts: AsyncIterable<Part>): AsyncGenerator<Uint8Array> {
  const library = await load()
  let batches: ReturnType<typeof openBatches> | undefined
  let sink: ReturnType<typeof openSink> | undefined
  for await (const { columns, rows } of parts) {
    batches ??= openBatches(library, columns)
    sink ??= openSink(library, batches.schema)
    batches.add(rows)
    if (batches.rows() < GROUP) continue
    sink.writer.write(batches.take())
    yield sink.take()
  }
  if (!batches || !sink) return
  if (batches.rows() > 0) sink.writer.write(batches.take())
  sink.writer.finish()
  yield sink.take()
}
