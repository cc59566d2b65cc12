import type { Plugin } from 'graphql-yoga'

const NO_FRAMES = "frame-ancestors 'none'"

/** Pages have policies of their own; anything else may do nothing, should a browser render it as a page. */
const policyOf = (headers: Headers): string => {
  const policy = headers.get('content-security-policy')
  if (policy?.includes('frame-ancestors')) return policy
  if (policy) return `${policy}; ${NO_FRAMES}`
  const isPage = headers.get('content-type')?.startsWith('text/html')
  return isPage ? NO_FRAMES : `default-src 'none'; ${NO_FRAMES}`
}

/** The headers of every response that restrict what browsers do with it. */
export const useSecurityHeaders = (): Plugin => ({
  onResponse: ({ response: { headers } }) => {
    headers.set('content-security-policy', policyOf(headers))
    headers.set('x-content-type-options', 'nosniff')
    headers.set('referrer-policy', 'no-referrer')
  },
})
