import path from 'node:path'
import { InvalidInput } from '../domain/errors.ts'
import { parseDatabaseUrl, sqlitePath } from '../store/database-url.ts'

export type Config = { databaseUrl: string; host: string; port: number }

/** @throws InvalidInput for a value that can't be used, naming its variable. */
export const readConfig = (environment: NodeJS.ProcessEnv = process.env): Config => {
  const databaseUrl = environment.DATABASE_URL || 'file:./data/seal.db'
  parseDatabaseUrl(databaseUrl)
  const port = Number(environment.PORT || 4000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidInput(`PORT must be a number from 0 to 65535, not "${environment.PORT}"`)
  }
  return { databaseUrl, host: environment.HOST || '127.0.0.1', port }
}

/** Where files belong that go with the database, such as lists of rejected rows. */
export const dataDirectory = ({ databaseUrl }: Config): string => {
  const { provider, url } = parseDatabaseUrl(databaseUrl)
  return provider === 'sqlite' ? path.dirname(sqlitePath(url)) : path.resolve('data')
}
