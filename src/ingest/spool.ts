import { createHash } from 'node:crypto'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Input } from './source.ts'

/** `remove` takes the file away, as the end of the process does. */
export type Spooled = { input: Input; remove: () => void }

/**
 * A stream as a file that nobody else may read, for what is read from anywhere, or twice. Known by its SHA-256: the same bytes
 * are the same input, whenever they come. The stream is read as fast as the disk writes.
 *
 * @param folder where it is kept, in a folder of its own; left out: the system's for such files
 * @throws what the stream or the disk does; then nothing of it is left
 */
export const spool = async (
  stream: AsyncIterable<Uint8Array>,
  { name, signal, folder = tmpdir() }: { name: string; signal: AbortSignal; folder?: string },
): Promise<Spooled> => {
  const own = mkdtempSync(path.join(folder, 'seal-input-'))
  const removeFolder = () => rmSync(own, { recursive: true, force: true })
  // A second Ctrl-C waits for nobody.
  process.once('exit', removeFolder)
  const remove = () => {
    process.off('exit', removeFolder)
    removeFolder()
  }
  const file = path.join(own, 'input')
  const hash = createHash('sha256')
  async function* hashed(bytes: AsyncIterable<Uint8Array>) {
    for await (const chunk of bytes) {
      hash.update(chunk)
      yield chunk
    }
  }
  try {
    await pipeline(stream, hashed, createWriteStream(file, { mode: 0o600 }), { signal })
  } catch (error) {
    remove()
    throw error
  }
  return { input: { path: file, name, sha256: hash.digest('hex') }, remove }
}
