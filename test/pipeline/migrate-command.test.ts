import { readdirSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readConfig } from '../../src/server/config.ts'
import { startServer } from '../../src/server/server.ts'
import { openConnection } from '../../src/store/sql/open.ts'
import { databases } from '../databases.ts'
import { endOf, runIngest, startMigrate } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'

const NAMES = readdirSync('prisma/migrations/sqlite').sort()
const DONE = 'the database has all migrations already\n'

describe.each(databases())('npm run migrate on $name', ({ create }) => {
  const fresh = async () => {
    const { url, drop } = await create()
    onTestFinished(drop)
    return url
  }

  it('says what it did, several at once too', async () => {
    const url = await fresh()
    const ends = await Promise.all([1, 2, 3, 4].map(() => endOf(startMigrate(url, []))))
    expect(ends.map(({ code, output }) => [code, output]).sort()).toEqual([
      [0, NAMES.map((name) => `applied ${name}\n`).join('')],
      ...[1, 2, 3].map(() => [0, DONE]),
    ])
    expect(await endOf(startMigrate(url, []))).toMatchObject({ code: 0, output: DONE })
  })

  it('is needed where nobody else may migrate', async () => {
    const url = await fresh()
    const config = { ...readConfig({ DATABASE_URL: url, MIGRATE: 'false' }), port: 0 }
    const message = `the database lacks the migrations ${NAMES.join(', ')}; run \`npm run migrate\`, or leave MIGRATE=false out`
    await expect(startServer(config)).rejects.toMatchObject({ code: 'UNAVAILABLE', message })
    expect(await endOf(startMigrate(url, [], { MIGRATE: 'false' }))).toMatchObject({ code: 0 })
    await (await startServer(config)).close()

    const last = NAMES.at(-1) as string
    const connection = await openConnection(url)
    onTestFinished(() => connection.close())
    await connection.query('DELETE FROM _prisma_migrations WHERE migration_name = ?1 RETURNING id', [last])
    await expect(startServer(config)).rejects.toThrow(`the database lacks the migration ${last}; run`)
  })

  it('is needed for commands that may not migrate, too', async () => {
    const url = await fresh()
    const pairs = tempFile(manyPairs(1))
    process.env.MIGRATE = 'false'
    onTestFinished(() => void delete process.env.MIGRATE)
    const { code, output } = await runIngest(url, 'pairs', '--dataset', 'd', pairs)
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/^error: the database lacks the migrations 0001_init, /),
    ])
  })
})
