const NEWLINE = 0x0a

/** Newlines within the cells of a record. */
export const newlinesIn = (cells: readonly string[]): number => {
  let count = 0
  for (const cell of cells)
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++
  return count
}

/**
 * Where the records of a CSV file begin, from the bytes where they end. (csv-parse's own `info.lines` is the
 * line where a record ends, and counts every CRLF in a quoted field twice.)
 */
export class RecordLines {
  /** Chunks not wholly taken yet, with the offset in the file where each begins. */
  #chunks: { start: number; bytes: Buffer }[] = []
  #size = 0
  #line = 1
  #taken = 0
  #lastNewline = -1

  feed(bytes: Buffer): void {
    this.#chunks.push({ start: this.#size, bytes })
    this.#size += bytes.length
  }

  /** The line that the record after the last one taken begins in. */
  get next(): number {
    return this.#line
  }

  /** The byte up to which records are taken. */
  get taken(): number {
    return this.#taken
  }

  /** The bytes that are fed and not taken. */
  rest(): Buffer {
    return Buffer.concat(
      this.#chunks.map(({ start, bytes }) => bytes.subarray(Math.max(0, this.#taken - start))),
    )
  }

  /** How many bytes are fed and not taken. */
  get waiting(): number {
    return this.#size - this.#taken
  }

  /** Whether the last record taken ends with a newline. */
  get whole(): boolean {
    return this.#lastNewline === this.#taken - 1
  }

  /** Takes the record that ends before byte `end`; returns the line it begins in. */
  take(end: number, cells: readonly string[]): number {
    while (this.#taken < end) {
      const { start, bytes } = this.#chunks[0]
      const stop = Math.min(end - start, bytes.length)
      let at = bytes.indexOf(NEWLINE, this.#taken - start)
      for (; at >= 0 && at < stop; at = bytes.indexOf(NEWLINE, at + 1)) {
        this.#lastNewline = start + at
        this.#line++
      }
      this.#taken = start + stop
      if (stop === bytes.length) this.#chunks.shift()
    }
    return this.#line - (this.whole ? 1 : 0) - newlinesIn(cells)
  }

  /** Takes all that is left; returns the last line of the file. */
  end(): number {
    return this.take(this.#size, [])
  }
}
