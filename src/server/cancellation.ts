import type { Plugin } from 'graphql-yoga'
import type { Context } from '../graphql/context.ts'

/**
 * Subscriptions end when the context's signal aborts. Whatever else is executed is left by the time limit, and goes on with
 * nothing when its next turn comes: given the signal, the executor would make an error of each field that is under way.
 */
export const useCancellation = (): Plugin<Context> => ({
  onSubscribe: ({ args }) => void Object.assign(args, { signal: args.contextValue.signal }),
})
