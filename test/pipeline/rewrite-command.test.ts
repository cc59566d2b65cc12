import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases, dump, openFresh } from '../databases.ts'
import { openAsk } from '../graphql/ask.ts'
import type { Fault } from '../remote/fake-model.ts'
import { startFakeOllama } from '../remote/fake-ollama.ts'
import { startFakeOpenAi } from '../remote/fake-openai.ts'
import { endOf, startRewrite } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'
import { expectedRewritings, rewritingsIn } from './rewriting.ts'

const PAIRS = 20
const pairs = tempFile(manyPairs(PAIRS))
const SECRET = 'sk-very-secret-0123456789'
const [SQLITE] = databases()
const SAME = ['--dataset', 'd', '--rewriter', 'r', '--model', 'fake']
const OPENAI = [...SAME, '--backend', 'openai']

const withPairs = async (database = SQLITE) => {
  const all = await openFresh(database)
  await ingestPairs(all.context, { dataset: 'd', files: [pairs] })
  const run = (fake: { url: string }, ...parameters: string[]) =>
    startRewrite(all.url, parameters, {
      OPENAI_API_KEY: SECRET,
      OPENAI_BASE_URL: fake.url,
      OLLAMA_HOST: fake.url,
      // The client's own log, at its loudest.
      OPENAI_LOG: 'debug',
    })
  return { ...all, run }
}

