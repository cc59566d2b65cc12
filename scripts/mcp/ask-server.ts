import { SealError } from '../../src/domain/errors.ts'
import type { Ask } from '../../src/mcp/ask.ts'
import { askServer, type Send } from '../graphql-server.ts'

/** Asks the server at an address, or what `send` makes of it. */
export const askingServer =
  (url: string, send: Send = fetch): Ask =>
  async <Data>(query: string, variables: Record<string, unknown>, signal: AbortSignal) => {
    const { data, errors: [error] = [] } = await askServer<Data>(url, { query, variables }, (to, init) =>
      send(to, { ...init, signal }),
    )
    if (error || !data)
      throw new SealError(
        error?.extensions?.code ?? 'UNAVAILABLE',
        error?.message ?? `${url} does not answer`,
      )
    return data
  }
