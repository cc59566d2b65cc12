import type { Document } from './generated/documents.ts'
import { authorization, refuse } from './token.ts'

/** What the server said instead of an answer, in its own words. */
export class Refused extends Error {
  override name = 'Refused'
}

type Answered<Answer> = { data?: Answer | null; errors?: { message: string }[] }

/** What the server says of errors; empty where there are none. */
const wordsOf = ({ errors }: Answered<unknown>): string =>
  [...new Set(errors?.map(({ message }) => message))].join('\n')

const refusalOf = ({ status, statusText }: Response, answer: Answered<unknown>): Refused => {
  const words = wordsOf(answer) || `The server answers with ${status} ${statusText}`
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

/** An answer, and what is the matter with those of its parts that are null for it. */
export type Told<Answer> = { answer: Answer; problem: string | null }

/** Asks the server one thing. @throws Refused, or an AbortError when the signal says so */
export const ask = async <Answer, Variables>(
  document: Document<Answer, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Told<Answer>> => {
  const response = await send(document, variables, 'application/graphql-response+json', signal)
  const answer: Answered<Answer> = await response.json().catch(() => ({}))
  if (!answer.data) throw refusalOf(response, answer)
  return { answer: answer.data, problem: wordsOf(answer) || null }
}
