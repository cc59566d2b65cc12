import { createReadStream } from 'node:fs'
import { type RecordBatch, RecordBatchReader } from 'apache-arrow'
import { InvalidInput } from '../domain/errors.ts'
import { type ArrowMessage, arrowMessages } from './arrow-messages.ts'
import { checkData, isReadable, plainValue } from './arrow-values.ts'
import { unreadColumns } from './columns.ts'
import { CutShort } from './cut-short.ts'
import type { Row } from './row.ts'
import { requireNeeded } from './shapes.ts'
import type { Source } from './source.ts'

const CHUNK_SIZE = 1 << 17
/** Rows that are given at a time. */
const ROWS = 1000

type Columns = { format: string; needed: readonly string[] }

async function* fromDisk(source: Source): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of createReadStream(source.path, { highWaterMark: CHUNK_SIZE })) {
    bytes += chunk.length
    source.count(bytes)
    yield chunk
  }
}

/**
 * @param bytes that the batch was read from: a value of any column takes a bit of them at least, but nulls take nothing, and
 *   may be any number
 * @throws InvalidInput where rows are so many that they are all null; Error for what is damaged
 */
const checkBatch = ({ numRows, data }: RecordBatch, bytes: number, file: string): void => {
  const most = 8 * bytes
  if (numRows > most)
    throw new InvalidInput(`${file}: a batch of ${numRows} rows has no value in any column; leave it out`)
  if (data.children.some(({ length }) => length !== numRows))
    throw new Error('columns are of several lengths')
  for (const column of data.children) checkData(column, most)
}

/** The schema, which comes first. @throws InvalidInput */
const schemaOf = async (messages: AsyncGenerator<ArrowMessage>, { file }: Source) => {
  try {
    const first = await messages.next()
    if (first.done || first.value.kind !== 'schema') throw new Error('it does not begin with one')
    const { message } = first.value
    const { schema } = RecordBatchReader.from(message).open()
    if (!schema) throw new Error('there is none')
    return { message, fields: schema.fields }
  } catch (error) {
    throw new InvalidInput(
      `${file} is Arrow, but its schema can't be read (${(error as Error).message}); was the file cut? pyarrow and datasets write it at the beginning`,
      { cause: error },
    )
  }
}

/**
 * The rows of an Arrow file or stream as objects, one batch after the other, with all columns whose values JSON has. Rows
 * count from 1.
 *
 * @throws InvalidInput, before any row, when the schema can't be read or lacks a column, or batches are compressed; for a batch of
 *   nothing but nulls, more of them than it has bits; CutShort after the rows before a
 *   batch that is damaged or missing
 */
export async function* readArrow(
  source: Source,
  { format, needed }: Columns,
): AsyncGenerator<Row<unknown>[]> {
  const { file } = source
  const messages = arrowMessages(fromDisk(source))
  const { message: schema, fields } = await schemaOf(messages, source)
  const dictionaries: Buffer[] = []
  const header = fields.map(({ name }) => name)
  const names = fields.filter(({ type }) => isReadable(type)).map(({ name }) => name)
  let [row, batch] = [0, 1]
  const rowsOf = (columns: RecordBatch, start: number): Row<unknown>[] => {
    const length = Math.min(ROWS, columns.numRows - start)
    const vectors = names.map((name) => ({ name, vector: columns.getChild(name) }))
    return Array.from({ length }, (_, at) => ({
      line: row + at + 1,
      record: Object.fromEntries(
        vectors.map(({ name, vector }) => [name, vector && plainValue(vector, start + at)]),
      ),
    }))
  }
  try {
    requireNeeded(header, needed, format, file)
    const unread = unreadColumns(header, new Set(names), file)
    if (unread !== null) source.notices.push(unread)
    for await (const { kind, message } of messages) {
      if (kind === 'compressed')
        throw new InvalidInput(
          `${file}: its batches are compressed (LZ4 or zstd within Arrow); write it uncompressed, or as Parquet`,
        )
      if (kind === 'dictionary') dictionaries.push(message)
      if (kind !== 'rows') continue
      const bytes = Buffer.concat([schema, ...dictionaries, message])
      const [columns] = RecordBatchReader.from(bytes)
      checkBatch(columns, bytes.length, file)
      for (let start = 0; start < columns.numRows; start += ROWS) {
        const rows = rowsOf(columns, start)
        row += rows.length
        yield rows
      }
      batch++
    }
  } catch (error) {
    if (error instanceof InvalidInput) throw error
    const what = `the Arrow is damaged in batch ${batch} (${(error as Error).message})`
    throw new CutShort(file, what, `row ${row}; get or write the file anew`, { cause: error })
  } finally {
    await messages.return(undefined)
  }
}
