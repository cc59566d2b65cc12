/** `npm run backup -- FILE`: a copy of a SQLite database, also while others write to it. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { InvalidInput } from '../../src/domain/errors.ts'
import { parseDatabaseUrl, sqliteFile } from '../../src/store/database-url.ts'
import { openConfigured } from '../../src/store/sql/open.ts'
import { readConfigured } from '../configured.ts'
import { program } from '../program.ts'

const backUp = async (target: string) => {
  const { databaseUrl } = readConfigured()
  const { provider, url } = parseDatabaseUrl(databaseUrl)
  if (provider === 'postgresql')
    throw new InvalidInput('a PostgreSQL database is copied by its own tools: pg_dump and pg_restore')
  const source = sqliteFile(url)
  if (!existsSync(source)) throw new InvalidInput(`there is no database ${source}`)
  if (existsSync(target)) throw new InvalidInput(`${target} is there already; name a new file`)
  mkdirSync(path.dirname(path.resolve(target)), { recursive: true })
  // Under its own name once it is whole.
  const partial = `${target}.partial`
  rmSync(partial, { force: true })
  const connection = await openConfigured(databaseUrl)
  try {
    await connection.script(`VACUUM INTO '${partial.replaceAll("'", "''")}'`)
    const copy = openSync(partial, 'r+')
    fsyncSync(copy)
    closeSync(copy)
    renameSync(partial, target)
  } finally {
    rmSync(partial, { force: true })
    await connection.close()
  }
  console.log(`${source} is copied to ${target}`)
}

export const backupCommand = program('backup').argument('<file>', 'a new file').action(backUp)
