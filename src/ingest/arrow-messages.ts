import { CONTINUES, MAGIC, MAX_METADATA_BYTES, PREFIX_BYTES } from './arrow-head.ts'
import { inspectMetadata, type MessageKind } from './arrow-metadata.ts'

/** Of a file, before its messages. */
const HEAD_BYTES = 8
const MAX_BODY_BYTES = 1024 ** 3

/** Bytes of a stream, so many at a time. */
class Bytes {
  #chunks: AsyncIterator<Buffer>
  #parts: Buffer[] = []
  #length = 0

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** Less where the stream ends. */
  async take(size: number): Promise<Buffer> {
    while (this.#length < size) {
      const next = await this.#chunks.next()
      if (next.done) break
      this.#parts.push(next.value)
      this.#length += next.value.length
    }
    const bytes = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts)
    this.#parts = [bytes.subarray(size)]
    this.#length = this.#parts[0].length
    return bytes.subarray(0, size)
  }
}

export type ArrowMessage = { kind: MessageKind; message: Buffer }

/**
 * The messages of an Arrow file or stream, each whole with its prefix, up to its end mark. Between magic and footer a file
 * is a stream; a footer says nothing more. A stream may also end without its mark.
 *
 * @throws Error where the bytes end within a message, or before the mark of a file, or say what can't be
 */
export async function* arrowMessages(chunks: AsyncIterable<Buffer>): AsyncGenerator<ArrowMessage> {
  const bytes = new Bytes(chunks)
  let prefix = await bytes.take(PREFIX_BYTES)
  const isFile = prefix.subarray(0, MAGIC.length).equals(MAGIC)
  if (isFile) prefix = await bytes.take(HEAD_BYTES)
  for (; prefix.length > 0 || isFile; prefix = await bytes.take(PREFIX_BYTES)) {
    if (prefix.length < PREFIX_BYTES) throw new Error('it ends early')
    const size = prefix.readUInt32LE(4)
    if (prefix.readUInt32LE(0) !== CONTINUES) throw new Error('no message begins where one should')
    if (size === 0) return
    if (size > MAX_METADATA_BYTES) throw new Error(`a message has ${size} bytes of metadata`)
    const metadata = await bytes.take(size)
    if (metadata.length < size) throw new Error('it ends early')
    const { kind, bodyLength } = inspectMetadata(metadata)
    if (!(bodyLength >= 0 && bodyLength <= MAX_BODY_BYTES))
      throw new Error(`a batch has ${bodyLength} bytes, where ${MAX_BODY_BYTES} can be read`)
    const body = await bytes.take(bodyLength)
    if (body.length < bodyLength) throw new Error('it ends early')
    // Copied, so that numbers in it lie where numbers can be read.
    const message = Buffer.alloc(PREFIX_BYTES + size + bodyLength)
    prefix.copy(message)
    metadata.copy(message, PREFIX_BYTES)
    body.copy(message, PREFIX_BYTES + size)
    yield { kind, message }
  }
}
