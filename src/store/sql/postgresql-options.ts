import type { PoolConfig } from 'pg'

const POOL_SIZE = 10
const CONNECT_SECONDS = 5
const STATEMENT_MS = 300_000

/**
 * How to connect to a PostgreSQL database, whoever connects. A URL may say `pool_size` (connections for
 * requests), `connect_timeout` (seconds, also to wait for a free one) and `statement_timeout` (milliseconds).
 */
export const postgresOptions = (url: string): PoolConfig => {
  const parameters = URL.canParse(url) ? new URL(url).searchParams : new URLSearchParams()
  return {
    connectionString: url,
    application_name: 'seal-graphql',
    max: Number(parameters.get('pool_size') ?? POOL_SIZE),
    connectionTimeoutMillis: 1000 * Number(parameters.get('connect_timeout') ?? CONNECT_SECONDS),
    // The URL's own comes before it.
    statement_timeout: STATEMENT_MS,
    // A server that is gone without a word is noticed, and what lies between keeps an idle connection.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  }
}
