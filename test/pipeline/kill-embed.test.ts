import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { writeTinyModel } from '../../scripts/synthetic/tiny-model.ts'
import { databases, dump, openFresh } from '../databases.ts'
import { cosineOf, startFakeEmbeddings } from '../remote/fake-embeddings.ts'
import { startEmbed } from './command-line.ts'
import { killMidway } from './kill-midway.ts'
import { bringRewritings, rewrittenEntries } from './rewritings.ts'

const PAIRS = 500
const KILLS = 3
const ENTRIES = rewrittenEntries(PAIRS)
const common = ['--dataset', 'd', '--rewriter', 'r']

const directory = mkdtempSync(path.join(tmpdir(), 'seal-kill-embed-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const tiny = writeTinyModel(path.join(directory, 'tiny'), { output: 'last_hidden_state' })

type All = Awaited<ReturnType<typeof openFresh>>

const doneIn = async ({ prisma }: All) =>
  (await prisma.rewrite.count({ where: { chosenSimilarity: { not: null } } })) +
  (await prisma.rewrite.count({ where: { rejectedSimilarity: { not: null } } }))

describe.each(databases())('npm run embed, killed with -9 on $name', (database) => {
  const prepare = async () => {
    const all = await openFresh(database)
    await bringRewritings(all.context, ENTRIES)
    return all
  }
  const undisturbed = async (parameters: string[], environment = {}) => {
    const all = await prepare()
    expect((await once(startEmbed(all.url, [...common, ...parameters], environment), 'close'))[0]).toBe(0)
    return dump(all.connection)
  }
  const killAndEnd = (all: All, kills: number, parameters: string[], environment = {}) =>
    killMidway({
      start: () => startEmbed(all.url, [...common, ...parameters], environment),
      done: () => doneIn(all),
      total: 2 * PAIRS,
      kills,
    })

  // What a model of its own is to a kill does not depend on the database; how rows go in does, as below.
  it.runIf(database.name === 'SQLite')(
    'ends in the rows of one that was not, with an ONNX model',
    async () => {
      const parameters = ['--backend', 'onnx', '--path', tiny, '--budget', '512', '--workers', '2']
      const { rewrite: expected, ...expectedRest } = await undisturbed(parameters)
      const all = await prepare()
      await killAndEnd(all, KILLS, parameters)
      const { rewrite: rows, ...rest } = await dump(all.connection)
      expect(rest).toEqual(expectedRest)
      const byRow = new Map(expected.map((row) => [row[1], row]))
      expect(byRow.size).toBe(PAIRS)
      expect(rows).toHaveLength(PAIRS)
      for (const row of rows)
        for (const at of [3, 4]) {
          const other = byRow.get(row[1])![at]
          expect(Math.abs(Number(row[at]) - Number(other))).toBeLessThanOrEqual(1e-5)
        }
      // A kill may come after the end of the Run, before that of its process: the next one has nothing to do.
      expect(
        await all.prisma.run.findMany({ where: { kind: 'SIMILARITY', position: { gt: 0 } } }),
      ).toMatchObject([{ state: 'DONE', position: 2 * PAIRS, counts: { read: 2 * PAIRS, rejected: 0 } }])
    },
  )

  it('asks a server again only for what was under way', async () => {
    const server = await startFakeEmbeddings({
      trouble: (request) => (request % 50 === 7 ? { status: 503 } : null),
      delayMs: 2,
    })
    onTestFinished(server.close)
    const [size, concurrency] = [8, 2]
    const parameters = ['--backend', 'openai', '--model', 'e', '--base-url', server.url, '--yes']
    parameters.push('--request-size', `${size}`, '--concurrency', `${concurrency}`)
    const environment = { OPENAI_API_KEY: 'sk-very-secret' }
    const expected = await undisturbed(parameters, environment)
    server.asked.length = 0
    const all = await prepare()
    const output = await killAndEnd(all, KILLS, parameters, environment)
    expect(await dump(all.connection)).toEqual(expected)
    const rows = new Map(expected.rewrite.map((row) => [row[1], row]))
    for (const { rowId, side, original, rewritten } of ENTRIES) {
      const found = Number(rows.get(rowId)![side === 'CHOSEN' ? 3 : 4])
      expect(Math.abs(found - cosineOf(original, rewritten))).toBeLessThanOrEqual(1e-12)
    }
    const texts = server.asked.flatMap((request) => (request.ok ? request.texts : []))
    expect(texts.length).toBeLessThanOrEqual(4 * PAIRS + KILLS * size * (concurrency + 1))
    expect(server.asked.every(({ authorization }) => authorization === 'Bearer sk-very-secret')).toBe(true)
    const runs = JSON.stringify(await all.prisma.run.findMany())
    expect(output + runs + JSON.stringify(expected)).not.toContain('very-secret')
  })
})
