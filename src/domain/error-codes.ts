/** What a code says to whoever reads it: its statuses, the usual one first; what it means; and what to do. */
type Described = { status: readonly [number, ...number[]]; means: string; advice: string }

/**
 * All that a client is told under `extensions.code` by GraphQL, and under `code` by other addresses. Whatever answers with an
 * error takes its code from here; scripts/docs/errors.md lists them in these words.
 */
export const ERROR_CODES = {
  BAD_REQUEST: {
    status: [400, 405, 415],
    means:
      'The request is none of GraphQL over HTTP: a body that is not JSON or has another content type (415; of an upload: one that is not read), neither query nor id of a document, a query under the hash of another one, or a method that its address does not take, such as a mutation by GET (405).',
    advice:
      'Send a POST with `content-type: application/json` and an object with `query`, and if need be `variables`.',
  },
  BAD_USER_INPUT: {
    status: [400],
    means: 'A variable or an argument is not of its type; the message names it and the place within it.',
    advice: 'Send what the type in the schema takes.',
  },
  CANCELLED: {
    status: [503],
    means: 'The client went away before the answer was there.',
    advice: 'Ask again, and wait for the answer.',
  },
  CONFLICT: {
    status: [409],
    means:
      'What is asked for contradicts what is stored; nothing was changed, but of a deletion that met other work half-way.',
    advice: 'The message names what is in the way: change that first, or choose another name.',
  },
  FORBIDDEN: {
    status: [403],
    means:
      "The token's scope is not enough; or the request came from a page of another origin, or under a name that the server does not have.",
    advice:
      'Take a token with the scope that the message names; or list the origin in CORS_ORIGINS, the name in ALLOWED_HOSTS.',
  },
  GRAPHQL_PARSE_FAILED: {
    status: [400],
    means: 'The document is not written in GraphQL; the message has the place.',
    advice: 'Mend its syntax.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    status: [400],
    means:
      'The document does not fit the schema, such as a field that there is not; nothing of it was answered.',
    advice: 'Compare it with `schema.graphql`; the message suggests names, where the schema may be read.',
  },
  INTERNAL_SERVER_ERROR: {
    status: [500],
    means: 'A defect of the server. Its message is always "Unexpected error."',
    advice: 'Report `extensions.id`: the log of the server has the rest under it.',
  },
  INVALID_INPUT: {
    status: [400],
    means:
      "An argument is of its type and can't be used nevertheless: a range that is upside down, an ending that fits several features, a number of bins that is too large.",
    advice: 'The message names the argument, its value and what it may be.',
  },
  LIMIT_EXCEEDED: {
    status: [400, 408, 413],
    means:
      'More than the server gives to one request: bytes (413), depth, aliases, cost, pages, time; or nothing of a body came for too long (408). The message says how much there is, and which variable of the server sets it.',
    advice: 'Ask for less at once: smaller pages, fewer fields or replicates, shorter filters.',
  },
  NOT_ACCEPTABLE: {
    status: [406],
    means: 'The header `accept` has none of the formats of this answer; the message lists them.',
    advice:
      'Accept `application/json`; `multipart/mixed` or `text/event-stream` for `@defer`, `text/event-stream` for subscriptions.',
  },
  NOT_FOUND: {
    status: [404],
    means:
      'A name that nothing has: of a dataset, model, labeler, feature, slice, or an address. (`Query.dataset`, `Query.node` and `Dataset.pair` are null instead.)',
    advice: 'The message lists the names that there are.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    status: [400],
    means: 'The document has no operation of the name that is asked for, or several and none was named.',
    advice: 'Name one of them with `operationName`.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    status: [400],
    means: 'The server does not know the document that was named by hash or name.',
    advice: 'Send it once with its hash, as clients for persisted queries do by themselves.',
  },
  PERSISTED_QUERY_ONLY: {
    status: [400],
    means: 'The server answers nothing but its own documents (PERSISTED_ONLY).',
    advice: 'Send the hash or the name of one of them.',
  },
  UNAUTHENTICATED: {
    status: [401],
    means: 'There is no token, or it is unknown, expired or revoked.',
    advice: 'Send a header `authorization: Bearer TOKEN`; `npm run token -- create` makes one.',
  },
  UNAVAILABLE: {
    status: [503],
    means:
      "The request is right and can't be served now: the database does not answer, or too many questions wait.",
    advice: 'Ask again after a while.',
  },
} as const satisfies Record<string, Described>

export type ErrorCode = keyof typeof ERROR_CODES
