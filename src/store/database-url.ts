import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { InvalidInput } from '../domain/errors.ts'

export type Provider = 'sqlite' | 'postgresql'
export type DatabaseUrl = { provider: Provider; url: string }

/**
 * Which database a `DATABASE_URL` means: PostgreSQL for postgres:// and postgresql://, a SQLite file for file:.
 *
 * @throws InvalidInput for anything else, without repeating it: it may hold a password.
 */
export const parseDatabaseUrl = (url: string): DatabaseUrl => {
  if (/^postgres(ql)?:\/\//.test(url)) return { provider: 'postgresql', url }
  if (url.startsWith('file:') && url.length > 'file:'.length) return { provider: 'sqlite', url }
  throw new InvalidInput('DATABASE_URL must begin with file:, postgres:// or postgresql://')
}

/** The path of a SQLite file. */
export const sqliteFile = (url: string): string => path.resolve(url.slice('file:'.length))

/** The same; its folder is made if it is missing. */
export const sqlitePath = (url: string): string => {
  const file = sqliteFile(url)
  mkdirSync(path.dirname(file), { recursive: true })
  return file
}
