import type * as Threads from 'node:worker_threads'
import { vi } from 'vitest'

const shared = () => new Int32Array(new SharedArrayBuffer(4))
const begun = shared()
const gate = shared()

/** `node:worker_threads` with workers that compute a marginDistribution until the gate opens. */
export const gatedThreads = (threads: typeof Threads) => {
  class Worker extends threads.Worker {
    constructor(_: URL, options: Threads.WorkerOptions) {
      const workerData = { ...options.workerData, gated: { begun, gate } }
      super(new URL('./gated-worker.mjs', import.meta.url), { ...options, workerData })
    }
  }
  return { ...threads, Worker }
}

export const closeGate = () => {
  Atomics.store(begun, 0, 0)
  Atomics.store(gate, 0, 0)
}
export const openGate = () => Atomics.store(gate, 0, 1)

/** How many long computations workers have begun since the gate was closed. */
export const countBegun = () => Atomics.load(begun, 0)
export const untilBegun = (count: number) => vi.waitUntil(() => countBegun() === count, { timeout: 60_000 })
