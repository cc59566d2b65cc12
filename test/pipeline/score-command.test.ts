import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { writeTinyModel } from '../../scripts/synthetic/tiny-model.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases, openFresh } from '../databases.ts'
import { startFakeServer } from '../score/fake-server.ts'
import { endOf, startScore } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'seal-score-command-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const tiny = writeTinyModel(directory, { maxLength: 24 })
const names = ['--dataset', 'd', '--model', 'm', '--stage', 'PRE']

const prepare = async (pairs: number) => {
  const all = await openFresh(databases()[0])
  await ingestPairs(all.context, { dataset: 'd', files: [tempFile(manyPairs(pairs))] })
  const run = (...parameters: string[]) => endOf(startScore(all.url, [...names, ...parameters]))
  return { ...all, run }
}

describe('npm run score', () => {
  it('says what it did, and what was cut', async () => {
    const { run } = await prepare(3)
    const { code, output } = await run('--backend', 'onnx', '--path', tiny, '--max-length', '20')
    const [cut, ...rest] = output.split('\n')
    expect(cut).toMatch(/^6 texts were longer than 20 tokens: \d+ left out, prompts' beginnings first$/)
    expect(rest).toEqual(['6 entries: 6 scored, 0 that could not be', 'the dataset is at revision 2', ''])
    expect(code).toBe(0)
  })

  it.each([
    [['--backend', 'onnx'], 2, '--backend onnx needs --path'],
    [['--backend', 'http', '--url', 'http://127.0.0.1:1'], 2, '--backend http needs --format'],
    [['--backend', 'onnx', '--path', 'x', '--budget', '0'], 2, 'It must be a whole number from 1 to'],
    [['--backend', 'onnx', '--path', 'nowhere'], 1, 'error: nowhere is no directory'],
    [['--backend', 'onnx', '--path', tiny, '--providers', 'cuda'], 1, 'with the execution providers cuda'],
    [['--backend', 'onnx', '--path', tiny, '--variant', 'r'], 1, 'unknown rewriter of dataset "d" "r"'],
  ])('tells %j what is wrong', async (parameters, code, message) => {
    const { run } = await prepare(1)
    const done = await run(...parameters)
    expect(done.output).toContain(message)
    expect(done.output).not.toContain('    at ')
    expect(done.code).toBe(code)
  })

  it('says that there is nothing to do, and asks for no scores', async () => {
    const server = await startFakeServer()
    onTestFinished(server.close)
    const { run, prisma } = await prepare(2)
    const http = ['--backend', 'http', '--url', server.url, '--format', 'text-embeddings-inference']
    expect((await run(...http)).code).toBe(0)
    const asked = server.asked.length
    const { code, output } = await run(...http)
    expect([code, output]).toEqual([
      0,
      'no entry is without a reward of this model: there is nothing to do\n',
    ])
    expect(server.asked).toHaveLength(asked)
    expect((await prisma.dataset.findFirstOrThrow()).revision).toBe(2)
  })

  it('fails where no entry could be scored', async () => {
    const server = await startFakeServer(() => ({ status: 422, body: 'too long' }))
    onTestFinished(server.close)
    const { run } = await prepare(2)
    const http = ['--backend', 'http', '--url', server.url, '--format', 'text-embeddings-inference']
    const { code, output } = await run(...http)
    expect(output).toContain('4 entries: 0 scored, 4 that could not be')
    expect(output).toMatch(/\nerror: none of 4 entries was scored: see the reasons in the list of rejects\n$/)
    expect(code).toBe(1)
  })

  it('stops cleanly when it is told to, with what was under way', async () => {
    const server = await startFakeServer()
    onTestFinished(server.close)
    const { url, prisma } = await prepare(2000)
    const http = ['--backend', 'http', '--url', server.url, '--format', 'text-embeddings-inference']
    const child = startScore(url, [...names, ...http, '--request-size', '4', '--concurrency', '2'])
    const done = endOf(child)
    while (server.asked.length < 20) await new Promise((resolve) => setTimeout(resolve, 5))
    child.kill('SIGINT')
    const { code, output } = await done
    expect(output).toContain('interrupted; run the same command again to go on')
    expect(code).toBe(1)
    const scored = await prisma.reward.count()
    expect(scored).toBeLessThan(4000)
    // Nothing that was answered is lost.
    expect(scored).toBe(server.asked.reduce((sum, { ok, texts }) => sum + (ok ? texts.length : 0), 0))
    expect(await prisma.run.findFirst({ where: { kind: 'SCORING' } })).toMatchObject({ state: 'INTERRUPTED' })
    expect((await prisma.dataset.findFirstOrThrow()).revision).toBe(2)
  })
})
