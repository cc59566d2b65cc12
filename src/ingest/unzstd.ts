import { Decompress } from 'fzstd'
import { BrokenCompression } from './broken-compression.ts'

/** One push gives all output of its bytes at once: of so many, even of the densest blocks, 32 MB. */
const PUSH_BYTES = 1 << 10
const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])
/** What zstd itself takes without being told to: `--long=27`. */
const MAX_WINDOW_LOG = 27
const END_OF_INPUT = 5

export const isZstd = (bytes: Buffer): boolean => bytes.subarray(0, MAGIC.length).equals(MAGIC)

/** Bytes that have to be kept at hand, as the head of a frame says; all of it, in one of a single segment. */
const windowOf = (head: Buffer): number => {
  const descriptor = head[4]
  const isSingle = (descriptor & 0x20) !== 0
  if (!isSingle) return 2 ** (10 + (head[5] >> 3)) * (1 + (head[5] & 7) / 8)
  const dictionary = [0, 1, 2, 4][descriptor & 3]
  const size = [1, 2, 4, 8][descriptor >> 6]
  const content = head.subarray(5 + dictionary, 5 + dictionary + size)
  return size === 8 ? Number(content.readBigUInt64LE()) : content.readUIntLE(0, size)
}

const checkHead = (head: Buffer): void => {
  // Less than a head is found to end early by whoever decodes it.
  if (head.length < 18 || windowOf(head) <= 2 ** MAX_WINDOW_LOG) return
  throw new BrokenCompression(
    `the zst needs more than ${2 ** MAX_WINDOW_LOG} bytes at hand (--long); compress it anew`,
  )
}

/**
 * The decompressed bytes, frame after frame; all that were before a cut or damage, then BrokenCompression. fzstd does not verify
 * the checksums of frames: damage that still decodes goes unnoticed here.
 */
export async function* unzstd(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let output: Buffer[] = []
  const decoder = new Decompress((bytes) => {
    output.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  })
  function* push(bytes: Buffer, isLast: boolean): Generator<Buffer> {
    let failure: unknown
    try {
      decoder.push(bytes, isLast)
    } catch (error) {
      failure = error
    }
    yield* output
    output = []
    if (failure === undefined) return
    // Damaged lengths also end in errors of V8.
    const { code, message } = failure as { code?: unknown; message: string }
    const what = code === END_OF_INPUT ? 'ends early' : `is damaged (${message})`
    throw new BrokenCompression(`the zst ${what}`, { cause: failure })
  }
  let isFirst = true
  for await (const chunk of chunks) {
    if (isFirst) checkHead(chunk)
    isFirst = false
    for (let at = 0; at < chunk.length; at += PUSH_BYTES)
      yield* push(chunk.subarray(at, at + PUSH_BYTES), false)
  }
  yield* push(Buffer.alloc(0), true)
}
