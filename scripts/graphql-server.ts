import { type SealError, Unavailable } from '../src/domain/errors.ts'
import { hint } from '../src/domain/hint.ts'

export type Answer<Data> = {
  data?: Data | null
  errors?: { message: string; path?: unknown[]; extensions?: { code?: SealError['code'] } }[]
}

/** Who answers: a server somewhere, or one in this process. */
export type Send = (url: string, init: RequestInit) => Response | Promise<Response>

/** From the environment alone: what is typed into a command is there for others to see. */
const { SEAL_TOKEN: token } = process.env
const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}

/** @throws Unavailable when there is no server that answers in GraphQL. */
export const askServer = async <Data>(
  url: string,
  body: { query: string; variables: Record<string, unknown> },
  send: Send = fetch,
): Promise<Answer<Data>> => {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...authorization },
    body: JSON.stringify(body),
  }
  const response = await (async () => send(url, request))().catch((error) => {
    const { code, message } = error.cause ?? error
    throw new Unavailable(
      hint`no server answers at ${url} (${code ?? message}): start one with npm run serve`,
    )
  })
  const answer: Answer<Data> | null = await response.json().catch(() => null)
  if (!answer?.data && !answer?.errors)
    throw new Unavailable(`what answers at ${url} (status ${response.status}) is no GraphQL server`)
  return answer
}
