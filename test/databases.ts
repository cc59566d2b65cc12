import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import type { Context } from '../src/pipeline/ingest.ts'
import { migrate } from '../src/store/migrate.ts'
import { openPrisma } from '../src/store/prisma.ts'
import type { Connection } from '../src/store/sql/connection.ts'
import { openConnection } from '../src/store/sql/open.ts'

/** Where to make databases, and how to get rid of them. */
export type TestDatabase = { url: string; drop(): Promise<void> }
export type Databases = { name: 'SQLite' | 'PostgreSQL'; create(): Promise<TestDatabase> }

const SERVER = process.env.TEST_DATABASE_URL

const temporary = () => mkdtempSync(path.join(tmpdir(), 'seal-test-'))
const remove = (directory: string) => rmSync(directory, { recursive: true, force: true })

const createSqlite = async (): Promise<TestDatabase> => {
  const directory = temporary()
  return { url: `file:${path.join(directory, 'seal.db')}`, drop: async () => remove(directory) }
}

/** What is asked of the server itself. */
export const administer = async (sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: SERVER })
  await client.connect()
  return (await client.query(sql).finally(() => client.end())).rows
}

const createPostgres = async (server: string): Promise<TestDatabase> => {
  const name = `seal_test_${randomBytes(8).toString('hex')}`
  await administer(`CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: async () => void (await administer(`DROP DATABASE ${name} WITH (FORCE)`)) }
}

/** Whether PostgreSQL is tested. */
export const postgresTested = SERVER !== undefined
if (!SERVER) console.info('PostgreSQL tests are skipped: TEST_DATABASE_URL is not set')

/** What the tests run on: SQLite, and PostgreSQL where TEST_DATABASE_URL names a server. */
export const databases = (): Databases[] => [
  { name: 'SQLite', create: createSqlite },
  ...(SERVER ? [{ name: 'PostgreSQL' as const, create: () => createPostgres(SERVER) }] : []),
]

/** Everything open on one database, migrated; `notices` grows with what is said to people. */
export const openAll = async (url: string) => {
  const rejectsDirectory = temporary()
  const connection = await openConnection(url)
  await migrate(connection)
  const prisma = openPrisma(url)
  const notices: string[] = []
  const progress = { update: () => undefined, notice: (line: string) => void notices.push(line) }
  const context: Context = {
    prisma,
    connection,
    rejectsDirectory,
    progress,
    signal: new AbortController().signal,
  }
  const close = async () => {
    await prisma.$disconnect()
    await connection.close()
    remove(rejectsDirectory)
  }
  return { url, connection, prisma, context, notices, close }
}

/** A new database for the running test. */
export const openFresh = async ({ create }: Databases) => {
  const { url, drop } = await create()
  onTestFinished(drop)
  const all = await openAll(url)
  onTestFinished(all.close)
  return all
}

const bits = 'CAST(features AS TEXT), CAST(known AS TEXT)'
const TABLES = {
  dataset: 'id, name, description, revision, taxonomy, pre_model_id, post_model_id, labeler_id',
  variant: 'dataset_id, id, rewriter, backend, model, prompt_version, temperature, similarity_provenance',
  reward_model: 'dataset_id, id, name, stage, backend, provenance',
  labeler: 'dataset_id, id, name, backend, model, prompt_version, temperature',
  pair: 'dataset_id, row_id, subset, prompt, CAST(group_key AS text), CAST(tie AS int), attributes',
  entry: 'dataset_id, row_id, variant_id, side, text',
  reward: 'dataset_id, row_id, variant_id, side, model_id, score',
  label: `dataset_id, row_id, variant_id, side, labeler_id, ${bits}, topics, discriminates_against`,
  rewrite: 'dataset_id, row_id, variant_id, chosen_similarity, rejected_similarity',
}

export type Dump = Record<keyof typeof TABLES, unknown[][]>

/** All data but the runs, table by table, in an order and form that is the same in every database. */
export const dump = async (connection: Connection): Promise<Dump> => {
  const tables: Partial<Dump> = {}
  for (const [table, columns] of Object.entries(TABLES)) {
    const rows = await connection.query(`SELECT ${columns} FROM ${table}`)
    if (table === 'dataset') {
      for (const row of rows) if (typeof row[4] === 'string') row[4] = JSON.parse(row[4])
    }
    const keyed = rows.map((row) => [JSON.stringify(row), row] as const)
    keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    tables[table as keyof Dump] = keyed.map(([, row]) => row)
  }
  return tables as Dump
}

/** Where two dumps first differ, or null: shorter to read than a diff of everything. */
export const firstDifference = (actual: Dump, expected: Dump) => {
  for (const table of Object.keys(TABLES) as (keyof Dump)[]) {
    const [a, b] = [actual[table], expected[table]]
    for (let row = 0; row < Math.max(a.length, b.length); row++) {
      if (!isDeepStrictEqual(a[row], b[row])) return { table, row, actual: a[row], expected: b[row] }
    }
  }
  return null
}

/** How many rows each table has. */
export const sizes = (tables: Dump) =>
  Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.length]))
