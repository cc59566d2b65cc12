import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type TinyModel, writeTinyModel } from '../../scripts/synthetic/tiny-model.ts'
import type { Made } from '../../src/domain/made.ts'
import type { Embedder } from '../../src/score/embedder.ts'
import { openOnnxEmbedder } from '../../src/score/onnx-embedder.ts'
import type { OnnxOptions } from '../../src/score/onnx-model.ts'
import { similarities } from '../../src/score/similarity.ts'
import { plainLoop } from './plain-loop.ts'
import { conversations } from './texts.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'seal-embed-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const MAX_LENGTH = 200
let models = 0
const tiny = (options: Partial<TinyModel> = {}) =>
  writeTinyModel(path.join(directory, `model-${models++}`), { maxLength: MAX_LENGTH, ...options })

const PAIRS = 250
const texts = conversations(2 * PAIRS, 9)
const ITEMS = Array.from({ length: PAIRS }, (_, id) => ({
  id,
  original: texts[2 * id].text,
  rewritten: id % 7 === 0 ? texts[2 * id].text : texts[2 * id + 1].text,
}))

const open = async (options: OnnxOptions) => {
  const embedder = await openOnnxEmbedder(options)
  onTestFinished(() => embedder.close())
  return embedder
}

const compareAll = async (embedder: Pick<Embedder, 'embed'>, items = ITEMS) => {
  const found = new Map<number, number | string>()
  for await (const batch of similarities(embedder, items))
    for (const compared of batch) {
      expect(found.has(compared.item.id)).toBe(false)
      found.set(compared.item.id, 'value' in compared ? compared.value : compared.reason)
    }
  return found
}

/** The plain loop, with the textbook's cosine of the first token's hidden state or of the model's own vector. */
const plainSimilarities = async (model: string) => {
  let cut = 0
  const lines = ITEMS.flatMap(({ id, original, rewritten }) => [
    { id: 2 * id, text: original },
    { id: 2 * id + 1, text: rewritten },
  ])
  const outputs = await plainLoop(model, lines, async (tokenizer, text) => {
    const encoding = await tokenizer.encode(text)
    const ids = encoding.getIds()
    const types = encoding.getTypeIds()
    const beyond = Math.max(0, ids.length - MAX_LENGTH)
    cut += Number(beyond > 0)
    // The end goes, before [SEP].
    if (beyond > 0) for (const list of [ids, types]) list.splice(MAX_LENGTH - 1, beyond)
    return { ids, types }
  })
  const unit = (id: number) => {
    const { data, dims } = outputs.get(id)!
    const vector = [...data.slice(0, dims.at(-1))]
    const norm = Math.hypot(...vector)
    return vector.map((value) => value / norm)
  }
  const expected = ITEMS.map(({ id }) => {
    const [a, b] = [unit(2 * id), unit(2 * id + 1)]
    return a.reduce((sum, value, at) => sum + value * b[at], 0)
  })
  return { expected, cut }
}

describe.each(['last_hidden_state', 'sentence_embedding'] as const)(
  'an embedding model with %s',
  (output) => {
    let model: string
    let plain: Awaited<ReturnType<typeof plainSimilarities>>
    beforeAll(async () => {
      model = tiny({ output })
      plain = await plainSimilarities(model)
    })

    it('tells texts apart, and cuts some', () => {
      expect(new Set(plain.expected).size).toBeGreaterThan(200)
      expect(plain.cut).toBeGreaterThan(20)
      expect(Math.min(...plain.expected)).toBeLessThan(0.95)
    })

    it.each([
      { budget: 1, workers: 1 },
      { budget: 1024, workers: 2 },
      { budget: 20_000, workers: 3 },
    ])('compares as a plain loop does with $budget tokens a batch', async (options) => {
      const embedder = await open({ path: model, ...options })
      const found = await compareAll(embedder)
      expect(found.size).toBe(PAIRS)
      for (const { id } of ITEMS)
        expect(Math.abs((found.get(id) as number) - plain.expected[id])).toBeLessThanOrEqual(1e-5)
      expect(embedder.remarks()).toEqual([
        expect.stringMatching(
          new RegExp(`^${plain.cut} texts were longer than 200 tokens: \\d+ left out, their ends$`),
        ),
      ])
      expect(embedder.provenance).toMatchObject({
        backend: 'ONNX',
        output,
        pooling: output === 'last_hidden_state' ? 'the first token' : 'by the model',
        input: 'the whole text',
        truncation: 'the end',
        maxLength: MAX_LENGTH,
        dtype: 'float32',
      })
    })
  },
)

describe('an embedding model', () => {
  it('is none without an embedding among its outputs', async () => {
    await expect(openOnnxEmbedder({ path: tiny() })).rejects.toThrow(
      /its outputs are logits; an embedding model has sentence_embedding or dense_vecs or last_hidden_state/,
    )
  })
})

describe('similarities', () => {
  /** Vectors by text, in batches of three, the last ones first. */
  const embedderOf = (vectors: Record<string, number[] | string>): Pick<Embedder, 'embed'> => ({
    embed: async function* <T extends { text: string }>(items: AsyncIterable<T> | Iterable<T>) {
      const all: T[] = []
      for await (const item of items) all.push(item)
      all.reverse()
      for (let start = 0; start < all.length; start += 3)
        yield all.slice(start, start + 3).map((item): Made<T, number[]> => {
          const found = vectors[item.text]
          return typeof found === 'string' ? { item, reason: found } : { item, value: found }
        })
    },
  })
  const item = (id: number, original: string, rewritten: string) => ({ id, original, rewritten })

  it('are cosines, whatever the lengths of the vectors', async () => {
    const embedder = embedderOf({
      a: [3, 4],
      b: [40, -30],
      long: [3e30, 4e30],
      short: [3e-30, 4e-30],
      back: [-6, -8],
    })
    const items = [item(0, 'a', 'b'), item(1, 'a', 'long'), item(2, 'short', 'a'), item(3, 'a', 'back')]
    const found = await compareAll(embedder, items)
    for (const [id, expected] of [0, 1, 1, -1].entries()) expect(found.get(id)).toBeCloseTo(expected, 12)
    for (const value of found.values()) expect(Math.abs(value as number)).toBeLessThanOrEqual(1)
  })

  it('are not there for vectors without a length, and for texts without a vector', async () => {
    const vectors = { a: [3, 4], zero: [0, 0], nan: [1, Number.NaN], inf: [Number.POSITIVE_INFINITY, 1] }
    const embedder = embedderOf({ ...vectors, no: 'too long' })
    const items = [
      item(0, 'a', 'zero'),
      item(1, 'nan', 'a'),
      item(2, 'a', 'inf'),
      item(3, 'no', 'no'),
      item(4, 'a', 'a'),
    ]
    expect(await compareAll(embedder, items)).toEqual(
      new Map<number, unknown>([
        [4, 1],
        [3, 'the original text: too long'],
        [2, 'the rewritten text has a vector of the length Infinity, so that no cosine is defined'],
        [1, 'the original text has a vector of the length NaN, so that no cosine is defined'],
        [0, 'the rewritten text has a vector of the length 0, so that no cosine is defined'],
      ]),
    )
  })

  it('of vectors of two lengths are refused', async () => {
    const embedder = embedderOf({ a: [1, 2], b: [1, 2, 3] })
    await expect(compareAll(embedder, [item(0, 'a', 'b')])).rejects.toThrow(
      "the model's vectors have 2 numbers, and then 3",
    )
  })
})
