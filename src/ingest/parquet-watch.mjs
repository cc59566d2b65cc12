// Ends the process of parquet-child.mjs when it decodes without getting on, or nobody waits for it.
import { workerData as steps } from 'node:worker_threads'

const LOOK_MS = 500
const LOOKS = 20

const parent = process.ppid
let seen = -1
let inVain = 0
// Looks are counted rather than seconds: what was stopped for an hour has had one look.
setInterval(() => {
  const now = Atomics.load(steps, 0)
  inVain = Atomics.load(steps, 1) === 1 && now === seen ? inVain + 1 : 0
  seen = now
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
  if (inVain >= LOOKS) process.kill(process.pid, 'SIGALRM')
}, LOOK_MS)
