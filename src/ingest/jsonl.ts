import { CutShort } from './cut-short.ts'
import { parseJson } from './parse-json.ts'
import type { Row } from './row.ts'
import type { Source } from './source.ts'

const NEWLINE = 0x0a
const MAX_LINE_BYTES = 64 * 1024 * 1024

const parseLine = (line: number, bytes: Buffer, ended: boolean): Row<unknown> | null => {
  const text = bytes.toString('utf8')
  if (text.trim() === '') return null
  try {
    return { line, record: parseJson(text) }
  } catch (error) {
    const where = ended ? 'the line' : 'the last line, which no newline ends,'
    return { line, reason: `${where} is not JSON: ${(error as Error).message}` }
  }
}

/**
 * The JSON value of every line that isn't blank. Blank lines count in `line`, and that is all.
 */
export async function* readJsonLines(
  source: Source,
  { maxLineBytes = MAX_LINE_BYTES }: { maxLineBytes?: number } = {},
): AsyncGenerator<Row<unknown>[]> {
  let line = 1
  let parts: Buffer[] = []
  let length = 0
  let cut: CutShort | null = null

  const add = (part: Buffer) => {
    length += part.length
    if (length > maxLineBytes) parts = []
    else parts.push(part)
  }
  const finish = (ended: boolean): Row<unknown>[] => {
    const tooLong = { line, reason: `the line is longer than ${maxLineBytes} bytes` }
    const row =
      length > maxLineBytes
        ? tooLong
        : parseLine(line, parts.length === 1 ? parts[0] : Buffer.concat(parts), ended)
    line++
    parts = []
    length = 0
    return row === null ? [] : [row]
  }

  try {
    for await (const chunk of source.chunks()) {
      const rows: Row<unknown>[] = []
      let start = 0
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        add(chunk.subarray(start, end))
        rows.push(...finish(true))
        start = end + 1
      }
      if (start < chunk.length) add(chunk.subarray(start))
      if (rows.length > 0) yield rows
    }
  } catch (error) {
    if (!(error instanceof CutShort)) throw error
    cut = error
  }
  const last = length > 0 ? finish(false) : []
  if (last.length > 0) yield last
  if (cut !== null) throw cut
}
