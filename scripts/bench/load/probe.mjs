/** Loaded into a server before it starts: says over IPC how late its event loop was, in milliseconds. */
import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 1
const NS = 1e6

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
delay.enable()
process.on('message', (wanted) => {
  if (wanted === 'reset') delay.reset()
  // A timer is never early: it comes its own milliseconds after the last one.
  else process.send?.({ p99: delay.percentile(99) / NS - RESOLUTION_MS, max: delay.max / NS - RESOLUTION_MS })
})
process.channel?.unref()
