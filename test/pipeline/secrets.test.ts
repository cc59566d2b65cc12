import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { writeTinyModel } from '../../scripts/synthetic/tiny-model.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import type { Connection } from '../../src/store/sql/connection.ts'
import { databases, openFresh } from '../databases.ts'
import { openAsk } from '../graphql/ask.ts'
import { WHOLE_ANSWER } from '../graphql/whole-answer.ts'
import { startFakeBatches } from '../remote/fake-batches.ts'
import { startFakeEmbeddings } from '../remote/fake-embeddings.ts'
import type { Fault } from '../remote/fake-model.ts'
import { startFakeOpenAi } from '../remote/fake-openai.ts'
import { startFakeServer } from '../score/fake-server.ts'
import { endOf, startEmbed, startLabel, startRewrite, startScore } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'

const KEY = 'sk-very-secret-0123456789'
const TOKEN = 'hf_quite-another-9876543210'
const PAIRS = 12

const directory = mkdtempSync(path.join(tmpdir(), 'seal-secrets-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const model = writeTinyModel(directory, { output: 'sentence_embedding', maxLength: 24 })

/** Every column of every table, whatever there is. */
const allTables = async ({ query }: Connection): Promise<[name: unknown, rows: unknown[][]][]> => {
  const tables = await query(`SELECT name FROM sqlite_master WHERE type = 'table'`)
  return Promise.all(
    tables.map(async ([name]) => [name, await query(`SELECT * FROM "${name}"`)] as [unknown, unknown[][]]),
  )
}

it('no command lets a secret out, whatever the servers say', { timeout: 180_000 }, async () => {
  const { url, connection, context, prisma } = await openFresh(databases()[0])
  await ingestPairs(context, { dataset: 'd', files: [tempFile(manyPairs(PAIRS))] })
  // Each server says the key back, where people, files or the database might get it from.
  const faults: Fault[] = ['bad request', 'refusal', 'server error', 'rate limit']
  let refusing = false
  const openai = await startFakeOpenAi({
    echo: true,
    fault: (text) => {
      if (refusing) return 'unauthorized'
      const [, side, row] = /(yes|no) (\d+)$/.exec(text)!
      return side === 'no' ? null : (faults[Number(row)] ?? null)
    },
  })
  const heard = (secret: string) => ({ error: { message: `I heard Bearer ${secret}` } })
  const statuses = [400, 500, 401]
  const embeddings = await startFakeEmbeddings({
    trouble: (nth) => (nth in statuses ? { status: statuses[nth], body: heard(KEY) } : null),
  })
  const scores = await startFakeServer((nth) =>
    nth in statuses ? { status: statuses[nth], body: JSON.stringify(heard(TOKEN)) } : null,
  )
  const batches = await startFakeBatches()
  for (const { close } of [embeddings, scores]) onTestFinished(close)

  const log: { command: string; code: number | null; output: string }[] = []
  const commands = { score: startScore, embed: startEmbed, label: startLabel, rewrite: startRewrite }
  /** Runs a command on a server, and returns its exit code. */
  const run = async (command: keyof typeof commands, server: string, words: string, environment = {}) => {
    const variables = {
      OPENAI_API_KEY: KEY,
      SCORE_API_KEY: TOKEN,
      OPENAI_BASE_URL: server,
      // The client's own log, at its loudest.
      OPENAI_LOG: 'debug',
      ...environment,
    }
    const child = commands[command](url, ['--dataset', 'd', ...words.split(' ')], variables)
    const { code, output } = await endOf(child)
    log.push({ command: `${command} ${words}`, code, output })
    return code
  }

  const asking = '--backend openai --model m --yes --concurrency 1 --retries 0'
  expect(await run('label', openai.url, `${asking} --labeler labeler`)).toBe(0)
  expect(await run('rewrite', openai.url, `${asking} --rewriter rewriter`)).toBe(0)
  refusing = true
  expect(await run('label', openai.url, `${asking} --labeler control`)).toBe(1)
  expect(await run('rewrite', openai.url, `${asking} --rewriter another`)).toBe(1)
  refusing = false
  const inBatches = '--backend openai-batch --model m --yes --poll 1 --labeler batches'
  expect(await run('label', batches.url, inBatches)).toBe(0)

  const served = `--backend http --url ${scores.url} --format text-embeddings-inference --retries 0`
  const scoring = `${served} --request-size 4 --concurrency 1 --stage`
  // What fails for good keeps its error; what goes on loses it.
  for (const model of ['broken', 'pre-model', 'pre-model'])
    await run('score', scores.url, `${scoring} PRE --model ${model}`)
  expect(await run('score', scores.url, `${scoring} POST --model post-model`)).toBe(0)
  const embedding = '--backend openai --model e --yes --rewriter rewriter --retries 0 --request-size 4'
  for (const _ of statuses) await run('embed', embeddings.url, `${embedding} --concurrency 1`)
  // Each step that may fail does so, and tells of it.
  await run('rewrite', openai.url, `${asking} --rewriter audited --audit --embed-path ${model}`)

  const openaiWithin = `http://u:${KEY}@127.0.0.1:1/v1`
  const unusable = [' ', '\n', 'é'].flatMap((end) => [
    run('label', openai.url, `${asking} --labeler x`, { OPENAI_API_KEY: `${KEY}${end}` }),
    run('score', '', `${served} --stage PRE --model x`, { SCORE_API_KEY: `${TOKEN}${end}` }),
  ])
  const within = [
    run('rewrite', openaiWithin, `${asking} --rewriter x`),
    run('embed', openaiWithin, embedding),
  ]
  expect(new Set(await Promise.all([...unusable, ...within]))).toEqual(new Set([1]))

  const heardBy = [...openai.received, ...embeddings.asked].map(({ authorization }) => authorization)
  expect(new Set(heardBy)).toEqual(new Set([`Bearer ${KEY}`]))
  expect(new Set(scores.asked.map(({ token }) => token))).toEqual(new Set([`Bearer ${TOKEN}`]))
  const rejects = path.join(path.dirname(new URL(url).pathname), 'rejects')
  const listed = readdirSync(rejects).map((name) => [name, readFileSync(path.join(rejects, name), 'utf8')])
  const tables = await allTables(connection)
  const { answer, close } = openAsk(url)
  const told = await answer(WHOLE_ANSWER, { name: 'd' }).finally(close)
  expect(told.data.dataset, JSON.stringify(told.errors)).not.toBeNull()
  expect(told.data.dataset.runs.length).toBe(await prisma.run.count())
  // What they said has come to all these places, but for the key.
  for (const place of [listed, tables, told, log]) expect(JSON.stringify(place)).toContain('Bearer ***')
  expect(tables.flatMap(([name, rows]) => (name === 'run' ? rows : [])).join()).toContain(
    '"backend":"openai"',
  )
  const everything = JSON.stringify([log, listed, tables, told])
  // No part of it either.
  for (const secret of [KEY, TOKEN])
    for (let at = 0; at + 12 <= secret.length; at++)
      expect(everything).not.toContain(secret.slice(at, at + 12))
})
