import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { Connection } from '../stream-response.ts'
import type { Access } from './access.ts'
import type { Grant } from './grants.ts'

/** An iterator that ends with a grant. No generator: while one waits, `return` does nothing. */
const whileGranted = <T>(source: AsyncIterator<T>, grant: Grant): AsyncIterableIterator<T> => {
  let isOver = false
  const end = async (): Promise<IteratorResult<T>> => {
    isOver = true
    grant.release()
    await source.return?.()
    return { done: true, value: undefined }
  }
  const iterator: AsyncIterableIterator<T> = {
    [Symbol.asyncIterator]: () => iterator,
    next: async () => {
      if (isOver) return end()
      try {
        const next = await Promise.race([source.next(), grant.ended])
        if (next.done) return await end()
        await grant.check()
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
export const useGrants = ({ grant }: Access): Plugin<{ request: Request }> => {
  const granted = <T>(result: AsyncIterable<T>, { request }: { request: Request }) =>
    whileGranted(result[Symbol.asyncIterator](), grant(request))
  return {
    onExecute: ({ args }) => ({
      onExecuteDone: ({ result, setResult }) => {
        if (isAsyncIterable(result)) setResult(granted(result, args.contextValue) as typeof result)
      },
    }),
    onSubscribe: ({ args }) => ({
      onSubscribeResult: ({ result, setResult }) => {
        if (isAsyncIterable(result)) setResult(granted(result, args.contextValue) as typeof result)
      },
    }),
  }
}

/** A response whose body ends with a grant: the broken connection tells the client that the rest is missing. */
export const grantedResponse = (response: Response, grant: Grant, connection: Connection): Response => {
  if (!response.body) {
    grant.release()
    return response
  }
  const reader = response.body.getReader()
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { done, value } = await Promise.race([reader.read(), grant.ended])
          if (!done) {
            await grant.check()
            return controller.enqueue(value)
          }
          grant.release()
          controller.close()
        } catch (error) {
          grant.release()
          void reader.cancel().catch(() => undefined)
          if (!connection) return controller.error(error)
          connection.destroy()
          controller.close()
        }
      },
      cancel: async (reason) => {
        grant.release()
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, response)
}
