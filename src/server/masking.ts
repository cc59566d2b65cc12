import { randomUUID } from 'node:crypto'
import { GraphQLError } from 'graphql'
import { SealError } from '../domain/errors.ts'
import { toldOfPrisma } from '../store/unavailable.ts'

const causeOf = (error: unknown): unknown =>
  toldOfPrisma(error instanceof GraphQLError ? (error.originalError ?? error) : error)

/** Whether nobody meant an error to happen. */
export const isDefect = (error: unknown): boolean => !(causeOf(error) instanceof SealError)

const ids = new WeakMap<object, string>()

/** What a client's and the log's view of one defect have in common. */
const idOf = (error: unknown): string => {
  const cause = causeOf(error)
  // What is thrown and no object can't be recognized again: no two of them are the same.
  if (typeof cause !== 'object' || cause === null) return randomUUID()
  const id = ids.get(cause) ?? randomUUID()
  ids.set(cause, id)
  return id
}

/** Logs a defect, with the id that the client is told. */
export const logDefect = (error: unknown): void => console.error(`defect ${idOf(error)}:`, error)

/** What a client sees of an error: a SealError's own words and code; of a defect nothing but its id in the log. */
export const maskError = (error: unknown, message: string): Error => {
  const cause = causeOf(error)
  const { nodes, path, source, positions } = error instanceof GraphQLError ? error : {}
  if (cause instanceof SealError) {
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
