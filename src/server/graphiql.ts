import { createHash } from 'node:crypto'
import { type GraphiQLOptions, shouldRenderGraphiQL } from 'graphql-yoga'
import { exampleQueries } from './examples.ts'
import type { Route } from './routes.ts'

/**
 * GraphiQL leaves the tabs that it opens with on their way: the first press on one makes it jump from under
 * the pointer, and the click is lost.
 */
const STILL_TABS = '.graphiql-tab { transform: none !important; }'

/** Variables of an address as GraphiQL shows them; null when they are none. They end up within a script: nothing of them may end it. */
const variablesOf = ({ url }: Request): string | null => {
  const given = new URL(url).searchParams.get('variables')
  if (given === null) return null
  try {
    const text = JSON.stringify(JSON.parse(given), null, 2)
    return text.replace(
      /[<>&\u2028\u2029]/g,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
  } catch {
    return null
  }
}

/** Opens with the query and the variables of the address, or with the examples. */
const optionsOf = (request: Request): GraphiQLOptions => {
  const variables = variablesOf(request)
  return {
    title: 'seal-graphql',
    defaultTabs: exampleQueries('demo').map(({ query }) => ({ query })),
    ...(variables === null ? {} : { variables }),
  }
}

/** It runs its own script alone, which opens its workers from blobs, and asks this server alone. */
const policyOf = (script: string) =>
  [
    "default-src 'none'",
    `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
    'worker-src blob:',
    // The editor writes styles while it runs.
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

const withPolicy = (page: string): string => {
  // Before it come styles, and after its beginning scripts within its texts.
  const begin = page.indexOf('<script>', page.indexOf('<div id="root">')) + '<script>'.length
  const script = page.slice(begin, page.indexOf('</script>', begin))
  return page.replace(
    '<head>',
    () => `<head><meta http-equiv="content-security-policy" content="${policyOf(script)}">`,
  )
}

/** The page, with nothing from another host. It is megabytes: read when somebody opens it. */
const render = async (options: GraphiQLOptions): Promise<string> => {
  const page = (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options)
  return withPolicy(page.replace('</style>', () => `${STILL_TABS}</style>`))
}

/** There is nothing of anybody's data in it: it asks for that, and for a token. */
export const graphiqlRoute: Route = {
  address: '/graphql',
  path: /^\/graphql$/,
  isFor: shouldRenderGraphiQL,
  scope: null,
  handle: async (request) =>
    new Response(await render(optionsOf(request)), { headers: { 'content-type': 'text/html' } }),
}
