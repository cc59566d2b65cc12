import type { Piscina } from 'piscina'
import { Unavailable } from '../../domain/errors.ts'
import { stopIfAborted } from '../../domain/interruption.ts'
import { UNDRAWABLE } from './undrawable.ts'

export type ImageFormat = 'svg' | 'png'

/** Draws specifications, one after the other, in a thread that is there while there is something to draw. */
export type Renderer = {
  /** @throws Unavailable when too many figures wait, Cancelled when `asker` has aborted by its turn */
  render(specification: unknown, format: ImageFormat, asker: AbortSignal): Promise<string | Uint8Array>
  close(): Promise<void>
}

const WAITING = 100
const IDLE_MS = 60_000
/** Far more than any figure takes: one that does not end must not keep all others waiting. */
const LONGEST_MS = 60_000

/** What ends the thread rather than the drawing. */
const DEAD_THREAD = /^(worker exited|Terminating worker thread|Worker terminated|The task has been aborted)/

const translateError = (cause: unknown): unknown => {
  const { code, message } = cause as Error & { code?: string }
  if (message === UNDRAWABLE) return new Unavailable(`${message}: ask for SVG`, { cause })
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY' && !DEAD_THREAD.test(message)) return cause
  return new Unavailable('the thread that was to draw the figure has died; ask again, or for less', { cause })
}

export const openRenderer = ({ longestMs = LONGEST_MS } = {}): Renderer => {
  let opening: Promise<Piscina> | undefined
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  const open = async () =>
    new (await import('piscina')).Piscina({
      filename: new URL('./render-worker.mjs', import.meta.url).href,
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: IDLE_MS,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
  return {
    render: async (specification, format, asker) => {
      if (waiting >= WAITING) {
        throw new Unavailable(`the server is busy: ${WAITING} figures wait already; ask again later`)
      }
      waiting++
      // What is begun is finished: to stop it would cost the thread, which takes longer to start than to draw.
      const drawn = last.then(async () => {
        stopIfAborted(asker)
        opening ??= open()
        const pool = await opening
        return pool
          .run({ specification, format }, { signal: AbortSignal.timeout(longestMs) })
          .catch((error) => {
            if (error.message === UNDRAWABLE) {
              opening = undefined
              void pool.destroy()
            }
            throw translateError(error)
          })
      })
      last = drawn.catch(() => undefined).finally(() => waiting--)
      return drawn
    },
    close: async () => (await opening)?.destroy(),
  }
}
