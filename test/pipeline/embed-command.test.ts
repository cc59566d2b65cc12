import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { writeTinyModel } from '../../scripts/synthetic/tiny-model.ts'
import { databases, openFresh } from '../databases.ts'
import { startFakeEmbeddings, tokensOf } from '../remote/fake-embeddings.ts'
import { endOf, startEmbed } from './command-line.ts'
import { bringRewritings, rewrittenEntries, similaritiesIn } from './rewritings.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'seal-embed-command-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const tiny = writeTinyModel(path.join(directory, 'tiny'), { output: 'sentence_embedding', maxLength: 24 })
const names = ['--dataset', 'd', '--rewriter', 'r']
const KEY = 'sk-very-secret'

const prepare = async (pairs: number) => {
  const all = await openFresh(databases()[0])
  await bringRewritings(all.context, rewrittenEntries(pairs))
  const start = (parameters: string[], environment = {}) =>
    startEmbed(all.url, [...names, ...parameters], { OPENAI_API_KEY: '', ...environment })
  const run = (parameters: string[], environment = {}) => endOf(start(parameters, environment))
  return { ...all, start, run }
}

const startServer = async (...parameters: Parameters<typeof startFakeEmbeddings>) => {
  const server = await startFakeEmbeddings(...parameters)
  onTestFinished(server.close)
  return server
}

describe('npm run embed', () => {
  it('says what it did with an ONNX model, and what was cut', async () => {
    const { run, context } = await prepare(3)
    const { code, output } = await run(['--backend', 'onnx', '--path', tiny, '--max-length', '20'])
    const [cut, ...rest] = output.split('\n')
    expect(cut).toMatch(/^12 texts were longer than 20 tokens: \d+ left out, their ends$/)
    expect(rest[0]).toBe('6 entries: 6 compared with their originals, 0 that could not be')
    expect(rest[1]).toBe('the dataset is at revision 2')
    expect(code).toBe(0)
    expect((await similaritiesIn(context)).size).toBe(6)
  })

  it('says what a server would cost, and sends nothing without a yes', async () => {
    const server = await startServer()
    const { run, context } = await prepare(3)
    const openai = ['--backend', 'openai', '--model', 'e', '--base-url', server.url, '--price', '1000']
    const dry = await run([...openai, '--dry-run'])
    const tokens = rewrittenEntries(3)
      .flatMap(({ original, rewritten }) => [original, rewritten])
      .reduce((sum, text) => sum + Math.ceil(Buffer.byteLength(text) / 4), 0)
    expect(dry.output).toBe(
      '6 entries of "r" without a similarity\n' +
        `estimate: ${tokens} tokens, costing ${(tokens / 1000).toFixed(2)} for originals and rewritings (a token for every 4 bytes)\n`,
    )
    expect(dry.code).toBe(0)
    const unasked = await run(openai, { OPENAI_API_KEY: KEY })
    expect(unasked.output).toContain('nothing was sent: there is no terminal to ask whether to; say --yes')
    expect(unasked.code).toBe(2)
    expect(server.asked).toEqual([])
    expect((await similaritiesIn(context)).size).toBe(0)

    const done = await run([...openai, '--yes'], { OPENAI_API_KEY: KEY })
    expect(done.output).toContain(`spent: ${tokensOf(12)} tokens, costing 0.0840`)
    expect(done.output).toContain('6 entries: 6 compared with their originals')
    expect(done.code).toBe(0)
    expect(done.output).not.toContain(KEY)
    expect(server.asked.every(({ authorization }) => authorization === `Bearer ${KEY}`)).toBe(true)
    const again = await run([...openai, '--yes'], { OPENAI_API_KEY: KEY })
    expect(again.output).toContain('0 entries of "r" without a similarity')
    const other = await run(['--backend', 'onnx', '--path', tiny])
    expect(other.output).toContain(
      'has similarities that came about in another way: backend "OPENAI", not "ONNX"',
    )
    expect(other.code).toBe(1)
  })

  it('fails where no entry could be compared', async () => {
    const server = await startServer({ trouble: () => ({ status: 400 }) })
    const { run } = await prepare(2)
    const openai = ['--backend', 'openai', '--model', 'e', '--base-url', server.url, '--yes']
    const { code, output } = await run(openai, { OPENAI_API_KEY: KEY })
    expect(output).toMatch(
      /\nerror: none of 4 entries was compared: see the reasons in the list of rejects\n$/,
    )
    expect(code).toBe(1)
  })

  it.each([
    [['--backend', 'onnx'], 2, '--backend onnx needs --path'],
    [['--backend', 'openai'], 2, '--backend openai needs --model'],
    [['--backend', 'openai', '--model', 'e'], 1, 'OPENAI_API_KEY is not set'],
    [['--backend', 'onnx', '--path', 'nowhere'], 1, 'error: nowhere is no directory'],
    [['--backend', 'onnx', '--path', tiny, '--rewriter', 'x'], 1, 'unknown rewriter of dataset "d" "x"'],
  ])('tells %j what is wrong', async (parameters, code, message) => {
    const { run } = await prepare(1)
    const done = await run(parameters, { OPENAI_BASE_URL: '' })
    expect(done.output).toContain(message)
    expect(done.output).not.toContain('    at ')
    expect(done.code).toBe(code)
  })

  it('stops cleanly when it is told to, with what was under way', async () => {
    const server = await startServer({ delayMs: 5 })
    const { start, context, prisma } = await prepare(600)
    const openai = [
      '--backend',
      'openai',
      '--model',
      'e',
      '--yes',
      '--request-size',
      '4',
      '--concurrency',
      '2',
    ]
    const child = start(openai, { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: server.url })
    const done = endOf(child)
    while (server.asked.length < 20) await new Promise((resolve) => setTimeout(resolve, 5))
    child.kill('SIGINT')
    const { code, output } = await done
    expect(output).toContain('interrupted; run the same command again to go on')
    expect(code).toBe(1)
    const found = [...(await similaritiesIn(context)).values()].filter((value) => value !== null)
    expect(found.length).toBeLessThan(1200)
    // Nothing that was answered is lost.
    expect(2 * found.length).toBe(
      server.asked.reduce((sum, { ok, texts }) => sum + (ok ? texts.length : 0), 0),
    )
    expect(await prisma.run.findFirst({ where: { kind: 'SIMILARITY' } })).toMatchObject({
      state: 'INTERRUPTED',
    })
    expect((await prisma.dataset.findFirstOrThrow()).revision).toBe(2)
  })
})
