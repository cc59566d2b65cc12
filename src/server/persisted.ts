import {
  defaultExtractPersistedOperationId,
  usePersistedOperations,
} from '@graphql-yoga/plugin-persisted-operations'
import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'

const HASH = /^[0-9a-f]{64}$/

const refusal = (code: string, message: string) => () =>
  new GraphQLError(message, { extensions: { code, http: { status: 400 } } })

const named = (documents: ReadonlyMap<string, string>): string =>
  [...documents.keys()].filter((key) => !HASH.test(key)).join(', ') || 'none'

/**
 * Documents that clients name in place of sending them: by hash, as Apollo's clients do, or by `documentId`.
 * `only`: no others are answered.
 */
export const usePersisted = (documents: ReadonlyMap<string, string>, only: boolean): Plugin =>
  usePersistedOperations({
    allowArbitraryOperations: !only,
    extractPersistedOperationId: (params, request, context) => {
      const { documentId } = params as { documentId?: unknown }
      const id = documentId ?? new URL(request.url).searchParams.get('documentId')
      return typeof id === 'string' ? id : defaultExtractPersistedOperationId(params, request, context)
    },
    getPersistedOperation: (id) => documents.get(id) ?? null,
    customErrors: {
      // The code by which clients know to send the document itself.
      notFound: refusal(
        'PERSISTED_QUERY_NOT_FOUND',
        `PersistedQueryNotFound: no document of this server has that hash or name; named: ${named(documents)}`,
      ),
      keyNotFound: refusal(
        'BAD_REQUEST',
        'a request has a query, or documentId or extensions.persistedQuery in place of one',
      ),
      persistedQueryOnly: refusal(
        'PERSISTED_QUERY_ONLY',
        `this server answers its own documents only, by hash or name; named: ${named(documents)}`,
      ),
    },
  })
