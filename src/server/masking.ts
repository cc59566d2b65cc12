import { randomUUID } from 'node:crypto'
import { GraphQLError } from 'graphql'
import { SealError } from '../domain/errors.ts'
import { toldOfPrisma } from '../store/unavailable.ts'
import { currentRequest } from './operations/current-request.ts'
import { log } from './operations/log.ts'

const causeOf = (error: unknown): unknown =>
  toldOfPrisma(error instanceof GraphQLError ? (error.originalError ?? error) : error)

/** Whether nobody meant an error to happen. */
export const isDefect = (error: unknown): boolean => !(causeOf(error) instanceof SealError)

const ids = new WeakMap<object, string>()

/** What a client's and the log's view of one defect have in common: the request's id, where there is one. */
const idOf = (error: unknown): string => {
  const request = currentRequest()
  if (request) return request.id
  const cause = causeOf(error)
  // What is thrown and no object can't be recognized again: no two of them are the same.
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

const reasons = new WeakSet<Error>()

/** Why something can't be had now is for those who run the server; once, however many fields want it. */
const logReason = ({ message, cause }: SealError): void => {
  if (!(cause instanceof Error) || reasons.has(cause)) return
  reasons.add(cause)
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
  // Of GraphQL itself: syntax, validation, variables.
  if (cause instanceof GraphQLError) return cause
  const extensions = { code: 'INTERNAL_SERVER_ERROR', id: idOf(error) }
  return new GraphQLError(message, { nodes, path, source, positions, extensions })
}
