import { Kind, parse } from 'graphql'

/** The names of the operations of documents. */
const operationsOf = (documents: ReadonlyMap<string, string>): Set<string> =>
  new Set(
    [...new Set(documents.values())].flatMap((text) =>
      parse(text).definitions.flatMap((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION && definition.name ? [definition.name.value] : [],
      ),
    ),
  )

const PLACES = new Set(['graphql', 'tables', 'figures', 'slices', 'assets', 'health', 'metrics'])

/**
 * One of a limited number of names for a request: of its operation, where that is one of the documents', else of the first
 * part of its path, where that is one of the server's.
 */
export const operationLabels = (documents: ReadonlyMap<string, string>) => {
  const operations = operationsOf(documents)
  return ({ operation, path }: { operation?: string; path: string }): string => {
    if (operation !== undefined && operations.has(operation)) return operation
    if (path === '/') return 'page'
    const place = path.split('/', 2)[1]
    return PLACES.has(place) ? place : 'other'
  }
}
