import { type ExecutionResult, GraphQLError, type ValidationRule } from 'graphql'
import { handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga'
import { isDefect, logDefect, maskError } from './masking.ts'

type Patch = ExecutionResult & { incremental?: readonly ExecutionResult[] }

const masked = ({ errors, ...rest }: ExecutionResult): ExecutionResult => {
  if (!errors) return rest
  for (const error of errors) if (isDefect(error)) logDefect(error)
  return { ...rest, errors: errors.map((error) => maskError(error, 'Unexpected error.') as GraphQLError) }
}

/** The plugin brings both directives; lists here are computed as a whole, and have nothing to stream. */
const noStream: ValidationRule = (context) => ({
  Directive: (node) => {
    if (node.name.value === 'stream')
      context.reportError(new GraphQLError('@stream is not served here; @defer is', { nodes: node }))
  },
})

/** Beside the plugin for `@defer`: Yoga masks no errors in what comes later. */
export const useMaskedDeferral = (): Plugin => ({
  onValidate: ({ addValidationRule }) => addValidationRule(noStream),
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
