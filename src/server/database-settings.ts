import { parseDatabaseUrl } from '../store/database-url.ts'
import { readWholeNumber } from './environment.ts'

/** What a variable is called in the URL, and how many of the URL's units one of its own is. */
const SETTINGS = [
  ['DATABASE_POOL_SIZE', 'pool_size', 1],
  ['DATABASE_CONNECT_TIMEOUT', 'connect_timeout', 1],
  ['DATABASE_STATEMENT_TIMEOUT', 'statement_timeout', 1000],
] as const

const HIGHEST = 86_400

/**
 * The DATABASE_URL with the settings of connections in it, so that commands, server and workers have them alike.
 *
 * @throws InvalidInput for a value that can't be used, naming its variable.
 */
export const readDatabaseUrl = (environment: NodeJS.ProcessEnv): string => {
  const { provider, url } = parseDatabaseUrl(environment.DATABASE_URL || 'file:./data/seal.db')
  const added = SETTINGS.flatMap(([variable, parameter, unit]) => {
    const text = environment[variable]
    if (!text) return []
    return [`${parameter}=${readWholeNumber(variable, text, HIGHEST) * unit}`]
  })
  if (provider === 'sqlite' || added.length === 0) return url
  return `${url}${url.includes('?') ? '&' : '?'}${added.join('&')}`
}
