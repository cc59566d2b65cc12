import { tmpdir } from 'node:os'
import type { Readable } from 'node:stream'
import { Unavailable } from '../domain/errors.ts'
import { type Spooled, spool } from '../ingest/spool.ts'

/** As the command line names it. */
export const STANDARD_INPUT = '-'

/**
 * Standard input as a file.
 *
 * @throws Unavailable when it is interrupted, or there is no room; then nothing of it is left
 */
export const spoolStandardInput = async (stream: Readable, signal: AbortSignal): Promise<Spooled> => {
  try {
    return await spool(stream, { name: 'standard input', signal })
  } catch (error) {
    const reason = signal.aborted
      ? 'interrupted while standard input was read'
      : `standard input can't be read or kept in ${tmpdir()} (${(error as Error).message})`
    throw new Unavailable(`${reason}; nothing was written`, { cause: error })
  }
}
