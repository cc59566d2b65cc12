import { statSync } from 'node:fs'
import { Unavailable } from '../domain/errors.ts'
import { parseDatabaseUrl, sqliteFile } from './database-url.ts'

/** Which file a path leads to; null where it leads to none. */
const identityOf = (file: string): string | null => {
  const found = statSync(file, { throwIfNoEntry: false })
  return found ? `${found.dev}:${found.ino}` : null
}

/** @throws Unavailable where a SQLite database has no file, which SQLite would make */
export const refuseMissing = (databaseUrl: string): void => {
  const { provider, url } = parseDatabaseUrl(databaseUrl)
  if (provider !== 'sqlite') return
  const file = sqliteFile(url)
  if (identityOf(file) === null)
    throw new Unavailable("the database's file is not there", { cause: new Error(`there is no ${file}`) })
}

/**
 * What tells whether a SQLite database's file is still the one that it was at first. Who has it open would go on with it, and
 * nobody else would see what is written there.
 */
export const watchFile = (databaseUrl: string): (() => void) => {
  const { provider, url } = parseDatabaseUrl(databaseUrl)
  if (provider !== 'sqlite') return () => undefined
  const file = sqliteFile(url)
  const cause = new Error(`${file} was removed, or another file has taken its place`)
  let first: string | null = null
  /** @throws Unavailable */
  return () => {
    const now = identityOf(file)
    first ??= now
    if (now !== null && now === first) return
    throw new Unavailable(
      "the database's file was removed or replaced while the server runs; bring it back and start the server again",
      { cause },
    )
  }
}
