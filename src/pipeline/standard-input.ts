import { createHash } from 'node:crypto'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Unavailable } from '../domain/errors.ts'
import type { Input } from '../ingest/source.ts'

/** As the command line names it. */
export const STANDARD_INPUT = '-'

/** `remove` takes the file away, as the end of the process does. */
export type Spooled = { input: Input; remove: () => void }

/**
 * Standard input as a file, for what is read from anywhere, or twice. Known by its SHA-256: the same bytes are the same
 * input, whenever they come.
 *
 * @throws Unavailable when it is interrupted, or there is no room; then nothing of it is left
 */
export const spool = async (stream: Readable, signal: AbortSignal): Promise<Spooled> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'seal-input-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  // A second Ctrl-C waits for nobody.
  process.once('exit', removeFolder)
  const remove = () => {
    process.off('exit', removeFolder)
    removeFolder()
  }
  const file = path.join(folder, 'input')
  const hash = createHash('sha256')
  try {
    async function* hashed(bytes: AsyncIterable<Buffer>) {
      for await (const chunk of bytes) {
        hash.update(chunk)
        yield chunk
      }
    }
    await pipeline(stream, hashed, createWriteStream(file, { mode: 0o600 }), { signal })
  } catch (error) {
    remove()
    const reason = signal.aborted
      ? 'interrupted while standard input was read'
      : `standard input can't be read or kept in ${tmpdir()} (${(error as Error).message})`
    throw new Unavailable(`${reason}; nothing was written`, { cause: error })
  }
  return { input: { path: file, name: 'standard input', sha256: hash.digest('hex') }, remove }
}
