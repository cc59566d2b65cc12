import { InvalidInput } from '../domain/errors.ts'
import { CutShort } from './cut-short.ts'
import { parseJson } from './parse-json.ts'
import type { Row } from './row.ts'
import type { Source } from './source.ts'

const [NEWLINE, QUOTE, BACKSLASH, COMMA] = [0x0a, 0x22, 0x5c, 0x2c]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]
const MAX_VALUE_BYTES = 64 * 1024 * 1024

const isSpace = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)

/** Takes an array apart, byte by byte, into the texts of its elements. */
class Elements {
  line = 1
  /** Lists and objects that are open, the array itself among them. */
  #depth = 0
  #inString = false
  #escaped = false
  #parts: Buffer[] = []
  #length = 0
  #began = 0
  /** Elements so far. */
  count = 0
  ended = false

  feed(chunk: Buffer): Row<unknown>[] {
    const rows: Row<unknown>[] = []
    let start = 0
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]
      if (byte === NEWLINE) this.line++
      if (this.#inString) this.#say(byte)
      else if (isSpace(byte)) continue
      else if (this.ended)
        throw new InvalidInput(`more comes after the end of the array, in line ${this.line}`)
      else if (this.#depth === 1 && (byte === COMMA || byte === CLOSE_LIST)) {
        this.#take(chunk.subarray(start, at))
        start = at + 1
        this.ended = byte === CLOSE_LIST
        rows.push(...this.#element())
      } else if (this.#depth === 0) {
        this.#depth = 1
        start = at + 1
      } else {
        this.#began ||= this.line
        if (byte === QUOTE) this.#inString = true
        else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.#depth++
        else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) this.#depth--
      }
    }
    if (!this.ended) this.#take(chunk.subarray(start))
    return rows
  }

  #say(byte: number): void {
    if (this.#escaped) this.#escaped = false
    else if (byte === BACKSLASH) this.#escaped = true
    else if (byte === QUOTE) this.#inString = false
  }

  #take(part: Buffer): void {
    this.#length += part.length
    if (this.#length > MAX_VALUE_BYTES)
      throw new InvalidInput(
        `the element that begins in line ${this.#began} is longer than ${MAX_VALUE_BYTES} bytes`,
      )
    this.#parts.push(part)
  }

  #element(): Row<unknown>[] {
    const text = Buffer.concat(this.#parts).toString('utf8')
    const line = this.#began || this.line
    this.#parts = []
    this.#length = 0
    this.#began = 0
    // Nothing stands before the end of an empty array.
    if (this.ended && text.trim() === '') return []
    const at = this.count++
    try {
      return [{ line, at, record: parseJson(text) }]
    } catch (error) {
      return [{ line, at, reason: `the element is not JSON: ${(error as Error).message}` }]
    }
  }
}

/**
 * The elements of a file that is one JSON array, however it is indented.
 *
 * @throws CutShort after the last whole element of an array that isn't closed; InvalidInput when something comes
 *   after it, or an element is longer than 64 MB.
 */
export async function* readJsonArray(source: Source): AsyncGenerator<Row<unknown>[]> {
  const elements = new Elements()
  try {
    for await (const chunk of source.chunks()) {
      const rows = elements.feed(chunk)
      if (rows.length > 0) yield rows
    }
  } catch (error) {
    if (!(error instanceof InvalidInput) || error instanceof CutShort) throw error
    throw new InvalidInput(`${source.file}: ${error.message}`, { cause: error })
  }
  if (!elements.ended)
    throw new CutShort(source.file, 'the JSON array is never closed', `element ${elements.count}`)
}
