import { InvalidInput } from '../domain/errors.ts'
import { parseJson } from './parse-json.ts'
import type { Row } from './row.ts'
import type { Source } from './source.ts'

const MAX_BYTES = 256 * 1024 * 1024

type Columns = Record<string, unknown>

/** How many rows: the length that most lists have. */
const rowCount = (columns: Columns): number => {
  const counts = new Map<number, number>()
  for (const value of Object.values(columns))
    if (Array.isArray(value)) counts.set(value.length, (counts.get(value.length) ?? 0) + 1)
  const [most] = [...counts].sort(([, one], [, other]) => other - one)
  // A single list is no table.
  return most && most[1] > 1 ? most[0] : 0
}

/**
 * The rows of a file that is one JSON object over many lines, its columns as lists, as RewardBench writes its results.
 * Whatever is no such list is in every row. Rows count from 1.
 *
 * @throws InvalidInput for an object that has no columns, or is longer than 256 MB
 */
export async function* readJsonColumns(source: Source): AsyncGenerator<Row<unknown>[]> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of source.chunks()) {
    chunks.push(chunk)
    size += chunk.length
    if (size > MAX_BYTES)
      throw new InvalidInput(
        `${source.file} is one JSON object of more than ${MAX_BYTES} bytes; write a row a line`,
      )
  }
  const columns = parsed(Buffer.concat(chunks).toString('utf8'), source.file)
  const count = rowCount(columns)
  if (count === 0)
    throw new InvalidInput(
      `${source.file} is one JSON object over many lines, and has no columns, as lists of one length; rows come as a line each, or as an array`,
    )
  const names = Object.keys(columns)
  yield Array.from({ length: count }, (_, at) => {
    const row: Columns = {}
    for (const name of names) {
      const value = columns[name]
      row[name] = Array.isArray(value) && value.length === count ? value[at] : value
    }
    return { line: at + 1, record: row }
  })
}

const parsed = (text: string, file: string): Columns => {
  try {
    return parseJson(text) as Columns
  } catch (error) {
    throw new InvalidInput(
      `${file} begins as one JSON object over many lines, and is none: ${(error as Error).message}; rows come as a line each, or as an array`,
      { cause: error },
    )
  }
}
