import { randomUUID } from 'node:crypto'
import { GraphQLError, Kind } from 'graphql'
import type { ErrorCode } from '../domain/error-codes.ts'
import { SealError } from '../domain/errors.ts'
import { readablePrismaError } from '../store/unavailable.ts'
import { currentRequest } from './operations/current-request.ts'
import { log } from './operations/log.ts'

/** What a resolver threw, without the GraphQLErrors around it. */
const originalOf = (error: unknown): unknown =>
  error instanceof GraphQLError && error.originalError ? originalOf(error.originalError) : error

const causeOf = (error: unknown): unknown => readablePrismaError(originalOf(error))

/**
 * Whether it is GraphQL's own error about what a client sent: a document, a variable or an argument. Its errors about a
 * field's value are the server's fault: a resolver returned what the schema does not allow.
 */
const isOfRequest = (error: unknown): error is GraphQLError => {
  const cause = causeOf(error)
  if (!(error instanceof GraphQLError && cause instanceof GraphQLError)) return false
  const kind = cause.nodes?.[0].kind
  return error.path === undefined || (kind !== undefined && kind !== Kind.FIELD)
}

/** Whether an error is a fault of the server: neither a SealError nor about the client's request. */
export const isDefect = (error: unknown): boolean =>
  !(causeOf(error) instanceof SealError || isOfRequest(error))

const ids = new WeakMap<object, string>()

/** The id by which a client's view of a defect is found in the log: the request's, where there is one. */
const idOf = (error: unknown): string => {
  const request = currentRequest()
  if (request) return request.id
  const cause = causeOf(error)
  // A thrown primitive has no identity.
  if (typeof cause !== 'object' || cause === null) return randomUUID()
  const id = ids.get(cause) ?? randomUUID()
  ids.set(cause, id)
  return id
}

/** Logs a defect, with the id that the client is told. */
export const logDefect = (error: unknown): void => {
  const path = error instanceof GraphQLError ? error.path?.join('.') : undefined
  log.error({ id: idOf(error), path, err: causeOf(error) }, 'defect')
}

const logged = new WeakSet<Error>()

/** Logs why something is unavailable: once, however many fields fail for it. */
const logReason = ({ message, cause }: SealError): void => {
  if (!(cause instanceof Error) || logged.has(cause)) return
  logged.add(cause)
  log.warn({ err: cause }, message)
}

/** What a client sees of an error: a SealError's own words and code; of a defect nothing but its id in the log. */
export const maskError = (error: unknown, message: string): Error => {
  const cause = causeOf(error)
  const { nodes, path, source, positions } = error instanceof GraphQLError ? error : {}
  if (cause instanceof SealError) {
    if (cause.code === 'UNAVAILABLE') logReason(cause)
    return new GraphQLError(cause.message, {
      nodes,
      path,
      source,
      positions,
      extensions: { code: cause.code },
    })
  }
  if (isOfRequest(error)) {
    if (error.extensions.code !== undefined) return error
    const extensions = { ...error.extensions, code: 'BAD_USER_INPUT' satisfies ErrorCode }
    return new GraphQLError(error.message, { nodes, path, source, positions, extensions })
  }
  const extensions = { code: 'INTERNAL_SERVER_ERROR' satisfies ErrorCode, id: idOf(error) }
  return new GraphQLError(message, { nodes, path, source, positions, extensions })
}
