import { setTimeout as wait } from 'node:timers/promises'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { Deletion } from '../../store/deletion-target.ts'
import { isDefect, logDefect } from '../masking.ts'
import { log } from '../operations/log.ts'
import { openChangeThread } from './open-change-thread.ts'

/** There is nobody else to be told. */
const logStop = (error: unknown) => {
  if (isDefect(error)) logDefect(error)
  else log.warn({ err: error }, 'a deletion has stopped before its end')
}

/** Deletes one thing after the other; what is begun goes on whether or not anybody waits for it. */
export const openDeletions = (databaseUrl: string, patienceMs: number) => {
  const thread = openChangeThread()
  const goingOn = new Map<string, { ended: Promise<unknown>; stop: MessagePort }>()

  const begin = (key: string, deletion: Deletion) => {
    const { port1: stop, port2 } = new MessageChannel()
    stop.unref()
    const ended = thread
      .run({ databaseUrl, name: 'deleteFrom', given: deletion, importWaitMs: patienceMs / 2, stop: port2 })
      .finally(() => goingOn.delete(key))
    goingOn.set(key, { ended, stop })
    return { ended }
  }

  return {
    /** Whether it has ended, when it has or who asks has waited long enough. The same one asked for again is waited for. */
    delete: async (deletion: Deletion): Promise<boolean> => {
      const key = JSON.stringify(deletion)
      const { ended } = goingOn.get(key) ?? begin(key, deletion)
      const isOver = await Promise.race([ended.then(() => true), wait(patienceMs, false, { ref: false })])
      if (!isOver) ended.catch(logStop)
      return isOver
    },
    /** What is not at its end stops at the next pairs. */
    close: async () => {
      const all = [...goingOn.values()]
      for (const { stop } of all) stop.postMessage('stop')
      await Promise.allSettled(all.map(({ ended }) => ended))
      await thread.close()
    },
  }
}
