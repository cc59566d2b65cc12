import { GraphQLError } from 'graphql'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { LRUCache } from 'lru-cache'
import type { ErrorCode } from '../../domain/error-codes.ts'
import { sha256 } from '../documents.ts'

/** With its algorithm in front, as in the specification of GraphQL over HTTP, or without, as in Apollo's protocol. */
const HASH = /^(?:sha256:)?([0-9a-f]{64})$/

/** Bytes of the documents that clients have sent and may name afterwards. */
const REMEMBERED = 2_000_000

const refusal = (code: ErrorCode, message: string) =>
  new GraphQLError(message, { extensions: { code, http: { status: 400 } } })

/** What a request names a document by, if anything. */
const idOf = (params: GraphQLParams, { url }: Request): string | null => {
  const { documentId } = params as { documentId?: unknown }
  const { version, sha256Hash } = params.extensions?.persistedQuery ?? {}
  const id = documentId ?? (version === 1 ? sha256Hash : null) ?? new URL(url).searchParams.get('documentId')
  return typeof id === 'string' ? id.replace(HASH, '$1') : null
}

/**
 * Documents that clients name in place of sending them: the server's own, by hash or name, and by hash those that have
 * been sent with theirs before, as Apollo's clients do. `only`: the server's own, and no others.
 */
export const usePersisted = (documents: ReadonlyMap<string, string>, only: boolean): Plugin => {
  const sent = new LRUCache<string, string>({
    maxSize: REMEMBERED,
    sizeCalculation: ({ length }) => 2 * length,
  })
  const names = [...documents.keys()].filter((key) => !HASH.test(key)).join(', ') || 'none'

  const remember = (id: string, query: string) => {
    if (sha256(query) === id) sent.set(id, query)
    else if (documents.get(id) !== query)
      throw refusal('BAD_REQUEST', 'the hash or name is that of another document than the query that is sent')
  }

  return {
    onParams: ({ params, request, setParams }) => {
      const id = idOf(params, request)
      if (typeof params.query === 'string' && params.query !== '') {
        if (only) {
          const message = `this server answers its own documents only, by hash or name; named: ${names}`
          throw refusal('PERSISTED_QUERY_ONLY', message)
        }
        if (id !== null) remember(id, params.query)
        return
      }
      if (id === null) {
        const message = 'a request has a query, or documentId or extensions.persistedQuery in place of one'
        throw refusal('BAD_REQUEST', message)
      }
      const query = documents.get(id) ?? sent.get(id)
      if (query === undefined) {
        // The code by which clients know to send the document itself.
        const message = `PersistedQueryNotFound: no document of this server has that hash or name; named: ${names}`
        throw refusal('PERSISTED_QUERY_NOT_FOUND', message)
      }
      setParams({ ...params, query })
    },
  }
}
