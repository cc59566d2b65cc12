import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { SAME_MS } from '../../scripts/stopping.ts'
import { writeTinyModel } from '../../scripts/synthetic/tiny-model.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases, openFresh } from '../databases.ts'
import { openAsk } from '../graphql/ask.ts'
import { startFakeOpenAi } from '../remote/fake-openai.ts'
import { type Mischief, startFakeServer } from '../score/fake-server.ts'
import { endOf, startIngest, startLabel, startRewrite, startScore } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'seal-stopping-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const reward = writeTinyModel(path.join(directory, 'reward'), { maxLength: 24 })
const similarity = writeTinyModel(path.join(directory, 'similarity'), {
  output: 'sentence_embedding',
  maxLength: 24,
})

const PAIRS = 3
const ENTRIES = 2 * PAIRS
const OPENAI = ['--dataset', 'd', '--model', 'fake', '--backend', 'openai', '--yes']
const HTTP = ['--backend', 'http', '--format', 'text-embeddings-inference']
const LABEL = [...OPENAI, '--labeler', 'l', '--concurrency', '1']

const withPairs = async () => {
  const all = await openFresh(databases()[0])
  await ingestPairs(all.context, { dataset: 'd', files: [tempFile(manyPairs(PAIRS))] })
  return all
}
const startServer = async (mischief?: () => Mischief | null) => {
  const server = await startFakeServer(mischief)
  onTestFinished(server.close)
  return server
}

/** Sends the signal as soon as the command has said this, and returns how it ends. */
const stopAt = (child: ReturnType<typeof startScore>, words: string) => {
  let said = ''
  let sent = false
  child.stderr.on('data', (bytes) => {
    said += bytes
    if (!sent && said.includes(words)) sent = child.kill('SIGINT')
  })
  return endOf(child)
}
const STOPPED = expect.stringMatching(
  /stopping, when .*\n(.*\n)*interrupted; run the same command again to go on\n$/,
)

