import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { postgresSchema } from '../../scripts/prisma-schemas.ts'
import { schemaDiff } from '../../scripts/schema-diff.ts'
import { Conflict } from '../../src/domain/errors.ts'
import { migrate } from '../../src/store/migrate.ts'
import { openConnection } from '../../src/store/sql/open.ts'
import { databases } from '../databases.ts'

const MIGRATIONS = 'prisma/migrations'
const read = (file: string) => readFileSync(file, 'utf8')
const committed = (provider: string) => readdirSync(`${MIGRATIONS}/${provider}`).sort()

describe('the committed migrations', () => {
  it('lead to prisma/schema.prisma', () => {
    expect(read(`${MIGRATIONS}/schema.prisma`)).toBe(read('prisma/schema.prisma'))
  })

  it('have the same names for both databases', () => {
    expect(committed('sqlite')).toEqual(committed('postgresql'))
    expect(committed('sqlite')[0]).toBe('0001_init')
  })

  // Once there is a second migration, the first one leads to an older schema.
  it.runIf(committed('sqlite').length === 1).each([
    ['sqlite', (schema: string) => schema],
    ['postgresql', postgresSchema],
  ] as const)('are what Prisma makes of the schema for %s', async (provider, derive) => {
    const schema = derive(read('prisma/schema.prisma'))
    const sql = await schemaDiff(null, schema)
    expect(sql).toMatch('CREATE TABLE "pair"')
    expect(read(`${MIGRATIONS}/${provider}/0001_init/migration.sql`)).toBe(sql)
    expect(await schemaDiff(schema, schema)).not.toMatch(/CREATE|ALTER|DROP/)
  })
})

describe.each(databases())('migrate on $name', ({ create }) => {
  const open = async () => {
    const { url, drop } = await create()
    onTestFinished(drop)
    const connect = async () => {
      const connection = await openConnection(url)
      onTestFinished(() => connection.close())
      return connection
    }
    return { connect, connection: await connect() }
  }

  it('applies every migration once', async () => {
    const { connection } = await open()
    const names = committed(connection.provider)
    expect(await migrate(connection)).toEqual(names)
    expect(await migrate(connection)).toEqual([])
    const rows = await connection.query(
      'SELECT migration_name, finished_at IS NULL, rolled_back_at, applied_steps_count FROM _prisma_migrations',
    )
    expect(rows.map(([name, unfinished, ...rest]) => [name, Boolean(unfinished), ...rest])).toEqual(
      names.map((name) => [name, false, null, 1]),
    )
    expect(await connection.query('SELECT COUNT(*) FROM dataset')).toEqual([[0]])
  })

  it('refuses an applied migration that is not the committed one', async () => {
    const { connection } = await open()
    await migrate(connection)
    await connection.query(`UPDATE _prisma_migrations SET checksum = 'another' RETURNING id`)
    const again = migrate(connection)
    await expect(again).rejects.toThrow(Conflict)
    await expect(again).rejects.toThrow('migration 0001_init was changed after it had been applied')
    const checksums = await connection.query('SELECT DISTINCT checksum FROM _prisma_migrations')
    expect(checksums).toEqual([['another']])
    if (connection.provider === 'sqlite') expect(await connection.query('PRAGMA foreign_keys')).toEqual([[1]])
  })

  it('leaves nothing of a migration that fails', async () => {
    const { connection } = await open()
    await connection.script('CREATE TABLE run (id INTEGER)')
    await expect(migrate(connection)).rejects.toThrow()
    await expect(connection.query('SELECT * FROM dataset')).rejects.toThrow()
    await connection.script('DROP TABLE run')
    expect(await migrate(connection)).toEqual(committed(connection.provider))
  })

  it('keeps foreign keys', async () => {
    const { connection } = await open()
    await migrate(connection)
    const insert = `INSERT INTO pair (dataset_id, row_id, prompt) VALUES (1, 1, '') RETURNING row_id`
    await expect(connection.query(insert)).rejects.toThrow(/foreign key/i)
  })

  it('may be called by several servers at once', async () => {
    const { connect, connection } = await open()
    // libsql waits synchronously: in one process nobody could end the transaction that it waits for.
    if (connection.provider === 'sqlite') return
    for (let round = 0; round < 5; round++) {
      await connection.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      const connections = [connection, await connect(), await connect(), await connect()]
      const applied = await Promise.all(connections.map(migrate))
      expect(applied.flat()).toEqual(committed('postgresql'))
    }
  })
})
