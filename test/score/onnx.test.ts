import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type TinyModel, writeTinyModel } from '../../scripts/synthetic/tiny-model.ts'
import { type OnnxScorerOptions, openOnnxScorer } from '../../src/score/onnx.ts'
import { largestDifference, pairTokens, plainLoop } from './plain-loop.ts'
import { conversations } from './texts.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'seal-score-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const MAX_LENGTH = 256
let models = 0
const tiny = (options: Partial<TinyModel> = {}) =>
  writeTinyModel(path.join(directory, `model-${models++}`), { maxLength: MAX_LENGTH, ...options })

const open = async (options: OnnxScorerOptions) => {
  const scorer = await openOnnxScorer(options)
  onTestFinished(() => scorer.close())
  return scorer
}

const ITEMS = conversations(500)

/** Scores by id, each text once, and how many batches they came in. */
const scoreAll = async (options: OnnxScorerOptions, items = ITEMS) => {
  const scorer = await open(options)
  const scores = new Map<number, number>()
  let batches = 0
  for await (const batch of scorer.score(items)) {
    batches++
    for (const scored of batch) {
      if ('reason' in scored) throw new Error(scored.reason)
      expect(scores.has(scored.item.id)).toBe(false)
      scores.set(scored.item.id, scored.value)
    }
  }
  return { scorer, scores, batches }
}

/** The plain loop, and what it cuts. */
const plainScores = async (model: string) => {
  let cutTexts = 0
  let cutTokens = 0
  const outputs = await plainLoop(model, ITEMS, async (tokenizer, text) => {
    const { ids, types } = await pairTokens(tokenizer, text)
    const cut = Math.max(0, ids.length - MAX_LENGTH)
    // The oldest of the prompt goes, behind [CLS].
    if (cut > 0) expect(types.indexOf(1) - 2).toBeGreaterThanOrEqual(cut)
    for (const list of [ids, types]) list.splice(1, cut)
    cutTexts += Number(cut > 0)
    cutTokens += cut
    return { ids, types }
  })
  const scores = new Map([...outputs].map(([id, { data }]) => [id, data[0]]))
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
    expect(largestDifference(plain.scores, scores)).toBeLessThanOrEqual(1e-5)
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

describe('an ONNX model', () => {
  const items = ITEMS.slice(0, 120)
  const plain = async (model: string) => {
    const outputs = await plainLoop(model, items, pairTokens)
    return new Map([...outputs].map(([id, { data }]) => [id, data[0]]))
  }

  it.each([{ attentionMask: false }, { positionIds: true }, { positionIds: true, attentionMask: false }])(
    'with the inputs %j scores as a plain loop does',
    async (inputs) => {
      const model = tiny({ ...inputs, maxLength: 512 })
      const { scores } = await scoreAll({ path: model, budget: 2048, workers: 2 }, items)
      const expected = await plain(model)
      expect(new Set(expected.values()).size).toBeGreaterThan(110)
      expect(largestDifference(expected, scores)).toBeLessThanOrEqual(1e-5)
    },
  )

  it('without a mask gets batches of one length only', async () => {
    const same = Array.from({ length: 30 }, (_, id) => ({ id, text: id < 20 ? 'Assistant: the' : '' }))
    const batched = async (attentionMask: boolean) =>
      (await scoreAll({ path: tiny({ attentionMask }), budget: 4096 }, same)).batches
    expect(await batched(true)).toBe(1)
    expect(await batched(false)).toBe(2)
  })

  it('that is quantized as it runs is asked for one text at a time', async () => {
    const model = tiny({ quantized: true, maxLength: 512 })
    const { scorer, scores, batches } = await scoreAll({ path: model, budget: 4096 }, items)
    expect(batches).toBe(items.length)
    expect(scorer.provenance).toMatchObject({ dtype: 'int8, quantized as it runs', tokenBudget: 1 })
    expect(scorer.remarks()).toEqual([
      'the model is quantized as it runs: one text at a time, or its numbers would depend on others',
    ])
    const expected = await plain(model)
    expect(new Set(expected.values()).size).toBeGreaterThan(110)
    expect(largestDifference(expected, scores)).toBeLessThanOrEqual(1e-5)
  })
})
