const MAGIC = [0x28, 0xb5, 0x2f, 0xfd]
/** No content size, no checksum; a window of 1 KB, or of so much. */
const head = (windowLog = 10) => Buffer.from([...MAGIC, 0, (windowLog - 10) << 3])

const block = (kind: 'raw' | 'repeated', size: number, isLast: boolean, bytes: Buffer) => {
  const header = Buffer.alloc(3)
  header.writeUIntLE((size << 3) | (kind === 'raw' ? 0 : 2) | (isLast ? 1 : 0), 0, 3)
  return Buffer.concat([header, bytes])
}

/** A zst frame with a text in blocks of 20 bytes, as they are. */
export const zstOf = (content: string | Buffer): Buffer => {
  const bytes = Buffer.from(content)
  const count = Math.ceil(bytes.length / 20)
  const blocks = Array.from({ length: count }, (_, at) => {
    const part = bytes.subarray(20 * at, 20 * at + 20)
    return block('raw', part.length, at === count - 1, part)
  })
  return Buffer.concat([head(), ...blocks])
}

/** A zst frame of so many blocks of 128 KB of the letter a, in four bytes each. */
export const repeated = (blocks: number): Buffer =>
  Buffer.concat([
    head(17),
    ...Array.from({ length: blocks }, (_, at) =>
      block('repeated', 1 << 17, at === blocks - 1, Buffer.from('a')),
    ),
  ])
