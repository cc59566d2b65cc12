import type { Plugin } from 'graphql-yoga'
import type { Context } from '../graphql/context.ts'

/** Execution ends when the context's signal aborts. Yoga's own plugin asks the request's, which is a slow one, at each field. */
export const useCancellation = (): Plugin<Context> => ({
  onExecute: ({ args }) => void Object.assign(args, { signal: args.contextValue.signal }),
  onSubscribe: ({ args }) => void Object.assign(args, { signal: args.contextValue.signal }),
})
