import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { writeTinyModel } from '../../scripts/synthetic/tiny-model.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases, dump, openFresh } from '../databases.ts'
import { startFakeServer } from '../score/fake-server.ts'
import { conversations } from '../score/texts.ts'
import { startScore } from './command-line.ts'
import { tempFile } from './files.ts'
import { killMidway } from './kill-midway.ts'

const PAIRS = 600
const KILLS = 3

const directory = mkdtempSync(path.join(tmpdir(), 'seal-kill-score-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
let tiny: string
let pairs: string
beforeAll(() => {
  tiny = writeTinyModel(path.join(directory, 'tiny'))
  const texts = conversations(2 * PAIRS, 5).map(({ text }) => text)
  const lines = Array.from({ length: PAIRS }, (_, row) => ({
    chosen: texts[2 * row],
    rejected: texts[2 * row + 1],
  }))
  pairs = tempFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
})

const common = ['--dataset', 'd', '--model', 'm', '--stage', 'PRE']

const killAndEnd = (
  { url, prisma }: Awaited<ReturnType<typeof openFresh>>,
  kills: number,
  parameters: string[],
  environment = {},
) =>
  killMidway({
    start: () => startScore(url, [...common, ...parameters], environment),
    done: () => prisma.reward.count(),
    total: 2 * PAIRS,
    kills,
  })

describe.each(databases())('npm run score, killed with -9 on $name', (database) => {
  const prepare = async () => {
    const all = await openFresh(database)
    await ingestPairs(all.context, { dataset: 'd', files: [pairs] })
    return all
  }
  const undisturbed = async (parameters: string[], environment = {}) => {
    const all = await prepare()
    const child = startScore(all.url, [...common, ...parameters], environment)
    expect((await once(child, 'close'))[0]).toBe(0)
    return dump(all.connection)
  }

  // What a model of its own is to a kill does not depend on the database; how rows go in does, as below.
  it.runIf(database.name === 'SQLite')(
    'ends in the rows of one that was not, with an ONNX model',
    async () => {
      const parameters = ['--backend', 'onnx', '--path', tiny, '--budget', '256', '--workers', '2']
      const expected = await undisturbed(parameters)
      const all = await prepare()
      await killAndEnd(all, KILLS, parameters)
      const actual = await dump(all.connection)
      const { reward: rewards, ...rest } = actual
      const { reward: expectedRewards, ...expectedRest } = expected
      expect(rest).toEqual(expectedRest)
      const keyOf = (row: unknown[]) => row.slice(0, 5).join('.')
      const scores = new Map(expectedRewards.map((row) => [keyOf(row), Number(row[5])]))
      expect(scores.size).toBe(2 * PAIRS)
      expect(rewards.map(keyOf).sort()).toEqual([...scores.keys()].sort())
      for (const row of rewards)
        expect(Math.abs(Number(row[5]) - scores.get(keyOf(row))!)).toBeLessThanOrEqual(1e-5)
      // A kill may come after the end of the Run, before that of its process: the next one has nothing to do.
      expect(
        await all.prisma.run.findMany({ where: { kind: 'SCORING', position: { gt: 0 } } }),
      ).toMatchObject([
        { state: 'DONE', position: 2 * PAIRS, counts: { read: 2 * PAIRS, changed: 2 * PAIRS, rejected: 0 } },
      ])
    },
  )

  it('asks a server again only for what was under way', async () => {
    const server = await startFakeServer((request) => (request % 50 === 7 ? { status: 503 } : null))
    onTestFinished(server.close)
    const [size, concurrency] = [8, 2]
    const parameters = ['--backend', 'http', '--url', server.url, '--format', 'text-embeddings-inference']
    parameters.push('--request-size', `${size}`, '--concurrency', `${concurrency}`)
    const environment = { SCORE_API_KEY: 'very-secret' }
    const expected = await undisturbed(parameters, environment)
    server.asked.length = 0
    const all = await prepare()
    const output = await killAndEnd(all, KILLS, parameters, environment)
    expect(await dump(all.connection)).toEqual(expected)
    const texts = server.asked.flatMap((request) => (request.ok ? request.texts : []))
    expect(new Set(texts).size).toBe(2 * PAIRS)
    expect(texts.length).toBeLessThanOrEqual(2 * PAIRS + KILLS * size * concurrency)
    expect(server.asked.every(({ token }) => token === 'Bearer very-secret')).toBe(true)
    expect(output + JSON.stringify(await all.prisma.run.findMany())).not.toContain('very-secret')
    expect(JSON.stringify(expected)).not.toContain('very-secret')
  })
})
