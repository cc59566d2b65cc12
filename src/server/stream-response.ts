import { AsyncResource } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'
import { anotherTurn } from '../engine/turns.ts'
import { isDefect, logDefect } from './masking.ts'
import { acceptsGzip } from './plugins/use-compression.ts'

/** Chunks as they are made, none before it is asked for. */
export type Chunks = AsyncIterator<string | Uint8Array>

/** The connection of an answer. Undefined without a socket. */
export type Connection = Pick<ServerResponse, 'destroy'> | undefined

/** The connection of an answer, and for how long its client may read nothing. */
export type Reader = { connection: Connection; patienceMs: number }

const streamOf = (chunks: Chunks, { signal }: Request, { connection, patienceMs }: Reader) => {
  const encoder = new TextEncoder()
  let waiting: NodeJS.Timeout | undefined
  const leave = () => {
    connection?.destroy()
    void chunks.return?.()
  }
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      // In the context of the request, whichever code reads.
      pull: AsyncResource.bind(async (controller: ReadableStreamDefaultController) => {
        clearTimeout(waiting)
        // Chunks may all be ready: between two of them other requests have a turn.
        await anotherTurn(signal)
        try {
          const { done, value } = await chunks.next()
          if (done) controller.close()
          else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : new Uint8Array(value))
          // A client that stops reading would keep in memory what was made for it.
          if (!done) waiting = setTimeout(leave, patienceMs).unref()
        } catch (error) {
          if (!signal.aborted && isDefect(error)) logDefect(error)
          if (!connection) return controller.error(error)
          // The status is sent: only a broken connection tells the client that the rest is missing.
          connection.destroy()
          controller.close()
        }
      }),
      cancel: async () => {
        clearTimeout(waiting)
        await chunks.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}

/** Chunks as a response, at the client's pace, gzipped where it likes. Rejects if the first chunk does. */
export const streamResponse = async (
  request: Request,
  chunks: Chunks,
  headers: Record<string, string>,
  reader: Reader,
): Promise<Response> => {
  const first = await chunks.next()
  async function* fromFirst() {
    if (first.done) return
    yield first.value
    yield* { [Symbol.asyncIterator]: () => chunks }
  }
  const body = streamOf(fromFirst(), request, reader)
  const all = { ...headers, vary: 'accept-encoding, origin' }
  if (!acceptsGzip(request)) return new Response(body, { headers: all })
  const gzipped = body.pipeThrough(new CompressionStream('gzip'))
  return new Response(gzipped, { headers: { ...all, 'content-encoding': 'gzip' } })
}
