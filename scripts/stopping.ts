import type { Progress } from '../src/pipeline/progress.ts'

/** npm passes a Ctrl-C on that the terminal has sent to everybody: that is the same one. */
export const SAME_MS = 500

export type Stopping = {
  readonly signal: AbortSignal
  /** Gives the signals of the process back. */
  end(): void
}

/** Aborts at the first Ctrl-C, so that what is under way can end; the second one ends the process. */
export const untilStopped = (progress: Progress & { stop(): void }): Stopping => {
  const stopping = new AbortController()
  let since = 0
  const stop = () => {
    const now = performance.now()
    if (!stopping.signal.aborted) {
      since = now
      progress.notice('stopping, when what is under way has ended; Ctrl-C again does not wait for it')
      stopping.abort()
    } else if (now - since > SAME_MS) {
      progress.stop()
      process.exit(1)
    }
  }
  return { signal: stopping.signal, end: listen(stop) }
}

const listen = (listener: () => void): (() => void) => {
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.on(signal, listener)
  return () => {
    for (const signal of signals) process.off(signal, listener)
  }
}

/**
 * For work that stops by itself, one piece after the other: a Ctrl-C between two of them is the next one's,
 * where otherwise nobody would hear of it.
 */
export const withoutGaps = async (work: () => Promise<void>): Promise<void> => {
  const end = listen(() => undefined)
  await work().finally(end)
}
