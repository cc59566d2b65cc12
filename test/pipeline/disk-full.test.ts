import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { type Dump, databases, dump, firstDifference, openAll, openFresh } from '../databases.ts'
import { ownPostgres, postgresFolder, programs } from '../own-postgres.ts'
import { temporaryFolder } from '../temporary.ts'
import { endOf, INGEST, runIngest, startIngest } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'

const PAIRS = 30_000
/** Far less than the pairs take in either database, and more than an empty one does. */
const KILOBYTES = 3000
/** On a slow machine progress comes before it. */
const FULL = expect.stringMatching(/(^|\n)error: the disk is full: make room, then do the same again\n$/)
const [SQLITE] = databases()
const file = tempFile(manyPairs(PAIRS))
const parameters = ['pairs', '--dataset', 'd', file]
let expected: Dump
beforeAll(async () => {
  const { url, drop } = await SQLITE.create()
  const all = await openAll(url)
  await ingestPairs(all.context, { dataset: 'd', files: [file] })
  expected = await dump(all.connection)
  await all.close()
  await drop()
})

const mount = (options: string, folder: string) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0

/** Whether this machine lets a test have a small disk. */
const mountable = (() => {
  const folder = mkdtempSync(path.join(tmpdir(), 'seal-mount-'))
  const mounted = mount('size=1m', folder)
  if (mounted) spawnSync('umount', ['--lazy', folder])
  rmSync(folder, { recursive: true })
  if (!mounted) console.info('skipped: tests of a full disk that need to mount one')
  return mounted
})()

/** What a command that found no room has left: whole batches, of which its Run knows. */
const expectWholeBatches = async (url: string) => {
  const { connection, prisma, close } = await openAll(url)
  const run = await prisma.run.findFirstOrThrow()
  const pairs = await prisma.pair.count()
  expect(pairs).toBe(run.position)
  expect(pairs % 2000).toBe(0)
  expect(pairs).toBeLessThan(PAIRS)
  expect(await prisma.entry.count()).toBe(2 * pairs)
  if (connection.provider === 'sqlite')
    expect(await connection.query('PRAGMA integrity_check')).toEqual([['ok']])
  await close()
  return pairs
}

const expectToGoOn = async (url: string, position: number) => {
  const { code, output } = await runIngest(url, ...parameters)
  if (position > 0) expect(output).toContain(`going on behind row ${position}`)
  expect(code).toBe(0)
  const { connection, close } = await openAll(url)
  const end = await dump(connection)
  await close()
  // What went in before is a revision of its own.
  expect(end.dataset[0][3]).toBeGreaterThan(0)
  end.dataset[0][3] = expected.dataset[0][3]
  expect(firstDifference(end, expected)).toBeNull()
}

describe('when the disk is full during an ingest', () => {
  it('a file that may not grow: the command says so, and goes on later', async () => {
    const { url } = await openFresh(SQLITE)
    const child = spawn(
      'bash',
      ['-c', `ulimit -f ${KILOBYTES}; exec "$@"`, 'bash', process.execPath].concat(INGEST, parameters),
      {
        cwd: temporaryFolder(),
        env: { ...process.env, DATABASE_URL: url },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    expect(await endOf(child)).toEqual({ code: 1, signal: null, output: FULL })
    const position = await expectWholeBatches(url)
    expect(position).toBeGreaterThan(0)
    await expectToGoOn(url, position)
  })

  it.runIf(mountable)('of SQLite: the same', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'seal-full-'))
    expect(mount(`size=${2 * KILOBYTES}k`, folder)).toBe(true)
    onTestFinished(() => {
      spawnSync('umount', ['--lazy', folder])
      rmSync(folder, { recursive: true, force: true })
    })
    const url = `file:${folder}/seal.db`
    expect(await endOf(startIngest(url, parameters))).toMatchObject({ code: 1, output: FULL })
    expect(mount('remount,size=100m', folder)).toBe(true)
    const position = await expectWholeBatches(url)
    expect(position).toBeGreaterThan(0)
    await expectToGoOn(url, position)
  })

  it.runIf(mountable && programs)('of PostgreSQL: the same, and the server lives', async () => {
    const { url: server } = await ownPostgres()
    const folder = await postgresFolder()
    expect(mount(`size=12m,mode=700,uid=${statSync(folder).uid}`, folder)).toBe(true)
    onTestFinished(() => {
      spawnSync('umount', ['--lazy', folder])
      rmSync(folder, { recursive: true, force: true })
    })
    const client = new pg.Client(server)
    await client.connect()
    await client.query(`CREATE TABLESPACE small LOCATION '${folder}'`)
    await client.query('CREATE DATABASE small TABLESPACE small')
    // Now it takes the room that it says.
    await client.query('CHECKPOINT')
    await client.end()
    const url = server.replace(/\/postgres$/, '/small')
    expect(await endOf(startIngest(url, parameters))).toMatchObject({ code: 1, output: FULL })
    expect(mount('remount,size=200m', folder)).toBe(true)
    const position = await expectWholeBatches(url)
    expect(position).toBeGreaterThan(0)
    await expectToGoOn(url, position)
  })
})
