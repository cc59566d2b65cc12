import { GraphQLError } from 'graphql'
import { ERROR_CODES, type ErrorCode } from '../domain/error-codes.ts'
import { isDefect, logDefect, maskError } from './masking.ts'

/** What a client sees of an error, with the status and the headers of its answer. */
const answerTo = (error: unknown) => {
  if (isDefect(error)) logDefect(error)
  const masked = maskError(error, 'Unexpected error.') as GraphQLError
  const { code, http } = masked.extensions as {
    code: ErrorCode
    http?: { status?: number; headers?: Record<string, string> }
  }
  const status = http?.status ?? ERROR_CODES[code].status[0]
  const headers: Record<string, string> = {
    'cache-control': 'no-store',
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    ...http?.headers,
  }
  return { masked, status, headers }
}

const responseOf = (error: unknown, bodyOf: (masked: GraphQLError) => unknown): Response => {
  const { masked, ...how } = answerTo(error)
  return Response.json(bodyOf(masked), how)
}

/** The same as an error of GraphQL, from which Yoga makes the answer. */
export const errorWithStatus = (error: unknown): GraphQLError => {
  const { masked, ...http } = answerTo(error)
  return new GraphQLError(masked.message, { extensions: { ...masked.extensions, http } })
}

/** An error as JSON, with as much of it as GraphQL shows; defects are logged. */
export const errorResponse = (error: unknown): Response =>
  responseOf(error, ({ message, extensions: { code, http: _, ...rest } }) => ({ code, message, ...rest }))

/** The same to a client that expects an answer of GraphQL. */
export const graphqlErrorResponse = (error: unknown): Response =>
  responseOf(error, (masked) => {
    const { http: _, ...extensions } = masked.extensions
    return { errors: [{ ...masked.toJSON(), extensions }] }
  })
