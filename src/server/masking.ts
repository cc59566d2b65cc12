import { GraphQLError } from 'graphql'
import { SealError } from '../domain/errors.ts'
import { toldOfPrisma } from '../store/unavailable.ts'

const causeOf = (error: unknown): unknown =>
  toldOfPrisma(error instanceof GraphQLError ? (error.originalError ?? error) : error)

/** Whether nobody meant an error to happen. */
export const isDefect = (error: unknown): boolean => !(causeOf(error) instanceof SealError)

/** What a client sees of an error: a SealError's own words and code; of a defect nothing but that it happened. */
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
  const extensions = { code: 'INTERNAL_SERVER_ERROR' }
  return new GraphQLError(message, { nodes, path, source, positions, extensions })
}
