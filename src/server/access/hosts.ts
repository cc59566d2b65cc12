import { isIP } from 'node:net'
import type { Plugin } from 'graphql-yoga'
import { Forbidden } from '../../domain/errors.ts'
import { failure } from '../failure.ts'

const hostnameOf = (host: string): string | null =>
  URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null

/**
 * A page whose name its owner lets mean this machine is, to the browser, of this server's own origin, and could
 * read it (DNS rebinding). Such an attack needs a name: addresses are always let in, names only known ones.
 */
export const isKnownHost = (host: string, known: readonly string[]): boolean => {
  if (known.includes('*')) return true
  const name = hostnameOf(host)
  if (name === null) return false
  if (isIP(name.replace(/^\[|\]$/g, ''))) return true
  return name === 'localhost' || name.endsWith('.localhost') || known.includes(name)
}

/** Answers only to the names that it has. */
export const useHosts = (known: readonly string[]): Plugin => ({
  onRequest: ({ request, endResponse }) => {
    const host = request.headers.get('host')
    if (host === null || isKnownHost(host, known)) return
    const message = `this server is not called ${JSON.stringify(host)}; ALLOWED_HOSTS lists the names that it has`
    endResponse(failure(new Forbidden(message)))
  },
})
