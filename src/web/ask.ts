import type { Document } from './generated/documents.ts'
import { authorization, refuse } from './token.ts'

/** What the server said instead of an answer, in its own words. */
export class Refused extends Error {
  override name = 'Refused'
}

type Answered<Answer> = { data?: Answer; errors?: { message: string }[] }

const refusalOf = ({ status, statusText }: Response, { errors }: Answered<unknown>): Refused => {
  const messages = (errors ?? []).map(({ message }) => message)
  const words = [...new Set(messages)].join('\n') || `The server answers with ${status} ${statusText}`
  if (status === 401) refuse(words)
  return new Refused(words)
}

/** Sends a document of the server's own, with what lets in. @throws Refused, or an AbortError when the signal says so */
export const send = async (
  { name }: Document<unknown, unknown>,
  variables: unknown,
  accept: string,
  signal?: AbortSignal,
): Promise<Response> => {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...authorization() },
    body: JSON.stringify({ documentId: name, variables }),
    signal: signal ?? null,
  }).catch((error) => {
    if (signal?.aborted) throw error
    throw new Refused('The server does not answer. Is it running?')
  })
  if (response.ok) return response
  throw refusalOf(response, await response.json().catch(() => ({})))
}

/** Asks the server one thing. @throws Refused, or an AbortError when the signal says so */
export const ask = async <Answer, Variables>(
  document: Document<Answer, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answer> => {
  const response = await send(document, variables, 'application/graphql-response+json', signal)
  const answer: Answered<Answer> = await response.json().catch(() => ({}))
  if (answer.errors || !answer.data) throw refusalOf(response, answer)
  return answer.data
}
