import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Context } from '../../src/pipeline/ingest.ts'
import { databases, dump, firstDifference, openAll, openFresh } from '../databases.ts'
import { ingestSealSmall, openAsk } from '../graphql/ask.ts'
import { WHOLE_ANSWER } from '../graphql/whole-answer.ts'
import { programs } from '../own-postgres.ts'
import { endOf, runIngest, startBackup, startIngest } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'

const PAIRS = 25_000
const LARGE = ['pairs', '--dataset', 'large', tempFile(manyPairs(PAIRS))]
const [SQLITE, POSTGRESQL] = databases()

const wholeAnswer = async (url: string) => {
  const { ask, close } = openAsk(url)
  const { datasets, ...answer } = await ask(WHOLE_ANSWER, { name: 'seal-small' })
  await close()
  return answer
}

/** Calls `copy` in the middle of an ingest, which must go on to its end; the answer before that. */
const duringIngest = async (
  { url, context }: { url: string; context: Context },
  copy: () => Promise<unknown>,
) => {
  await ingestSealSmall(context)
  const answer = await wholeAnswer(url)
  const position = async () =>
    (await context.prisma.run.findFirst({ orderBy: { id: 'desc' }, where: { dataset: { name: 'large' } } }))
      ?.position ?? 0
  const end = endOf(startIngest(url, LARGE))
  while ((await position()) === 0) await setTimeout(5)
  await copy()
  expect(await end).toMatchObject({ code: 0 })
  return answer
}

/** The copy answers as the original did, holds whole batches of what was under way, and goes on with it. */
const expectRestored = async (url: string, answer: unknown, original: Context) => {
  expect(await wholeAnswer(url)).toEqual(answer)
  const { prisma, connection, close } = await openAll(url)
  const { id } = await prisma.dataset.findUniqueOrThrow({ where: { name: 'large' } })
  const { position } = await prisma.run.findFirstOrThrow({ where: { datasetId: id } })
  expect(await prisma.pair.count({ where: { datasetId: id } })).toBe(position)
  expect(await prisma.entry.count({ where: { datasetId: id } })).toBe(2 * position)
  expect(position).toBeGreaterThan(0)
  expect(position).toBeLessThan(PAIRS)
  expect(await runIngest(url, ...LARGE)).toMatchObject({ code: 0 })
  expect(firstDifference(await dump(connection), await dump(original.connection))).toBeNull()
  await close()
}

describe('a backup of SQLite', () => {
  const folder = () => {
    const made = mkdtempSync(path.join(tmpdir(), 'seal-backup-'))
    onTestFinished(() => rmSync(made, { recursive: true, force: true }))
    return made
  }

  it('during an ingest, and restored, is the same', async () => {
    const all = await openFresh(SQLITE)
    const copy = path.join(folder(), 'copies/seal.db')
    const answer = await duringIngest(all, async () => {
      expect(await endOf(startBackup(all.url, [copy]))).toMatchObject({ code: 0 })
    })
    const restored = path.join(folder(), 'seal.db')
    copyFileSync(copy, restored)
    await expectRestored(`file:${restored}`, answer, all.context)
    expect(existsSync(`${copy}.partial`)).toBe(false)
  })

  it('writes over nothing', async () => {
    const { url } = await openFresh(SQLITE)
    const copy = tempFile('mine')
    expect(await endOf(startBackup(url, [copy]))).toMatchObject({
      code: 1,
      output: `error: ${copy} is there already; name a new file\n`,
    })
  })

  it('makes no database where there is none', async () => {
    const missing = path.join(folder(), 'seal.db')
    expect(await endOf(startBackup(`file:${missing}`, [path.join(folder(), 'copy.db')]))).toMatchObject({
      code: 1,
      output: `error: there is no database ${missing}\n`,
    })
    expect(existsSync(missing)).toBe(false)
  })
})

describe.skipIf(!programs || !POSTGRESQL)('a backup of PostgreSQL', () => {
  const run = (program: string, ...parameters: string[]) =>
    execFileSync(path.join(programs as string, program), parameters)

  it('during an ingest, and restored, is the same', async () => {
    const all = await openFresh(POSTGRESQL)
    const copy = path.join(mkdtempSync(path.join(tmpdir(), 'seal-dump-')), 'seal.dump')
    onTestFinished(() => rmSync(path.dirname(copy), { recursive: true }))
    const answer = await duringIngest(all, async () => run('pg_dump', '-Fc', '-d', all.url, '-f', copy))
    const { url, drop } = await POSTGRESQL.create()
    onTestFinished(drop)
    run('pg_restore', '--no-owner', '--single-transaction', '-d', url, copy)
    await expectRestored(url, answer, all.context)
  })

  it('is what its own tools are for', async () => {
    expect(await endOf(startBackup('postgresql://u:secret@127.0.0.1:1/d', ['/tmp/x']))).toMatchObject({
      code: 1,
      output: 'error: a PostgreSQL database is copied by its own tools: pg_dump and pg_restore\n',
    })
  })
})
