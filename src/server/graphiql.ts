import type { GraphiQLOptions } from 'graphql-yoga'
import { exampleQueries } from './examples.ts'

/**
 * GraphiQL leaves the tabs that it opens with on their way: the first press on one makes it jump from under
 * the pointer, and the click is lost.
 */
const STILL_TABS = '.graphiql-tab { transform: none !important; }'

export const graphiql = {
  title: 'seal-graphql',
  defaultTabs: exampleQueries('demo').map(({ query }) => ({ query })),
}

/** The page, with nothing from another host. It is megabytes: read when somebody opens it. */
export const renderGraphiQL = async (options?: GraphiQLOptions): Promise<string> => {
  const page = (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options)
  return page.replace('</style>', () => `${STILL_TABS}</style>`)
}
