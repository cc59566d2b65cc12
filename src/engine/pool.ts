import { type ResourceLimits, Worker } from 'node:worker_threads'
import { Cancelled, SealError, Unavailable } from '../domain/errors.ts'
import { stopIfAborted } from '../domain/interruption.ts'
import type { Frame } from '../frame/frame.ts'
import type { Failure, Reply, Request, Setup, Task } from './protocol.ts'
import { openRounds } from './rounds.ts'

type Job = {
  task: Task
  asker: unknown
  /** What the task is about, to be sent along unless the worker has it. */
  frame?: { frameKey: string; frame: Frame }
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}

type Member = {
  worker: Worker
  job: Job | null
  frames: Set<string>
  cancelled: Int32Array
  /** Until it ends for want of tasks. */
  resting?: NodeJS.Timeout
}

const errorOf = ({ message, code, stack }: Failure): Error => {
  if (code) return new SealError(code, message)
  const error = new Error(message)
  error.stack = stack
  return error
}

const shuttingDown = () => new Unavailable('the server is shutting down')
const died = (cause: unknown) => {
  const { code } = cause as { code?: unknown }
  const how =
    code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'there is too little memory for it: ask for less' : 'ask again'
  return new Unavailable(`the worker that was to answer has died; ${how}`, { cause })
}
const busy = (limit: number) =>
  new Unavailable(`the server is busy: ${limit} questions wait already; ask again later, or for less at once`)

/** Whom a task is for: it is cancelled when `signal` aborts; an asker's tasks wait for each other, not for others' to be done. */
export type For = { signal?: AbortSignal; asker?: unknown }

/** Workers with a queue in front: each does one task at a time, of all askers in turn. */
export type Pool = {
  /** @throws Unavailable when too many tasks wait, Cancelled when `signal` aborts before the task is done. */
  run(task: Task, frame?: Job['frame'], by?: For): Promise<unknown>
  /** Lets the workers free a frame's memory. */
  forget(frameKey: string): void
  usage(): { waiting: number; working: number }
  close(): Promise<void>
}

export type PoolOptions = {
  /** Tasks that wait at most; an asker who has few of them there can still add one. */
  queueLimit?: number
  resourceLimits?: ResourceLimits
  /** Of the system's scheduling: workers of more give way to those of less. */
  niceness?: number
  /** After how long a worker ends that has nothing to do. */
  idleMs?: number
  /** Where its workers keep columns; left out: nowhere. */
  columnsDirectory?: string
}

export const openPool = (
  size: number,
  databaseUrl: string,
  {
    queueLimit = 1000,
    resourceLimits,
    niceness = 5,
    idleMs = Number.POSITIVE_INFINITY,
    columnsDirectory,
  }: PoolOptions = {},
): Pool => {
  const queue = openRounds<Job>()
  const forgotten = new Set<string>()
  let closed = false

  const release = ({ worker, frames }: Member, frameKey: string) => {
    if (frames.delete(frameKey)) worker.postMessage({ forget: { frameKey } } satisfies Request)
  }

  const rest = (member: Member) => {
    if (idleMs === Number.POSITIVE_INFINITY) return
    const end = () => {
      members.splice(members.indexOf(member), 1)
      void member.worker.terminate()
    }
    member.resting = setTimeout(end, idleMs).unref()
  }

  const start = (): Member => {
    const cancelled = new Int32Array(new SharedArrayBuffer(4))
    const worker = new Worker(new URL('./engine-worker.mjs', import.meta.url), {
      workerData: { databaseUrl, cancelled, niceness, columnsDirectory } satisfies Setup,
      execArgv: [],
      resourceLimits,
    })
    const member: Member = { worker, job: null, frames: new Set(), cancelled }
    worker.on('message', (reply: Reply) => {
      const { job } = member
      member.job = null
      if ('failure' in reply) job?.reject(errorOf(reply.failure))
      else job?.resolve(reply.result)
      // A request that began before the revision may ask about it afterwards.
      if (job?.frame && forgotten.has(job.frame.frameKey)) release(member, job.frame.frameKey)
      dispatch()
      if (member.job === null) rest(member)
    })
    let cause: Error | undefined
    worker.on('error', (error) => {
      cause = error
    })
    worker.on('exit', (code) => {
      clearTimeout(member.resting)
      // The thread is gone, with or without an error: its task failed, the others don't notice.
      member.job?.reject(
        closed ? shuttingDown() : died(cause ?? new Error(`a worker ended with code ${code}`)),
      )
      if (members.includes(member)) members.splice(members.indexOf(member), 1)
      dispatch()
    })
    worker.unref()
    members.push(member)
    return member
  }

  const members: Member[] = []
  let id = 0

  /** A worker without a task; started when it is first needed, or when one is gone. */
  const idle = () => members.find(({ job }) => job === null) ?? (members.length < size ? start() : null)

  const dispatch = () => {
    while (queue.length > 0 && !closed) {
      const member = idle()
      if (!member) return
      const job = queue.shift() as Job
      clearTimeout(member.resting)
      member.job = job
      Atomics.store(member.cancelled, 0, 0)
      const send = (request: Request) => member.worker.postMessage(request)
      if (job.frame && !member.frames.has(job.frame.frameKey)) {
        send({ keep: job.frame })
        member.frames.add(job.frame.frameKey)
      }
      send({ id: id++, task: job.task })
    }
  }

  /** One who asks for very much leaves room for those who ask for little. */
  const isFull = (asker: unknown) => {
    const others = queue.askers - (queue.lengthOf(asker) > 0 ? 1 : 0)
    return queue.length >= queueLimit && queue.lengthOf(asker) >= Math.floor(queueLimit / (others + 1))
  }

  /** Takes a job from the queue, or tells its worker; a job that is done stays done. */
  const cancel = (job: Job) => {
    if (queue.remove(job.asker, job)) job.reject(new Cancelled())
    const member = members.find((member) => member.job === job)
    if (member) Atomics.store(member.cancelled, 0, 1)
  }

  return {
    run: async (task, frame, { signal, asker } = {}) => {
      let leave = () => {}
      try {
        return await new Promise((resolve, reject) => {
          if (closed) throw shuttingDown()
          stopIfAborted(signal)
          if (isFull(asker)) throw busy(queueLimit)
          const job = { task, asker, frame, resolve, reject }
          leave = () => cancel(job)
          signal?.addEventListener('abort', leave)
          queue.push(asker, job)
          dispatch()
        })
      } finally {
        // One asker may ask for page after page.
        signal?.removeEventListener('abort', leave)
      }
    },
    forget: (frameKey) => {
      forgotten.add(frameKey)
      for (const member of members) release(member, frameKey)
    },
    usage: () => ({ waiting: queue.length, working: members.filter(({ job }) => job !== null).length }),
    close: async () => {
      closed = true
      for (const job of queue.clear()) job.reject(shuttingDown())
      await Promise.all(members.map(({ worker }) => worker.terminate()))
    },
  }
}
