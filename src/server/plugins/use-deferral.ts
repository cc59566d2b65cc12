import { useDeferStream } from '@graphql-yoga/plugin-defer-stream'
import type { ExecutionResult, GraphQLError } from 'graphql'
import { handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga'
import { isDefect, logDefect, maskError } from '../masking.ts'

type Patch = ExecutionResult & { incremental?: readonly ExecutionResult[] }

const maskResult = ({ errors, ...rest }: ExecutionResult): ExecutionResult => {
  if (!errors) return rest
  for (const error of errors) if (isDefect(error)) logDefect(error)
  return { ...rest, errors: errors.map((error) => maskError(error, 'Unexpected error.') as GraphQLError) }
}

/**
 * `@defer`, with errors of deferred parts masked, which Yoga does not do. Only the validation rules of Yoga's plugin: its
 * other half would add `@stream` to the schema, but lists here are computed as a whole.
 */
export const useDeferral = (): Plugin => ({
  onValidate: useDeferStream().onValidate,
  onExecute: () => ({
    onExecuteDone: (payload) =>
      handleStreamOrSingleExecutionResult(payload, ({ result, setResult }) => {
        const { incremental } = result as Patch
        if (!incremental) return
        const patch: Patch = { ...result, incremental: incremental.map(maskResult) }
        setResult(patch)
      }),
  }),
})
