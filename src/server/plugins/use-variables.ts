import { type ExecutionArgs, GraphQLError, getOperationAST, getVariableValues } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { ErrorCode } from '../../domain/error-codes.ts'
import type { TimeLimit } from '../limits/time.ts'

const MOST_ERRORS = 50

/** With the status of a document that is not valid. */
const refusal = ({ message, nodes }: GraphQLError) => {
  const code: ErrorCode = 'BAD_USER_INPUT'
  return new GraphQLError(message, { nodes, extensions: { code, http: { spec: true, status: 400 } } })
}

const problemsOf = (
  { schema, document, operationName, variableValues }: ExecutionArgs,
  hideSuggestions: boolean,
): GraphQLError[] => {
  const operation = getOperationAST(document, operationName)
  // The executor says so.
  if (!operation) return []
  const definitions = operation.variableDefinitions ?? []
  const options = { maxErrors: MOST_ERRORS, hideSuggestions }
  const { errors = [] } = getVariableValues(schema, definitions, variableValues ?? {}, options)
  return errors.map(refusal)
}

/**
 * Refuses operations whose variables don't fit, before anything is executed: each in GraphQL's words, which name the
 * variable and the place within it. The executor's own errors keep only what was wrong there.
 */
export const useVariables = (time: TimeLimit, hideSuggestions: boolean): Plugin<{ request: Request }> => {
  const check = (
    args: ExecutionArgs,
    { request }: { request: Request },
    refuse: (result: { errors: GraphQLError[] }) => void,
  ) => {
    const errors = problemsOf(args, hideSuggestions)
    if (errors.length === 0) return
    time.stop(request)
    refuse({ errors })
  }
  return {
    onExecute: ({ args, setResultAndStopExecution }) =>
      check(args, args.contextValue, setResultAndStopExecution),
    onSubscribe: ({ args, setResultAndStopExecution }) =>
      check(args, args.contextValue, setResultAndStopExecution),
  }
}
