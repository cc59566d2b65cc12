import { spawnSync } from 'node:child_process'
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Conflict } from '../../src/domain/errors.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { migrate, refuseUnmigrated } from '../../src/store/migrate.ts'
import { openConfigured, openConnection } from '../../src/store/sql/open.ts'
import { databases, openAll, openFresh } from '../databases.ts'
import { ingestSealSmall, openAsk, SEAL_SMALL } from '../graphql/ask.ts'

const folder = () => {
  const made = mkdtempSync(path.join(tmpdir(), 'seal-damaged-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

describe.each(databases())('a newer database on $name', (database) => {
  it('is refused, and nothing in it is touched', async () => {
    const { connection } = await openFresh(database)
    await connection.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, applied_steps_count)
       VALUES ('x', 'y', '9999_from_tomorrow', 1) RETURNING id`,
    )
    for (const open of [migrate, refuseUnmigrated]) {
      await expect(open(connection)).rejects.toThrow(Conflict)
      await expect(open(connection)).rejects.toThrow(
        'the database is newer than this program, which does not know 9999_from_tomorrow: run the newer one, or restore a backup of before',
      )
    }
  })
})

describe('a SQLite file', () => {
  it('that is something else is refused, and stays what it is', async () => {
    const file = path.join(folder(), 'notes.txt')
    const text = 'These are my notes. '.repeat(1000)
    writeFileSync(file, text)
    await expect(openConfigured(`file:${file}`)).rejects.toThrow(
      `DATABASE_URL: file:${file} can't be opened: file is not a database`,
    )
    await expect(openConnection(`file:${file}`)).rejects.toThrow(
      'the file that DATABASE_URL names is no SQLite database; name another one',
    )
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('that is damaged says so to whoever asks, and to nobody as a defect', async () => {
    const file = path.join(folder(), 'seal.db')
    const all = await openAll(`file:${file}`)
    await ingestSealSmall(all.context)
    // Tables in their order: datasets before pairs.
    await all.connection.script('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)')
    await all.close()
    // All but what says which tables there are.
    const [{ size }, at] = [statSync(file), 60 * 4096]
    const handle = openSync(file, 'r+')
    writeSync(handle, Buffer.alloc(size - at, 0xa5), 0, size - at, at)
    closeSync(handle)
    const asking = openAsk(`file:${file}`)
    onTestFinished(asking.close)
    const { errors } = await asking.answer(
      '{ dataset(name: "seal-small") { audit { alignment { score } } pairs(first: 5) { edges { node { prompt } } } } }',
    )
    expect(errors.length).toBeGreaterThan(0)
    for (const { message, extensions } of errors)
      expect([extensions.code, message]).toEqual([
        'UNAVAILABLE',
        'the database is damaged: restore the last backup',
      ])
  })

  const bound = (source: string, target: string) =>
    spawnSync('mount', ['--bind', source, target]).status === 0 &&
    spawnSync('mount', ['-o', 'remount,ro,bind', target]).status === 0

  it('that may only be read says so to whoever would write', async ({ skip }) => {
    const [source, directory] = [folder(), folder()]
    await (await openAll(`file:${source}/seal.db`)).close()
    if (!bound(source, directory)) return skip('a read-only folder needs to be mounted')
    onTestFinished(() => void spawnSync('umount', ['--lazy', directory]))
    const url = `file:${directory}/seal.db`
    const all = await openAll(url)
    onTestFinished(all.close)
    const ingesting = ingestPairs(all.context, { dataset: 'd', files: [SEAL_SMALL.pairs] })
    await expect(ingesting).rejects.toThrow(
      "the database can't be written to: it, its folder or its role is for reading alone",
    )
  })
})
