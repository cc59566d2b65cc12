import type { Plugin } from 'graphql-yoga'
import type { Context } from '../../graphql/context.ts'

/**
 * Subscriptions end when the context's signal aborts. Other operations do not get the signal: the executor would make an
 * error of each pending field. The time limit answers for them, and they stop at their next turn.
 */
export const useCancellation = (): Plugin<Context> => ({
  onSubscribe: ({ args }) => void Object.assign(args, { signal: args.contextValue.signal }),
})
