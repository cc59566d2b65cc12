import type { Server, ServerResponse } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'
import { setImmediate, setTimeout as wait } from 'node:timers/promises'
import { log } from './log.ts'
import type { Shutdown } from './settings.ts'

const SWEEP_MS = 20
/** How long the last answers may take: errors that the server is shutting down. */
const LAST_WORDS_MS = 500

/** `idle`: since when there is no request; `bytes`: what had been read by then. */
type State = { answers: Set<ServerResponse>; idle: number; bytes: number }

/** Shuts a server down without losing a request that has arrived. */
export const watchConnections = (http: Server) => {
  const connections = new Map<Socket, State>()
  let closing = false
  http.on('connection', (socket) => {
    connections.set(socket, { answers: new Set(), idle: performance.now(), bytes: 0 })
    socket.once('close', () => connections.delete(socket))
  })
  http.prependListener('request', ({ socket }, response: ServerResponse) => {
    if (closing) response.shouldKeepAlive = false
    const state = connections.get(socket)
    state?.answers.add(response)
    response.once('close', () => {
      state?.answers.delete(response)
      Object.assign(state ?? {}, { idle: performance.now(), bytes: socket.bytesRead })
    })
  })
  const sweep = async (lingerMs: number) => {
    // By then the event loop has read what has arrived.
    await setImmediate()
    const since = performance.now() - lingerMs
    for (const [socket, { answers, idle, bytes }] of connections)
      if (answers.size === 0 && idle < since && socket.bytesRead === bytes) socket.destroy()
  }
  return {
    /** From now on an answer says that it is the last one of its connection. */
    closeAfterAnswers: (): void => {
      closing = true
      for (const { answers } of connections.values())
        for (const response of answers) response.shouldKeepAlive = false
    },
    /**
     * Takes no new connections, and resolves when all that were there are closed. After `limitMs` it calls `giveUp`, which is
     * to fail what is still under way, and closes them all.
     */
    end: async ({ lingerMs, limitMs }: Shutdown, giveUp: () => Promise<void>): Promise<void> => {
      // By then the event loop has accepted waiting connections.
      await setImmediate()
      // http.Server's `close` would close connections at once on which a request may be arriving.
      const closed = new Promise<true>((resolve) => {
        NetServer.prototype.close.call(http, () => resolve(true))
      })
      const within = (ms: number) => Promise.race([closed, wait(ms, false, { ref: false })])
      const sweeping = setInterval(sweep, SWEEP_MS, lingerMs)
      if (!(await within(limitMs))) {
        const answers = [...connections.values()].flatMap((state) => [...state.answers]).length
        log.warn({ answers }, 'answers that took too long are given up')
        await giveUp()
        await within(LAST_WORDS_MS)
      }
      clearInterval(sweeping)
      http.closeAllConnections()
      await closed
    },
  }
}
