import { isUtf8 } from 'node:buffer'

const NEWLINE = 0x0a

/** How many bytes at the end begin a character that goes on after them. */
const unfinished = (bytes: Buffer): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
  }
  return 0
}

/** Follows a stream of bytes: how many lines have ended, and where the first one is that isn't UTF-8. */
export class LineWatch {
  /** Newlines so far. */
  lines = 0
  /** The first line with a byte that isn't UTF-8; null as long as there is none. */
  invalidLine: number | null = null
  #tail: Buffer = Buffer.alloc(0)

  feed(chunk: Buffer): void {
    if (this.invalidLine === null) this.#check(chunk)
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) this.lines++
  }

  end(): void {
    if (this.invalidLine === null && this.#tail.length > 0) this.invalidLine = this.lines + 1
  }

  #check(chunk: Buffer): void {
    const bytes = this.#tail.length > 0 ? Buffer.concat([this.#tail, chunk]) : chunk
    const whole = bytes.subarray(0, bytes.length - unfinished(bytes))
    this.#tail = Buffer.from(bytes.subarray(whole.length))
    if (isUtf8(whole)) return
    let line = this.lines + 1
    let start = 0
    for (let end = whole.indexOf(NEWLINE); end >= 0; end = whole.indexOf(NEWLINE, start)) {
      if (!isUtf8(whole.subarray(start, end))) break
      start = end + 1
      line++
    }
    this.invalidLine = line
  }
}
