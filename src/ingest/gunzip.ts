import { createGunzip } from 'node:zlib'
import { BrokenCompression } from './broken-compression.ts'

const OUTPUT_SIZE = 1 << 18
/** What is inflated at a time: where its bytes are damaged, nothing of it is given. */
const WRITE_BYTES = 1 << 14

export const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

const brokenBy = (error: unknown): unknown => {
  const { code, message } = error as NodeJS.ErrnoException
  if (!code?.startsWith('Z_')) return error
  const what = code === 'Z_BUF_ERROR' ? 'ends early' : `is damaged (${message})`
  return new BrokenCompression(`the gzip ${what}`, { cause: error })
}

/**
 * The inflated bytes, member after member; all that were before a cut, and all but the last 16 KB before damage, then
 * BrokenCompression. Zeros behind the last member fill it up, and are nothing.
 */
export async function* gunzip(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const inflater = createGunzip({ chunkSize: OUTPUT_SIZE })
  const inflated: Buffer[] = []
  inflater.on('data', (bytes: Buffer) => inflated.push(bytes))
  const failed = new Promise<never>((_, reject) => inflater.once('error', reject))
  failed.catch(() => {})
  const ended = new Promise((resolve) => inflater.once('end', resolve))
  let written = 0
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += WRITE_BYTES) {
        const part = chunk.subarray(at, at + WRITE_BYTES)
        // It takes nothing behind zeros.
        const isFilled = inflater.bytesWritten < written
        if (!isFilled) await Promise.race([failed, new Promise((resolve) => inflater.write(part, resolve))])
        written += part.length
        const left = part.subarray(Math.max(0, part.length - (written - inflater.bytesWritten)))
        if (left.some((byte) => byte !== 0))
          throw new BrokenCompression('the gzip is damaged (more comes behind zeros)')
        yield* inflated.splice(0)
      }
    }
    inflater.end()
    await Promise.race([failed, ended])
    yield* inflated.splice(0)
  } catch (error) {
    yield* inflated.splice(0)
    throw brokenBy(error)
  } finally {
    inflater.destroy()
  }
}
