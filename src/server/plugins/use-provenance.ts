import { handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga'
import type { Context } from '../../graphql/context.ts'

/** In each answer's extensions: of which revisions of which datasets it is, and how long it took. */
export const useProvenance = (): Plugin<Context> => ({
  onExecute: () => {
    const begun = performance.now()
    return {
      onExecuteDone: (payload) =>
        handleStreamOrSingleExecutionResult(payload, ({ args, result, setResult }) => {
          const revisions = { ...args.contextValue.answeredOf }
          const milliseconds = Math.round(performance.now() - begun)
          setResult({ ...result, extensions: { ...result.extensions, revisions, milliseconds } })
        }),
    }
  },
})
