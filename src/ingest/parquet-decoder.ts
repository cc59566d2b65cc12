import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { FileMetaData } from 'hyparquet'
import type { Source } from './source.ts'

const CHILD = fileURLToPath(new URL('./parquet-child.mjs', import.meta.url))
const HEAP_MB = 2048

type Answers = {
  footer: { metadata: FileMetaData }
  /** `bytesRead`: of the file, so far; `invalid`: whether there were bytes that aren't UTF-8, so far. */
  decode: { bytesRead: number; invalid: boolean }
  take: { rows: unknown[] }
}

/**
 * Parquet, decoded in a process of its own: what a damaged file says of itself can take for ever, or more
 * memory than V8 lives to tell.
 */
export type ParquetDecoder = {
  /** One question at a time. @throws Error when the file is damaged, whatever that does to the process. */
  ask<Ask extends keyof Answers>(ask: Ask, request?: object): Promise<Answers[Ask]>
  close(): void
}

const endedBy = (code: number | null, signal: NodeJS.Signals | null): string =>
  signal === 'SIGALRM'
    ? 'no progress for 10 seconds'
    : `decoding it ended with ${signal ?? `code ${code}`}, as it does where memory does not suffice`

export const openParquetDecoder = ({ path, totalBytes, signal }: Source): ParquetDecoder => {
  const child = fork(CHILD, [path, `${totalBytes}`], {
    serialization: 'advanced',
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  let failure: Error | null = null
  child.on('exit', (code, by) => {
    failure ??= new Error(endedBy(code, by))
  })
  child.on('error', (error) => {
    failure ??= error
  })
  const stop = () => void child.kill('SIGKILL')
  signal?.addEventListener('abort', stop)
  if (signal?.aborted) stop()
  return {
    ask: (ask, request = {}) =>
      new Promise((resolve, reject) => {
        const done = () => child.off('message', answered).off('close', ended).off('error', ended)
        const ended = () => done() && reject(failure)
        const answered = (answer: unknown) => {
          done()
          const { failure: found } = answer as { failure?: string }
          if (found === undefined) resolve(answer as Answers[typeof ask])
          else reject(new Error(found))
        }
        if (failure) return reject(failure)
        child.on('message', answered).on('close', ended).on('error', ended)
        // That it is gone is heard of as its end.
        child.send({ ask, ...request }, () => undefined)
      }),
    close: () => {
      signal?.removeEventListener('abort', stop)
      stop()
    },
  }
}
