import { GraphQLError } from 'graphql'
import type { ErrorCode } from '../domain/error-codes.ts'

/** An error that has a status of its own. */
export const refusal = (
  status: number,
  code: ErrorCode,
  message: string,
  headers?: Record<string, string>,
): GraphQLError => new GraphQLError(message, { extensions: { code, http: { status, headers } } })
