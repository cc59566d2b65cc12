import type { Piscina } from 'piscina'
import { Unavailable } from '../../domain/errors.ts'
import { stopIfAborted } from '../../domain/interruption.ts'

export type ImageFormat = 'svg' | 'png'

/** Draws specifications, one after the other, in a thread that is there while there is something to draw. */
export type Renderer = {
  /** @throws Unavailable when too many figures wait, Cancelled when `asker` has aborted by its turn */
  render(specification: unknown, format: ImageFormat, asker: AbortSignal): Promise<string | Uint8Array>
  close(): Promise<void>
}

const WAITING = 100
const IDLE_MS = 60_000

export const openRenderer = (): Renderer => {
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
        return (await opening).run({ specification, format })
      })
      last = drawn.catch(() => undefined).finally(() => waiting--)
      return drawn
    },
    close: async () => (await opening)?.destroy(),
  }
}
