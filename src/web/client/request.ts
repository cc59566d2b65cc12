import type { Document } from '../generated/documents.ts'
import { authorization, reportRejection } from './token.ts'

/** Why the server gives no answer: in its own words, or because it cannot be reached. */
export class RequestError extends Error {
  override name = 'RequestError'
}

/** Of GraphQL, or an error of anything else that is served. */
type Body<Data> = { data?: Data | null; errors?: { message: string }[]; message?: string }

/** The messages of an answer's errors, each once; empty where there are none. */
const messageOf = ({ errors, message = '' }: Body<unknown>): string =>
  errors ? [...new Set(errors.map(({ message }) => message))].join('\n') : message

const errorOf = ({ status, statusText }: Response, body: Body<unknown>): RequestError => {
  const message = messageOf(body) || `The server answers with ${status} ${statusText}`
  if (status === 401) reportRejection(message)
  return new RequestError(message)
}

/** Sends a request with this tab's token. @throws RequestError; AbortError once aborted */
export const fetchAnswer = async (address: string, init: RequestInit = {}): Promise<Response> => {
  const headers = { ...init.headers, ...authorization() }
  const response = await fetch(address, { ...init, headers }).catch((error) => {
    if (init.signal?.aborted) throw error
    throw new RequestError('The server does not answer: start it again, or wait until it is back')
  })
  if (response.ok) return response
  throw errorOf(response, await response.json().catch(() => ({})))
}

/** Sends a committed document by its name. @throws RequestError; AbortError once aborted */
export const send = (
  { name }: Document<unknown, unknown>,
  variables: unknown,
  accept: string,
  signal?: AbortSignal,
): Promise<Response> =>
  fetchAnswer('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ documentId: name, variables }),
    signal: signal ?? null,
  })

/** The answer to a query, with the messages of what failed in part of it. @throws RequestError; AbortError once aborted */
export const query = async <Data, Variables>(
  document: Document<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<{ data: Data; error: string | null }> => {
  const response = await send(document, variables, 'application/graphql-response+json', signal)
  const body: Body<Data> = await response.json().catch(() => ({}))
  if (!body.data) throw errorOf(response, body)
  return { data: body.data, error: messageOf(body) || null }
}
