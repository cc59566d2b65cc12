import { type DocumentNode, GraphQLError, Kind, parse } from 'graphql'
import { InvalidInput } from '../domain/errors.ts'

export type Variables = Record<string, unknown>

/**
 * Asks a server of this project in GraphQL. Resolves with the answer's data.
 *
 * @throws SealError with the server's message where there is any error in the answer
 */
export type Ask = <Data>(document: string, variables: Variables, signal: AbortSignal) => Promise<Data>

/** Tokens of a document: as many as a server may be set to take. */
const MOST_TOKENS = 15_000

const parsed = (document: string): DocumentNode => {
  try {
    return parse(document, { maxTokens: MOST_TOKENS })
  } catch (error) {
    // The parser is recursive.
    if (error instanceof RangeError) throw new InvalidInput('the document is nested deeper than can be read')
    if (error instanceof GraphQLError) throw new InvalidInput(error.message)
    throw error
  }
}

/** The same for queries alone. @throws InvalidInput for a document with anything that could write, or subscribe */
export const readOnly =
  (ask: Ask): Ask =>
  async (document, variables, signal) => {
    for (const definition of parsed(document).definitions)
      if (definition.kind === Kind.OPERATION_DEFINITION && definition.operation !== 'query')
        throw new InvalidInput(
          `the document has a ${definition.operation}; assistants only read: make it a query`,
        )
    return ask(document, variables, signal)
  }
