import type { Document } from './generated/documents.ts'

/** What the server said instead of an answer, in its own words. */
export class Refused extends Error {
  override name = 'Refused'
}

/** Asks the server one thing. @throws Refused, or an AbortError when the signal says so */
export const ask = async <Answer, Variables>(
  document: Document<Answer, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answer> => {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ documentId: document.name, variables }),
    signal: signal ?? null,
  }).catch((error) => {
    if (signal?.aborted) throw error
    throw new Refused('The server does not answer. Is it running?')
  })
  const { data, errors } = (await response.json().catch(() => ({}))) as {
    data?: Answer
    errors?: { message: string }[]
  }
  if (errors) throw new Refused([...new Set(errors.map(({ message }) => message))].join('\n'))
  if (!data) throw new Refused(`The server answers with ${response.status} ${response.statusText}`)
  return data
}
