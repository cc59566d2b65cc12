import { GraphQLError } from 'graphql'

/** An error that has a status of its own. */
export const refusal = (
  status: number,
  code: string,
  message: string,
  headers?: Record<string, string>,
): GraphQLError => new GraphQLError(message, { extensions: { code, http: { status, headers } } })
