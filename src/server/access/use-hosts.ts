import { isIP } from 'node:net'
import type { Plugin } from 'graphql-yoga'
import { Forbidden } from '../../domain/errors.ts'
import { errorResponse } from '../error-response.ts'

const hostnameOf = (host: string): string | null =>
  URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null

/**
 * Against DNS rebinding: a page whose name its owner points at this machine is, to a browser, of this server's origin,
 * and could read it. That needs a name: addresses are always allowed, names only where they are listed.
 */
const isAllowedHost = (host: string, allowed: readonly string[]): boolean => {
  if (allowed.includes('*')) return true
  const name = hostnameOf(host)
  if (name === null) return false
  if (isIP(name.replace(/^\[|\]$/g, ''))) return true
  return name === 'localhost' || name.endsWith('.localhost') || allowed.includes(name)
}

/** Refuses requests for names that are not allowed. */
export const useHosts = (allowed: readonly string[]): Plugin => ({
  onRequest: ({ request, endResponse }) => {
    const host = request.headers.get('host')
    if (host === null || isAllowedHost(host, allowed)) return
    const message = `this server is not called ${JSON.stringify(host)}; ALLOWED_HOSTS lists the names that it has`
    endResponse(errorResponse(new Forbidden(message)))
  },
})