describe('npm run rewrite', () => {
  it.each(databases())('says what it will take, and what it took, on $name', async (database) => {
    const { run, ...all } = await withPairs(database)
    const fake = await startFakeOpenAi()
    const prices = ['--price-input', '10', '--price-output', '30']
    const { code, output } = await endOf(run(fake, ...OPENAI, '--yes', ...prices))
    const lines = output.trim().split('\n')
    expect(lines[0]).toMatch(/^40 entries to rewrite \(.*\), prompt version [0-9a-f]{16}$/)
    expect(lines[1]).toMatch(/^estimate: \d+ tokens in, \d+ out, costing [\d.]+ /)
    expect(lines.slice(-2)).toEqual([
      '40 replies: 36000 tokens in, 4000 out, costing 0.4800',
      '40 entries rewritten, 0 rejected; the dataset is at revision 2',
    ])
    expect(code).toBe(0)
    expect(await rewritingsIn(all)).toEqual(expectedRewritings(PAIRS))
    const again = await endOf(run(fake, ...OPENAI))
    expect([again.code, again.output]).toEqual([0, expect.stringMatching(/^0 entries to rewrite/)])
    const other = await endOf(run(fake, ...OPENAI, '--model', 'other', '--yes'))
    expect([other.code, other.output]).toEqual([1, expect.stringContaining('to another rewriter')])
    expect(fake.received).toHaveLength(40)
  })

  it('fails where no entry was rewritten', async () => {
    const { run } = await withPairs()
    const fake = await startFakeOpenAi({ fault: () => 'refusal' })
    const { code, output } = await endOf(run(fake, ...OPENAI, '--yes'))
    expect(output).toMatch(
      /\nerror: none of 40 entries was rewritten: see the reasons in the list of rejects\n$/,
    )
    expect(code).toBe(1)
  })

  it('takes a server that has JSON mode only', async () => {
    const { run, ...all } = await withPairs()
    const fake = await startFakeOpenAi()
    const { code } = await endOf(run(fake, ...OPENAI, '--yes', '--response-format', 'json_object'))
    expect(code).toBe(0)
    expect(fake.received[0].body).toMatchObject({
      response_format: { type: 'json_object' },
      temperature: 0.1,
    })
    expect(await rewritingsIn(all)).toEqual(expectedRewritings(PAIRS))
  })

  it('speaks to Ollama', async () => {
    const { run, ...all } = await withPairs()
    const fake = await startFakeOllama()
    const { code } = await endOf(run(fake, ...SAME, '--backend', 'ollama', '--yes'))
    expect(code).toBe(0)
    expect(await rewritingsIn(all)).toEqual(expectedRewritings(PAIRS))
    expect(fake.received[0].body).toMatchObject({
      model: 'fake',
      stream: false,
      think: false,
      options: { temperature: 0.1, num_ctx: 8192 },
      format: { type: 'object', additionalProperties: false, required: ['turn_1_Human', 'turn_2_Assistant'] },
    })
    const rewriter = await all.prisma.variant.findFirstOrThrow({ where: { rewriter: 'r' } })
    expect(rewriter).toMatchObject({ backend: 'OLLAMA', model: 'fake', temperature: 0.1 })
  })

  it('sends and writes nothing without a yes, or for an estimate', async () => {
    const { run, connection } = await withPairs()
    const before = await dump(connection)
    const fake = await startFakeOpenAi()
    const unconfirmed = await endOf(run(fake, ...OPENAI))
    expect(unconfirmed.output).toContain('there is no terminal to ask whether to; say --yes')
    expect(unconfirmed.code).toBe(2)
    const estimate = await endOf(run(fake, ...OPENAI, '--dry-run', '--yes'))
    expect([estimate.code, estimate.output]).toEqual([0, expect.stringContaining('40 entries to rewrite')])
    expect(fake.received).toEqual([])
    expect(await dump(connection)).toEqual(before)
  })

  it('ends after the requests under way when it is told to stop, and goes on later', async () => {
    const { run, ...all } = await withPairs()
    let child: ReturnType<typeof run> | undefined
    const fake = await startFakeOpenAi({
      delayMs: () => 30,
      onRequest: (count) => count === 10 && child?.kill('SIGINT'),
    })
    child = run(fake, ...OPENAI, '--yes', '--concurrency', '4')
    const { code, output } = await endOf(child)
    expect([code, output]).toEqual([1, expect.stringContaining('interrupted; run the same command again')])
    expect(fake.received.length).toBeGreaterThanOrEqual(10)
    expect(fake.received.length).toBeLessThan(20)
    expect((await rewritingsIn(all)).size).toBe(fake.received.length)
    expect((await endOf(run(fake, ...OPENAI, '--yes'))).code).toBe(0)
    expect(fake.received).toHaveLength(2 * PAIRS)
    expect(await rewritingsIn(all)).toEqual(expectedRewritings(PAIRS))
    const runs = await all.prisma.run.findMany({ where: { kind: 'REWRITING' } })
    expect(runs.map(({ state, counts }) => [state, counts])).toEqual([
      ['DONE', { read: 40, changed: 60, rejected: 0, duplicates: 0, conflicts: 0 }],
    ])
  })

  it('keeps the key to itself, whatever the server says', async () => {
    const { run, ...all } = await withPairs()
    const faults: Fault[] = ['bad request', 'refusal', 'server error', 'rate limit']
    let fault = (text: string): Fault | null => {
      const [, side, row] = /(yes|no) (\d+)$/.exec(text)!
      return side === 'no' ? null : (faults[Number(row)] ?? null)
    }
    const fake = await startFakeOpenAi({ echo: true, fault: (text) => fault(text) })
    const common = [...OPENAI, '--yes', '--concurrency', '1', '--retries', '0']
    const first = await endOf(run(fake, ...common))
    expect([first.code, first.output]).toEqual([
      0,
      expect.stringContaining('36 entries rewritten, 4 rejected'),
    ])
    const rejects = path.join(path.dirname(new URL(all.url).pathname), 'rejects')
    const listed = readdirSync(rejects).map((name) => [name, readFileSync(path.join(rejects, name), 'utf8')])
    expect(listed.join()).toContain('Bearer ***')
    fault = () => 'unauthorized'
    const second = await endOf(run(fake, ...common))
    expect([second.code, second.output]).toEqual([1, expect.stringContaining('the server answers 401')])
    expect(new Set(fake.received.map(({ authorization }) => authorization))).toEqual(
      new Set([`Bearer ${SECRET}`]),
    )
    const { ask, close } = openAsk(all.url)
    const query = '{ dataset(name: "d") { runs { kind state error file } rewriters { name backend model } } }'
    const answer = await ask(query).finally(close)
    const rows = await all.connection.query('SELECT * FROM run')
    const everything = JSON.stringify([first, second, listed, answer, rows, await dump(all.connection)])
    // No part of it either.
    for (let at = 0; at + 12 <= SECRET.length; at++)
      expect(everything).not.toContain(SECRET.slice(at, at + 12))
  })
})
