import { type ResourceLimits, Worker } from 'node:worker_threads'
import { Cancelled, SealError, Unavailable } from '../domain/errors.ts'
import { stopIfAborted } from '../domain/interruption.ts'
import type { Frame } from '../frame/frame.ts'
import type { Failure, Reply, Request, Setup, Task } from './protocol.ts'

type Job = {
  task: Task
  /** What the task is about, to be sent along unless the worker has it. */
  frame?: { frameKey: string; frame: Frame }
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}

type Member = { worker: Worker; job: Job | null; frames: Set<string>; cancelled: Int32Array }

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

/** Workers with a queue in front: each does one task at a time. */
export type Pool = {
  /** @throws Unavailable when too many tasks wait, Cancelled when `signal` aborts before the task is done. */
  run(task: Task, frame?: Job['frame'], signal?: AbortSignal): Promise<unknown>
  /** Lets the workers free a frame's memory. */
  forget(frameKey: string): void
  usage(): { waiting: number; working: number }
  close(): Promise<void>
}

export const openPool = (
  size: number,
  databaseUrl: string,
  queueLimit = 1000,
  resourceLimits?: ResourceLimits,
): Pool => {
  const queue: Job[] = []
  const forgotten = new Set<string>()
  let closed = false

  const release = ({ worker, frames }: Member, frameKey: string) => {
    if (frames.delete(frameKey)) worker.postMessage({ forget: { frameKey } } satisfies Request)
  }

  const start = (): Member => {
    const cancelled = new Int32Array(new SharedArrayBuffer(4))
    const worker = new Worker(new URL('./engine-worker.mjs', import.meta.url), {
      workerData: { databaseUrl, cancelled } satisfies Setup,
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
    })
    let cause: Error | undefined
    worker.on('error', (error) => {
      cause = error
    })
    worker.on('exit', (code) => {
      // The thread is gone, with or without an error: its task failed, the others don't notice.
      member.job?.reject(
        closed ? shuttingDown() : died(cause ?? new Error(`a worker ended with code ${code}`)),
      )
      members.splice(members.indexOf(member), 1)
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

  /** Takes a job from the queue, or tells its worker; a job that is done stays done. */
  const cancel = (job: Job) => {
    const place = queue.indexOf(job)
    if (place >= 0) {
      queue.splice(place, 1)
      job.reject(new Cancelled())
    }
    const member = members.find((member) => member.job === job)
    if (member) Atomics.store(member.cancelled, 0, 1)
  }

  return {
    run: async (task, frame, signal) => {
      let leave = () => {}
      try {
        return await new Promise((resolve, reject) => {
          if (closed) throw shuttingDown()
          stopIfAborted(signal)
          if (queue.length >= queueLimit) throw busy(queueLimit)
          const job = { task, frame, resolve, reject }
          leave = () => cancel(job)
          signal?.addEventListener('abort', leave)
          queue.push(job)
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
      for (const job of queue.splice(0)) job.reject(shuttingDown())
      await Promise.all(members.map(({ worker }) => worker.terminate()))
    },
  }
}
