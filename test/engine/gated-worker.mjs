// A worker to whom marginDistribution is a long computation: it ends when the gate opens, or when cancelled.
import { workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { stopIfAborted } = await import('../../src/domain/interruption.ts')
const { METRICS } = await import('../../src/metrics/metrics.ts')

const { begun, gate } = workerData.gated
const { compute } = METRICS.marginDistribution
METRICS.marginDistribution.compute = (asked, args) => {
  Atomics.add(begun, 0, 1)
  for (;;) {
    // In this order: what was cancelled before the gate opened has no answer.
    const open = Atomics.load(gate, 0) === 1
    stopIfAborted(asked.signal)
    if (open) return compute(asked, args)
    Atomics.wait(gate, 0, 0, 1)
  }
}

await import('../../src/engine/worker.ts')
