import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { generateDataset } from '../scripts/synthetic/generate-dataset.ts'
import { writeTinyModel } from '../scripts/synthetic/tiny-model.ts'
import { ingestSealSmall, openAsk, SQLITE, write } from './graphql/ask.ts'
import { WHOLE_ANSWER } from './graphql/whole-answer.ts'
import { endOf, runIngest, startLabel, startRewrite, startScore } from './pipeline/command-line.ts'
import { startFakeOllama } from './remote/fake-ollama.ts'
import { startFakeOpenAi } from './remote/fake-openai.ts'

/** So many that the regression with the most terms, of robustness, is estimable. */
const PAIRS = 200
const NAME = 'own'

const directory = mkdtempSync(path.join(tmpdir(), 'seal-end-to-end-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const tiny = (name: string, seed: number, output: 'logits' | 'last_hidden_state') =>
  writeTinyModel(path.join(directory, name), { maxLength: 128, seed, output })

/** Where an answer has null without a reason beside it, by the names of the fields. */
const unexplained = (value: unknown, place = ''): string[] => {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => unexplained(item, place)))]
  if (value === null || typeof value !== 'object') return value === null ? [place] : []
  const { reason, ...fields } = value as Record<string, unknown>
  return Object.entries(fields).flatMap(([key, inner]) =>
    inner === null && reason ? [] : unexplained(inner, place ? `${place}.${key}` : key),
  )
}

// On one database: each command on both is in test/pipeline, the answer on both in test/pipeline/backup.test.ts.
describe('texts and models of one’s own', () => {
  it('answer every field of an audit, without importing anything else', { timeout: 120_000 }, async () => {
    const { url, drop } = await SQLITE.create()
    onTestFinished(drop)
    const openAi = await startFakeOpenAi()
    const ollama = await startFakeOllama()
    const environment = {
      OPENAI_API_KEY: 'sk-end-to-end',
      OPENAI_BASE_URL: openAi.url,
      OLLAMA_HOST: ollama.url,
    }
    const done = async (start: typeof startScore, ...parameters: string[]) => {
      const { code, output } = await endOf(start(url, ['--dataset', NAME, ...parameters], environment))
      expect(code, output).toBe(0)
      return output
    }
    const { pairs } = await generateDataset({ directory, pairs: PAIRS, rewrites: 0, seed: 7, bytes: 200 })
    expect(await runIngest(url, 'pairs', '--dataset', NAME, pairs)).toMatchObject({ code: 0 })

    const onnx = ['--backend', 'onnx', '--path']
    await done(startScore, '--model', 'pre-model', '--stage', 'PRE', ...onnx, tiny('pre', 1, 'logits'))
    await done(startScore, '--model', 'post-model', '--stage', 'POST', ...onnx, tiny('post', 2, 'logits'))
    await done(startLabel, '--labeler', 'labeler', '--backend', 'openai', '--model', 'a', '--yes')
    await done(startLabel, '--labeler', 'control', '--backend', 'ollama', '--model', 'b', '--yes')
    const rewriter = ['--rewriter', 'rewriter', '--backend', 'ollama', '--model', 'c', '--yes', '--audit']
    const embedding = tiny('embedding', 3, 'last_hidden_state')
    const output = await done(startRewrite, ...rewriter, '--embed-path', embedding)
    expect(output).toContain('400 entries rewritten, 0 rejected')

    await write(url, ingestSealSmall)
    const { ask, close } = openAsk(url)
    onTestFinished(close)
    const { dataset } = await ask(WHOLE_ANSWER, { name: NAME })
    expect(dataset.audit.coverage).toEqual({
      pairs: PAIRS,
      ties: 0,
      prompts: expect.any(Number),
      preScored: PAIRS,
      postScored: PAIRS,
      bothScored: PAIRS,
      labeled: PAIRS,
      complete: PAIRS,
      rewritten: PAIRS,
    })
    for (const { status } of dataset.audit.imprints.terms) expect(status).toBe('ESTIMATED')
    // Some fields have no value by their nature, such as the odds ratio of a linear regression.
    const { dataset: imported } = await ask(WHOLE_ANSWER, { name: 'seal-small' })
    const empty = new Set(unexplained(imported.audit))
    expect(unexplained(dataset.audit).filter((place) => !empty.has(place))).toEqual([])
  })
})