describe('a command that is told to stop', () => {
  it('does so at every step of an audit, and goes on from there', { timeout: 120_000 }, async () => {
    const { url, prisma } = await withPairs()
    const openai = await startFakeOpenAi({ delayMs: () => 20 })
    const server = await startServer()
    const keys = { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: openai.url }
    const names = ['--dataset', 'd', '--model']
    const before = [
      startLabel(url, LABEL, keys),
      startScore(url, [...names, 'pre', '--stage', 'PRE', '--backend', 'onnx', '--path', reward]),
      startScore(url, [...names, 'post', '--stage', 'POST', ...HTTP, '--url', server.url]),
    ]
    for (const { code, output } of await Promise.all(before.map(endOf))) expect(code, output).toBe(0)
    const { revision: first } = await prisma.dataset.findFirstOrThrow()

    const parameters = [
      ...OPENAI,
      '--concurrency',
      '1',
      '--rewriter',
      'r',
      '--audit',
      '--embed-path',
      similarity,
    ]
    const start = () => startRewrite(url, parameters, keys)
    const moments = [
      'afterwards:',
      ' rewritten, ',
      '> npm run score',
      ' scored,',
      '> npm run embed',
      '> npm run label',
    ]
    let log = ''
    for (const words of moments) {
      const ended = await stopAt(start(), words)
      log += `${words}: ${ended.output}\n`
      expect([ended.code, ended.signal, ended.output], log).toEqual([1, null, STOPPED])
    }
    const last = await endOf(start())
    expect(last.code, log + last.output).toBe(0)
    // Nothing is paid twice.
    expect(openai.received).toHaveLength(3 * ENTRIES)
    const text = new Set(server.asked.flatMap(({ texts }) => texts))
    expect(server.asked.flatMap(({ texts }) => texts)).toHaveLength(text.size)
    expect(await prisma.rewrite.count()).toBe(PAIRS)
    expect(await prisma.label.count()).toBe(2 * ENTRIES)
    expect(await prisma.reward.count()).toBe(4 * ENTRIES)

    const { ask, close } = openAsk(url)
    const { dataset } = await ask(
      '{ dataset(name: "d") { revision runs { kind state file error counts { read rejected changed } } } }',
    ).finally(close)
    expect(dataset.revision).toBeGreaterThanOrEqual(first + 5)
    const done = dataset.runs.filter(({ state }: { state: string }) => state === 'DONE')
    const entries = { read: ENTRIES, rejected: 0, changed: ENTRIES }
    const sum = (kind: string, file: string) =>
      dataset.runs
        .filter((run: { kind: string; file: string }) => run.kind === kind && run.file === file)
        .reduce((read: number, { counts }: { counts: { read: number } }) => read + counts.read, 0)
    for (const [kind, file] of [
      ['REWRITING', 'r'],
      ['SIMILARITY', 'r'],
      ['SCORING', 'pre, r'],
      ['SCORING', 'post, r'],
      ['LABELING', 'l, r'],
    ])
      expect([kind, file, sum(kind, file)]).toEqual([kind, file, ENTRIES])
    expect(done).toContainEqual({ kind: 'LABELING', state: 'DONE', file: 'l', error: null, counts: entries })
    expect(dataset.runs.every(({ error }: { error: unknown }) => error === null)).toBe(true)
  })

  it('waits for nothing when it is told so once more', async () => {
    const { url, prisma } = await withPairs()
    const server = await startServer(() => ({ silent: true }))
    const child = startScore(url, [
      '--dataset',
      'd',
      '--model',
      'm',
      '--stage',
      'PRE',
      ...HTTP,
      '--url',
      server.url,
    ])
    const ended = endOf(child)
    await vi.waitUntil(() => server.asked.length > 0, { timeout: 20_000 })
    child.kill('SIGINT')
    // npm passes on what the terminal has sent already.
    child.kill('SIGINT')
    // Once this is no longer the same.
    await new Promise((resolve) => setTimeout(resolve, SAME_MS + 100))
    expect(child.exitCode).toBeNull()
    child.kill('SIGINT')
    const { code, output } = await ended
    expect([code, output]).toEqual([1, expect.stringMatching(/^stopping, when .*\n$/)])
    expect(await prisma.reward.count()).toBe(0)
  })

  it('does so in the pauses of many requests, and while a server does not say what it is', async () => {
    const { url } = await withPairs()
    const busy = await startServer(() => ({ status: 429 }))
    const same = ['--dataset', 'd', '--stage', 'PRE', ...HTTP, '--retries', '100', '--concurrency', '20']
    const at = (name: string, address: string) =>
      startScore(url, [...same, '--model', name, '--url', address, '--request-size', '1'])
    const pausing = at('pausing', busy.url)
    const ends = endOf(pausing)
    // All of them are repeated at least once.
    await vi.waitUntil(() => busy.asked.length >= 2 * ENTRIES, { timeout: 20_000 })
    pausing.kill('SIGINT')
    const { code, output } = await ends
    expect([code, output]).toEqual([1, STOPPED])
    expect(output).not.toContain('Warning')
    // One that hangs up before it says anything, whoever asks.
    let hungUp = 0
    const rude = createServer((socket) => {
      hungUp++
      socket.destroy()
    }).listen(0, '127.0.0.1')
    await once(rude, 'listening')
    onTestFinished(() => void rude.close())
    const nobody = at('nobody', `http://127.0.0.1:${(rude.address() as AddressInfo).port}`)
    const gone = endOf(nobody)
    await vi.waitUntil(() => hungUp > 1, { timeout: 20_000 })
    nobody.kill('SIGINT')
    const { code: exit, output: said } = await gone
    expect([exit, said]).toEqual([1, STOPPED])
  })

  it('says last how an import goes on, and not what comes behind it', { timeout: 60_000 }, async () => {
    const { url, prisma } = await openFresh(databases()[0])
    const file = tempFile(manyPairs(60_000))
    const child = startIngest(url, ['pairs', '--dataset', 'd', '--format', 'hh-rlhf', file])
    const ended = endOf(child)
    await vi.waitUntil(async () => (await prisma.pair.count()) > 0, { timeout: 40_000 })
    child.kill('SIGINT')
    const { code, output } = await ended
    expect([code, output]).toEqual([1, STOPPED])
    expect(output).toContain('\ndataset "d", at revision 1: ')
    expect(output).not.toContain('what it lacks next')
  })
})
