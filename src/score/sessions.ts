import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { InvalidInput, Unavailable } from '../domain/errors.ts'
import type { Feed, Opened, Reply, Request, Setup } from './session-protocol.ts'

type Waiting = { resolve: (numbers: Float32Array) => void; reject: (error: unknown) => void }
type Member = { worker: Worker; waiting: Map<number, Waiting>; opened: Promise<Opened>; gone: boolean }

/** Sessions of one model, each in a thread of its own: `session.run` blocks the thread that calls it. */
export type Sessions = {
  readonly size: number
  readonly model: Opened
  /** The numbers of all its texts, one behind the other. */
  run(feed: Feed): Promise<Float32Array>
  close(): Promise<void>
}

const startMember = (setup: Setup): Member => {
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: setup, execArgv: [] })
  const waiting = new Map<number, Waiting>()
  const { promise: opened, resolve, reject } = withResolvers<Opened>()
  const member: Member = { worker, waiting, opened, gone: false }
  const fail = (error: unknown) => {
    member.gone = true
    reject(error)
    for (const job of waiting.values()) job.reject(error)
    waiting.clear()
  }
  worker.on('message', (reply: Reply) => {
    if ('opened' in reply) return resolve(reply.opened)
    if ('unusable' in reply) return fail(new InvalidInput(reply.unusable))
    const job = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('numbers' in reply) job?.resolve(reply.numbers)
    else job?.reject(new Unavailable(`${setup.file} failed on a batch: ${reply.failure}`))
  })
  worker.on('error', fail)
  worker.on('exit', (code) => fail(new Unavailable(`a session of ${setup.file} ended with code ${code}`)))
  return member
}

const withResolvers = <T>() => {
  let resolve!: (value: T) => void
  let reject!: (error: unknown) => void
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}

/** @throws InvalidInput when the model can't be opened with these execution providers. */
export const openSessions = async (size: number, setup: Setup): Promise<Sessions> => {
  const members = Array.from({ length: size }, () => startMember(setup))
  const close = async () => {
    await Promise.all(
      members.map(async ({ worker, gone }) => {
        if (gone) return
        const exited = once(worker, 'exit')
        // Behind what it still computes: a thread must not end in the middle of a run.
        worker.postMessage({ close: true } satisfies Request)
        await exited
      }),
    )
  }
  const results = await Promise.allSettled(members.map(({ opened }) => opened))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) {
    await close()
    throw failed.reason
  }
  const model = await members[0].opened
  let id = 0
  return {
    size,
    model,
    run: (feed) =>
      new Promise((resolve, reject) => {
        const [member] = [...members].sort((a, b) => a.waiting.size - b.waiting.size)
        if (member.gone) throw new Unavailable(`a session of ${setup.file} has ended`)
        member.waiting.set(++id, { resolve, reject })
        const buffers = [feed.ids, feed.mask, feed.types].map(({ buffer }) => buffer as ArrayBuffer)
        member.worker.postMessage({ id, feed } satisfies Request, buffers)
      }),
    close,
  }
}
