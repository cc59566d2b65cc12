import { createHash } from 'node:crypto'
import { type GraphiQLOptions, shouldRenderGraphiQL } from 'graphql-yoga'
import { exampleQueries } from './examples.ts'
import type { Route } from './routes.ts'

/**
 * GraphiQL leaves the tabs that it opens with on their way: the first press on one makes it jump from under
 * the pointer, and the click is lost.
 */
const STILL_TABS = '.graphiql-tab { transform: none !important; }'

/** Variables as GraphiQL shows them; undefined when they are none. */
const formatVariables = (variables: string | null): string | undefined => {
  try {
    return variables === null ? undefined : JSON.stringify(JSON.parse(variables), null, 2)
  } catch {
    return undefined
  }
}

/** Opens with the query and the variables of the address in a tab of their own, which is the first one, and with the examples. */
const optionsOf = ({ url }: Request): GraphiQLOptions & { variables?: string } => {
  const { searchParams } = new URL(url)
  const query = searchParams.get('query')
  const variables = formatVariables(searchParams.get('variables'))
  const examples = exampleQueries('demo').filter((example) => example.query !== query)
  return {
    title: 'seal-graphql',
    defaultTabs: [...(query ? [{ query, variables }] : []), ...examples.map(({ query }) => ({ query }))],
    variables,
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

/** JSON that does not end the script which it is part of. */
const escapeForScript = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The page, with nothing from another host. It is megabytes: loaded when it is first opened. */
const render = async (options: GraphiQLOptions): Promise<string> => {
  const page = (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options)
  // The renderer writes them last, as they are.
  const json = JSON.stringify(options)
  const at = page.lastIndexOf(json)
  const safe = page.slice(0, at) + escapeForScript(json) + page.slice(at + json.length)
  return withPolicy(safe.replace('</style>', () => `${STILL_TABS}</style>`))
}

/** It needs no token: there is no data in it before it sends a query. */
export const graphiqlRoute: Route = {
  address: '/graphql',
  path: /^\/graphql$/,
  isFor: shouldRenderGraphiQL,
  scope: null,
  handle: async (request) =>
    new Response(await render(optionsOf(request)), { headers: { 'content-type': 'text/html' } }),
}
