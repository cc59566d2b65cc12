import { Ollama } from 'ollama'
import { checkAddress } from './address.ts'
import { guardedFetch } from './guarded-fetch.ts'

/** As the client itself takes OLLAMA_HOST: without a scheme it is http, without a name this machine. */
const addressOf = (host: string) =>
  host.includes('://') ? host : `http://${host.startsWith(':') ? '127.0.0.1' : ''}${host}`

/** A client whose calls throw what `requestFailure` finds. `host` left out: this machine's. @throws InvalidInput for an address that is none. */
export const ollamaClient = ({ host, timeoutMs }: { host?: string; timeoutMs: number }): Ollama => {
  if (host) checkAddress(addressOf(host), 'OLLAMA_HOST')
  return new Ollama({ host: host || undefined, fetch: guardedFetch({ timeoutMs, secrets: [] }) })
}
