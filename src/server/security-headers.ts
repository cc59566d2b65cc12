import type { Plugin } from 'graphql-yoga'

const NO_FRAMES = "frame-ancestors 'none'"

/** A page says itself what it may do; everything else may do nothing, if a browser takes it for a page. */
const policyOf = (headers: Headers): string => {
  const own = headers.get('content-security-policy')
  if (own?.includes('frame-ancestors')) return own
  if (own) return `${own}; ${NO_FRAMES}`
  const isPage = headers.get('content-type')?.startsWith('text/html')
  return isPage ? NO_FRAMES : `default-src 'none'; ${NO_FRAMES}`
}

/** What browsers are told with every response. */
export const useSecurityHeaders = (): Plugin => ({
  onResponse: ({ response: { headers } }) => {
    headers.set('content-security-policy', policyOf(headers))
    headers.set('x-content-type-options', 'nosniff')
    headers.set('referrer-policy', 'no-referrer')
  },
})
