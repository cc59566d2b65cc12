import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { Tokenizer } from 'tokenizers'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type TinyModel, writeTinyModel } from '../../scripts/synthetic/tiny-model.ts'
import { type OnnxOptions, openOnnxScorer } from '../../src/score/onnx.ts'
import { conversations } from './texts.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'seal-score-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const MAX_LENGTH = 256
let models = 0
const tiny = (options: Partial<TinyModel> = {}) =>
  writeTinyModel(path.join(directory, `model-${models++}`), { maxLength: MAX_LENGTH, ...options })

const open = async (options: OnnxOptions) => {
  const scorer = await openOnnxScorer(options)
  onTestFinished(() => scorer.close())
  return scorer
}

const ITEMS = conversations(500)

/** Scores by id, each text once, and how many batches they came in. */
const scoreAll = async (options: OnnxOptions, items = ITEMS) => {
  const scorer = await open(options)
  const scores = new Map<number, number>()
  let batches = 0
  for await (const batch of scorer.score(items)) {
    batches++
    for (const scored of batch) {
      if ('reason' in scored) throw new Error(scored.reason)
      expect(scores.has(scored.item.id)).toBe(false)
      scores.set(scored.item.id, scored.score)
    }
  }
  return { scorer, scores, batches }
}

/** The plain loop: one session, one text after the other, none of the project's code. */
const plainScores = async (model: string) => {
  const tokenizer = Tokenizer.fromFile(path.join(model, 'tokenizer.json'))
  const session = await InferenceSession.create(path.join(model, 'model.onnx'))
  const scores = new Map<number, number>()
  let cutTexts = 0
  let cutTokens = 0
  for (const { id, text } of ITEMS) {
    const pivot = text.lastIndexOf('Assistant:')
    const encoding = await tokenizer.encode(text.slice(0, pivot), text.slice(pivot))
    const [ids, types] = [encoding.getIds(), encoding.getTypeIds()]
    const cut = Math.max(0, ids.length - MAX_LENGTH)
    // The oldest of the prompt goes, behind [CLS].
    if (cut > 0) expect(types.indexOf(1) - 2).toBeGreaterThanOrEqual(cut)
    for (const list of [ids, types]) list.splice(1, cut)
    cutTexts += Number(cut > 0)
    cutTokens += cut
    const tensor = (values: number[]) =>
      new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length])
    const feeds: Record<string, Tensor> = {
      input_ids: tensor(ids),
      attention_mask: tensor(ids.map(() => 1)),
      token_type_ids: tensor(types),
    }
    const run = await session.run(Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]])))
    scores.set(id, Number(run.logits.data[0]))
  }
  return { scores, cutTexts, cutTokens }
}

describe.each([true, false])('a model with token types: %s', (tokenTypes) => {
  let model: string
  let plain: Awaited<ReturnType<typeof plainScores>>
  beforeAll(async () => {
    model = tiny({ tokenTypes })
    plain = await plainScores(model)
  })

  it('tells texts apart, and cuts some', () => {
    expect(new Set(plain.scores.values()).size).toBeGreaterThan(490)
    expect(plain.cutTexts).toBeGreaterThan(20)
    expect(plain.cutTexts).toBeLessThan(250)
  })

  it.each([
    { budget: 1, workers: 1 },
    { budget: 256, workers: 2 },
    { budget: 1024, workers: 3 },
    { budget: 20_000, workers: 2 },
  ])('scores as a plain loop does with $budget tokens a batch and $workers sessions', async (options) => {
    const { scorer, scores, batches } = await scoreAll({ path: model, ...options })
    expect(scores.size).toBe(ITEMS.length)
    let largest = 0
    for (const [id, score] of plain.scores)
      largest = Math.max(largest, Math.abs(score - (scores.get(id) ?? Number.NaN)))
    expect(largest).toBeLessThanOrEqual(1e-5)
    if (options.budget === 1) expect(batches).toBe(ITEMS.length)
    else expect(batches).toBeLessThan(ITEMS.length)
    expect(scorer.remarks()).toEqual([
      `${plain.cutTexts} texts were longer than ${MAX_LENGTH} tokens: ${plain.cutTokens} left out, prompts' beginnings first`,
    ])
    expect(scorer.provenance).toMatchObject({
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      maxLength: MAX_LENGTH,
      tokenBudget: options.budget,
      providers: ['cpu'],
      dtype: 'float32',
    })
  })
})

describe('an ONNX scorer', () => {
  it('that is told to stop gives what is under way, and begins nothing more', async () => {
    const scorer = await open({ path: tiny(), budget: 512, workers: 2 })
    const stop = new AbortController()
    let pulled = 0
    function* endless() {
      for (;;) yield ITEMS[pulled++ % ITEMS.length]
    }
    let texts = 0
    let batchesAfter = 0
    for await (const batch of scorer.score(endless(), stop.signal)) {
      texts += batch.length
      if (stop.signal.aborted) batchesAfter++
      else if (texts > 300) stop.abort()
    }
    expect(texts).toBeGreaterThan(300)
    expect(batchesAfter).toBeLessThanOrEqual(4)
    // The windows that were read ahead, and no more.
    expect(pulled).toBeLessThanOrEqual(3 * 2048)
  })

  it('scores texts without an assistant, and empty ones, and nothing at all', async () => {
    const model = tiny()
    const odd = [
      { id: 0, text: '' },
      { id: 1, text: 'no turn' },
      { id: 2, text: 'Assistant:' },
    ]
    const { scores } = await scoreAll({ path: model }, odd)
    expect([...scores.values()].every(Number.isFinite)).toBe(true)
    expect(scores.size).toBe(3)
    expect((await scoreAll({ path: model }, [])).scores.size).toBe(0)
  })

  it.each([
    [{ providers: ['cuda', 'cpu'] }, /with the execution providers cuda, cpu .*libraries/],
    [{ providers: ['nonsense'] }, /with the execution providers nonsense \(known here: cpu/],
    [{ file: 'other.onnx' }, /has no other\.onnx/],
  ])('says what is wrong with %j', async (options, message) => {
    await expect(openOnnxScorer({ path: tiny(), ...options })).rejects.toThrow(message)
  })

  it('refuses what is no reward model', async () => {
    await expect(openOnnxScorer({ path: tiny({ logits: 3 }) })).rejects.toThrow('one logit a text')
    await expect(openOnnxScorer({ path: path.join(directory, 'nowhere') })).rejects.toThrow('is no directory')
    const broken = tiny()
    writeFileSync(path.join(broken, 'model.onnx'), 'nonsense')
    await expect(openOnnxScorer({ path: broken })).rejects.toThrow(/model\.onnx can't be used: /)
    writeFileSync(path.join(broken, 'tokenizer.json'), '{}')
    await expect(openOnnxScorer({ path: broken })).rejects.toThrow(/is no tokenizer\.json that can be read/)
  })

  it('is the same file twice only with the same weights', async () => {
    const sha256 = async (model: string) => (await open({ path: model })).provenance.sha256
    const model = tiny({ seed: 7 })
    expect(await sha256(model)).toBe(await sha256(tiny({ seed: 7 })))
    expect(await sha256(model)).not.toBe(await sha256(tiny({ seed: 8 })))
    expect(readFileSync(path.join(model, 'model.onnx')).length).toBeGreaterThan(400_000)
  })
})
