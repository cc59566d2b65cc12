import { randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, renameSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { openConnection } from '../src/store/sql/open.ts'
import { administer } from './databases.ts'

/** Of this run of the tests: vitest.config.ts. */
const RUN = process.env.SEAL_TEST_RUN as string
/** The database that others are copied from, in PostgreSQL. */
const ORIGINAL = path.basename(RUN)

type Fill = (url: string) => Promise<void>

const copySqlite = async (url: string, fill: Fill): Promise<boolean> => {
  const file = url.slice('file:'.length)
  if (existsSync(file)) return false
  const original = path.join(RUN, 'seal-small.db')
  if (!existsSync(original)) {
    // Whoever needs it first makes it; of two at once either will do.
    const made = path.join(RUN, `${process.pid}.db`)
    await fill(`file:${made}`)
    // What is still in its log is in the copy, too.
    const connection = await openConnection(`file:${made}`)
    await connection.script(`VACUUM INTO '${made}.whole'`)
    await connection.close()
    renameSync(`${made}.whole`, original)
  }
  copyFileSync(original, file)
  return true
}

const copyPostgres = async (url: string, fill: Fill): Promise<boolean> => {
  const name = new URL(url).pathname.slice(1)
  // Not one of another server's.
  if (!name.startsWith('seal_test_')) return false
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const tables = "SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace LIMIT 1"
  const { rowCount } = await client.query(tables).finally(() => client.end())
  if (rowCount !== 0) return false
  const [{ there }] = await administer(
    `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = '${ORIGINAL}') AS there`,
  )
  if (!there) {
    const made = `seal_test_${randomBytes(8).toString('hex')}`
    await administer(`CREATE DATABASE ${made}`)
    await fill(Object.assign(new URL(url), { pathname: `/${made}` }).href)
    await administer(`ALTER DATABASE ${made} RENAME TO "${ORIGINAL}"`).catch(() =>
      administer(`DROP DATABASE ${made}`),
    )
  }
  await administer(`DROP DATABASE ${name}`)
  await administer(`CREATE DATABASE ${name} TEMPLATE "${ORIGINAL}"`)
  return true
}

/**
 * Makes a database that has nothing yet a copy of one that was filled earlier in this run, by `fill` if there is none:
 * a fraction of the work. False where there is something in it.
 */
export const copyFilled = (url: string, fill: Fill): Promise<boolean> =>
  url.startsWith('file:') ? copySqlite(url, fill) : copyPostgres(url, fill)
