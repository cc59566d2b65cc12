import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { SealError, Unavailable } from '../domain/errors.ts'
import type { Command, Ended, Failure, Order, Said } from './messages.ts'

const WORKER = fileURLToPath(new URL('./import-worker.mjs', import.meta.url))
/** It takes half a second to start: longer than small batches, which come in loops. */
const IDLE_MS = 60_000
/** How long the batch may take that is under way when it is to stop. */
const STOP_MS = 15_000

export type Listener = { onNotice(line: string): void; onRun(id: number): void }

/** Runs imports one after the other, in a process that is there while there is something to import. */
export type Importer = {
  /** Starts the process, if it is not there, and keeps it until the function is called that this returns. */
  hold(): () => void
  /** @throws Unavailable where the process dies, or imports are no longer taken */
  run(order: Order, listener: Listener): Promise<Ended>
  /** Cuts off what is under way, where it can go on, and takes no more. */
  stop(): void
  /** Resolves when the process is gone. */
  close(): Promise<void>
}

/** The error that a failure in another process was. */
export const errorOf = ({ code, message, stack }: Failure): Error =>
  code === undefined ? Object.assign(new Error(message), { stack }) : new SealError(code, message)

const isThere = ({ connected, exitCode, signalCode }: ChildProcess) =>
  connected && exitCode === null && signalCode === null

/** @param folder what the process removes if this one is killed */
export const openImporter = (folder: string, idleMs = IDLE_MS): Importer => {
  let child: ChildProcess | undefined
  let last: Promise<unknown> = Promise.resolve()
  let stopped = false
  let held = 0
  let idle: NodeJS.Timeout | undefined
  const leave = () => {
    if (child?.connected) child.send('LEAVE' satisfies Command, () => undefined)
    child = undefined
  }
  const start = (): ChildProcess => {
    if (child && isThere(child)) return child
    child = fork(WORKER, [folder], {
      execArgv: ['--enable-source-maps'],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    // What becomes of it is heard of by whoever waits for it, and an idle one keeps nobody from ending.
    child.on('error', () => undefined).unref()
    child.channel?.unref()
    return child
  }
  const hold = () => {
    clearTimeout(idle)
    held++
    start()
    return () => {
      held--
      if (held === 0) idle = setTimeout(leave, idleMs).unref()
    }
  }
  const ask = (order: Order, { onNotice, onRun }: Listener): Promise<Ended> =>
    new Promise((resolve, reject) => {
      if (stopped) return reject(new Unavailable('the server is stopping: send it again'))
      const at = start()
      const done = () => at.off('message', heard).off('close', died).off('error', died)
      const heard = (said: Said) => {
        if ('notice' in said) return onNotice(said.notice)
        if ('run' in said) return onRun(said.run)
        done()
        resolve(said.ended)
      }
      const died = (cause: unknown) => {
        done()
        const how = cause instanceof Error ? cause.message : (at.signalCode ?? `code ${at.exitCode}`)
        const message = `the process that imports has died (${how}); send it again, and it goes on where it was cut off`
        reject(new Unavailable(message))
      }
      at.on('message', heard).on('close', died).on('error', died)
      // That it is gone is heard of as its end.
      at.send(order, () => undefined)
    })
  return {
    hold,
    run: (order, listener) => {
      const release = hold()
      const ended = last.then(() => ask(order, listener)).finally(release)
      last = ended.catch(() => undefined)
      return ended
    },
    stop: () => {
      stopped = true
      if (child?.connected) child.send('STOP' satisfies Command, () => undefined)
    },
    close: async () => {
      stopped = true
      await last
      clearTimeout(idle)
      const ending = child
      if (!ending || !isThere(ending)) return
      ending.ref()
      leave()
      const kill = setTimeout(() => ending.kill('SIGKILL'), STOP_MS).unref()
      await once(ending, 'exit')
      clearTimeout(kill)
    },
  }
}
