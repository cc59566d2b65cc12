import { createGunzip } from 'node:zlib'

const OUTPUT_SIZE = 1 << 18

export const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/**
 * The inflated bytes, member after member. One compressed chunk is inflated at a time, so that a stream
 * that is cut short delivers all that was before the cut; only then the zlib error (Z_BUF_ERROR) is thrown.
 */
export async function* gunzip(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const inflater = createGunzip({ chunkSize: OUTPUT_SIZE })
  const inflated: Buffer[] = []
  inflater.on('data', (bytes: Buffer) => inflated.push(bytes))
  const failed = new Promise<never>((_, reject) => inflater.once('error', reject))
  failed.catch(() => {})
  try {
    for await (const chunk of chunks) {
      await Promise.race([failed, new Promise((resolve) => inflater.write(chunk, resolve))])
      yield* inflated.splice(0)
    }
    const ended = new Promise((resolve) => inflater.once('end', resolve))
    inflater.end()
    await Promise.race([failed, ended])
    yield* inflated.splice(0)
  } catch (error) {
    yield* inflated.splice(0)
    throw error
  } finally {
    inflater.destroy()
  }
}
