import { useDeferStream } from '@graphql-yoga/plugin-defer-stream'
import type { ExecutionResult, GraphQLError } from 'graphql'
import { handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga'
import { isDefect, logDefect, maskError } from './masking.ts'

type Patch = ExecutionResult & { incremental?: readonly ExecutionResult[] }

const masked = ({ errors, ...rest }: ExecutionResult): ExecutionResult => {
  if (!errors) return rest
  for (const error of errors) if (isDefect(error)) logDefect(error)
  return { ...rest, errors: errors.map((error) => maskError(error, 'Unexpected error.') as GraphQLError) }
}

/**
 * `@defer`, with the errors of what comes later masked, as Yoga does not. Of the plugin its rules alone: it would bring
 * `@stream` into the schema, but lists here are computed as a whole, and have nothing to stream.
 */
export const useDeferral = (): Plugin => ({
  onValidate: useDeferStream().onValidate,
  onExecute: () => ({
    onExecuteDone: (payload) =>
      handleStreamOrSingleExecutionResult(payload, ({ result, setResult }) => {
        const { incremental } = result as Patch
        if (!incremental) return
        const patch: Patch = { ...result, incremental: incremental.map(masked) }
        setResult(patch)
      }),
  }),
})
