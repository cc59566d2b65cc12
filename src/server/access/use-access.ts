import type { Plugin } from 'graphql-yoga'
import { graphqlFailure } from '../failure.ts'
import type { Access } from './access.ts'

/** The context of requests that the server makes of itself: none that comes from elsewhere has it. */
export const OF_THE_SERVER = { isOfTheServer: true }

/** GraphQL is for readers: it has no mutations. What is served beside it says itself what it needs. */
export const useAccess = (access: Access, endpoint: string): Plugin => ({
  onRequest: async ({ request, url, serverContext, endResponse }) => {
    if (url.pathname !== endpoint || request.method === 'OPTIONS') return
    if ('isOfTheServer' in serverContext) return
    await access.requires(request, 'READ').catch((error) => endResponse(graphqlFailure(error)))
  },
})
