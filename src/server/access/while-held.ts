import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { Connection } from '../streamed.ts'
import type { Access } from './access.ts'
import type { Hold } from './holds.ts'

/** What comes of an iterator while its reader may have it; then why it ends. No generator: one that waits does not hear of `return`. */
const whileHeld = <T>(source: AsyncIterator<T>, hold: Hold): AsyncIterableIterator<T> => {
  let isOver = false
  const end = async (): Promise<IteratorResult<T>> => {
    isOver = true
    hold.release()
    await source.return?.()
    return { done: true, value: undefined }
  }
  const iterator: AsyncIterableIterator<T> = {
    [Symbol.asyncIterator]: () => iterator,
    next: async () => {
      if (isOver) return end()
      try {
        const next = await Promise.race([source.next(), hold.over])
        if (next.done) return await end()
        await hold.check()
        return next
      } catch (error) {
        void end().catch(() => undefined)
        throw error
      }
    },
    return: end,
  }
  return iterator
}

/** Deferred parts and subscriptions end with their reader's token. */
export const useHolds = ({ hold }: Access): Plugin<{ request: Request }> => {
  const held = <T>(result: AsyncIterable<T>, { request }: { request: Request }) =>
    whileHeld(result[Symbol.asyncIterator](), hold(request))
  return {
    onExecute: ({ args }) => ({
      onExecuteDone: ({ result, setResult }) => {
        if (isAsyncIterable(result)) setResult(held(result, args.contextValue) as typeof result)
      },
    }),
    onSubscribe: ({ args }) => ({
      onSubscribeResult: ({ result, setResult }) => {
        if (isAsyncIterable(result)) setResult(held(result, args.contextValue) as typeof result)
      },
    }),
  }
}

/** The same of a body: the connection breaks off where it ends, which tells that the rest is missing. */
export const heldResponse = (response: Response, hold: Hold, connection: Connection): Response => {
  if (!response.body) {
    hold.release()
    return response
  }
  const reader = response.body.getReader()
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { done, value } = await Promise.race([reader.read(), hold.over])
          if (!done) {
            await hold.check()
            return controller.enqueue(value)
          }
          hold.release()
          controller.close()
        } catch (error) {
          hold.release()
          void reader.cancel().catch(() => undefined)
          if (!connection) return controller.error(error)
          connection.destroy()
          controller.close()
        }
      },
      cancel: async (reason) => {
        hold.release()
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, response)
}
