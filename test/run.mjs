import path from 'node:path'
import pg from 'pg'
import { ensureBuilt } from '../scripts/run.mjs'

/** Tests start commands and threads as compiled, as people do: once for all of them. */
export const setup = () => ensureBuilt()

/** What test/copies.ts has left in PostgreSQL. */
export const teardown = async () => {
  if (!process.env.TEST_DATABASE_URL) return
  const client = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL })
  await client.connect()
  await client.query(`DROP DATABASE IF EXISTS "${path.basename(process.env.SEAL_TEST_RUN)}"`)
  await client.end()
}
