import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { writeTinyModel } from '../../scripts/synthetic/tiny-model.ts'
import type { Made } from '../../src/domain/made.ts'
import { embedRewrites, estimateEmbedding } from '../../src/pipeline/embed-rewrites.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import type { Embedder } from '../../src/score/embedder.ts'
import { openOnnxEmbedder } from '../../src/score/onnx-embedder.ts'
import type { OnnxOptions } from '../../src/score/onnx-model.ts'
import { databases, openFresh } from '../databases.ts'
import { openAsk } from '../graphql/ask.ts'
import { cosineOf, vectorOf } from '../remote/fake-embeddings.ts'
import { rejectsOf } from './files.ts'
import { bringRewritings, rewrittenEntries, similaritiesIn } from './rewritings.ts'
import { ingestSealSmall } from './seal-small.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'seal-embed-rewrites-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const tiny = writeTinyModel(path.join(directory, 'tiny'), { output: 'last_hidden_state' })

const PAIRS = 300
const ENTRIES = rewrittenEntries(PAIRS)
const options = { dataset: 'd', rewriter: 'r' }
const keyOf = ({ rowId, side }: { rowId: number; side: string }) => `${rowId}.${side}`

const open = async (more: Partial<OnnxOptions> = {}) => {
  const embedder = await openOnnxEmbedder({ path: tiny, workers: 2, ...more })
  onTestFinished(() => embedder.close())
  return embedder
}

/** A model whose vectors this test can compute too; it counts what it is asked, and may refuse or fail. */
const counting = ({
  refuse = () => false,
  failAt = Number.POSITIVE_INFINITY,
  zero = () => false,
}: {
  refuse?: (text: string) => boolean
  failAt?: number
  zero?: (text: string) => boolean
} = {}) => {
  const asked: string[] = []
  const embedder: Embedder = {
    provenance: { backend: 'ONNX', sha256: 'abc', maxLength: 512 },
    async *embed<T extends { text: string }>(items: AsyncIterable<T> | Iterable<T>, signal?: AbortSignal) {
      const embedded = (batch: T[]) =>
        batch.map((item): Made<T, number[]> => {
          asked.push(item.text)
          if (refuse(item.text)) return { item, reason: 'not "this", please' }
          return { item, value: zero(item.text) ? [0, 0] : vectorOf(item.text) }
        })
      let batch: T[] = []
      for await (const item of items) {
        if (signal?.aborted) break
        if (asked.length > failAt) throw new Error('secret detail')
        if (batch.push(item) < 21) continue
        yield embedded(batch)
        batch = []
      }
      yield embedded(batch)
    },
    spent: () => asked.length,
    remarks: () => ['a remark'],
    close: async () => undefined,
  }
  return { asked, embedder }
}

/** Aborts once so many entries are in. */
const abortedAt = (context: Context, rows: number): Context => {
  const stop = new AbortController()
  const update = (state: { rows: number }) => state.rows >= rows && stop.abort()
  return { ...context, signal: stop.signal, progress: { ...context.progress, update } }
}

const expectAll = async (context: Context) => {
  const found = await similaritiesIn(context)
  expect(found.size).toBe(ENTRIES.length)
  for (const entry of ENTRIES) {
    const expected = cosineOf(entry.original, entry.rewritten)
    expect(Math.abs((found.get(keyOf(entry)) ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-12)
  }
}

describe.each(databases())('embedding on $name', (database) => {
  it('gives every entry of a rewriter its similarity, and creates the rows', async () => {
    const { prisma, context } = await openFresh(database)
    await bringRewritings(context, ENTRIES)
    const embedder = await open()
    const estimate = await estimateEmbedding(context, options, embedder)
    const bytes = (text: string) => Math.ceil(Buffer.byteLength(text) / 4)
    const tokens = ENTRIES.reduce(
      (sum, { original, rewritten }) => sum + bytes(original) + bytes(rewritten),
      0,
    )
    expect(estimate).toEqual({ entries: ENTRIES.length, tokens })
    const outcome = await embedRewrites(context, options, embedder)
    expect(outcome).toMatchObject({
      interrupted: false,
      revision: 2,
      counts: { read: 2 * PAIRS, rejected: 0 },
    })
    const found = await similaritiesIn(context)

    // One text at a time, without a database.
    const alone = await open({ budget: 1, workers: 1 })
    const vectors = new Map<string, ArrayLike<number>>()
    const texts = ENTRIES.flatMap(({ original, rewritten }) => [{ text: original }, { text: rewritten }])
    for await (const batch of alone.embed(texts))
      for (const one of batch) if ('value' in one) vectors.set(one.item.text, one.value)
    const unit = (text: string) => {
      const vector = [...Array.from(vectors.get(text)!)]
      return vector.map((value) => value / Math.hypot(...vector))
    }
    expect(found.size).toBe(ENTRIES.length)
    for (const entry of ENTRIES) {
      const [a, b] = [unit(entry.original), unit(entry.rewritten)]
      const expected = a.reduce((sum, value, at) => sum + value * b[at], 0)
      expect(Math.abs((found.get(keyOf(entry)) ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-5)
    }
    expect(new Set(found.values()).size).toBeGreaterThan(PAIRS)
    expect(await prisma.variant.findFirst({ where: { rewriter: 'r' } })).toMatchObject({
      similarityProvenance: { ...embedder.provenance, imported: 0 },
    })
    expect(await prisma.run.findFirst({ where: { kind: 'SIMILARITY' } })).toMatchObject({
      state: 'DONE',
      file: 'r',
      position: 2 * PAIRS,
      counts: outcome.counts,
    })
  })

  it('goes on with what is missing, and embeds nothing twice', async () => {
    const { context, notices } = await openFresh(database)
    await bringRewritings(context, ENTRIES)
    const { asked, embedder } = counting()
    const first = await embedRewrites(abortedAt(context, 100), options, embedder)
    expect(first.interrupted).toBe(true)
    expect(first.counts.read).toBeGreaterThanOrEqual(100)
    expect(first.counts.read).toBeLessThan(2 * PAIRS)
    const before = asked.length
    const second = await embedRewrites(context, options, embedder)
    expect(second).toMatchObject({ interrupted: false, counts: { read: 2 * PAIRS } })
    expect(notices).toContain(`going on behind ${first.counts.read} entries that an earlier run has embedded`)
    // Of an entry of which one text was under way, both are embedded again.
    expect(before - 2 * first.counts.read).toBeLessThanOrEqual(1)
    expect(asked.length - before).toBe(2 * (2 * PAIRS - first.counts.read))
    await expectAll(context)
    const third = await embedRewrites(context, options, embedder)
    expect(third.counts).toMatchObject({ read: 0, changed: 0 })
    expect(third.revision).toBe(second.revision)
  })

  it('lists entries whose cosine is not defined, and tries them again', async () => {
    const { context, prisma } = await openFresh(database)
    await bringRewritings(context, ENTRIES)
    const [zero, refused] = [ENTRIES[7], ENTRIES[12]]
    const { embedder } = counting({
      zero: (text) => text === zero.rewritten,
      refuse: (text) => text === refused.original,
    })
    const some = await embedRewrites(context, options, embedder)
    expect(some.counts).toMatchObject({ read: 2 * PAIRS, rejected: 2 })
    expect(new Set(rejectsOf(some).trimEnd().split('\n'))).toEqual(
      new Set([
        'file,line,row_id,reason',
        ',0,3,"REJECTED: the rewritten text has a vector of the length 0, so that no cosine is defined"',
        ',0,6,"CHOSEN: the original text: not ""this"", please"',
      ]),
    )
    const rows = await prisma.rewrite.findMany({
      where: { rowId: { in: [3, 6] } },
      orderBy: { rowId: 'asc' },
    })
    expect(rows).toMatchObject([
      { chosenSimilarity: expect.any(Number), rejectedSimilarity: null },
      { chosenSimilarity: null, rejectedSimilarity: expect.any(Number) },
    ])
    const rest = await embedRewrites(context, options, counting().embedder)
    expect(rest.counts).toMatchObject({ read: 2, rejected: 0, changed: 2 })
    await expectAll(context)
    expect(() => readFileSync(rest.rejectsFile)).toThrow()
  })

  it('keeps what came before a failure', async () => {
    const { context, prisma } = await openFresh(database)
    await bringRewritings(context, ENTRIES)
    await expect(embedRewrites(context, options, counting({ failAt: 200 }).embedder)).rejects.toThrow(
      'secret detail',
    )
    const done = [...(await similaritiesIn(context)).values()].filter((value) => value !== null).length
    expect(done).toBeGreaterThan(80)
    expect(done).toBeLessThan(2 * PAIRS)
    const where = { kind: 'SIMILARITY' } as const
    expect(await prisma.run.findFirst({ where })).toMatchObject({
      state: 'FAILED',
      error: 'the command failed',
    })
    expect((await prisma.dataset.findFirstOrThrow()).revision).toBe(2)
    await embedRewrites(context, options, counting().embedder)
    await expectAll(context)
  })

  it('refuses to mix similarities that came about in two ways', async () => {
    const { context, prisma } = await openFresh(database)
    await bringRewritings(context, ENTRIES.slice(0, 20))
    await embedRewrites(context, options, counting().embedder)
    const { embedder } = counting()
    const other = { ...embedder, provenance: { ...embedder.provenance, maxLength: 100, pooling: 'mean' } }
    const message =
      'rewriter "r" of dataset "d" has similarities that came about in another way: ' +
      'maxLength 512, not 100; pooling nothing, not "mean". Embed as before'
    await expect(embedRewrites(context, options, other)).rejects.toThrow(message)
    await expect(estimateEmbedding(context, options, other)).rejects.toThrow(message)
    await expect(embedRewrites(context, { ...options, rewriter: 'x' }, embedder)).rejects.toThrow(
      'unknown rewriter of dataset "d" "x"; known: r',
    )
    // Without similarities there is nothing to contradict.
    await prisma.rewrite.updateMany({ data: { chosenSimilarity: null, rejectedSimilarity: null } })
    await embedRewrites(context, options, other)
    expect(await prisma.variant.findFirst({ where: { rewriter: 'r' } })).toMatchObject({
      similarityProvenance: { ...other.provenance, imported: 0 },
    })
  })

  it('leaves a pair for later of which only one entry is rewritten', async () => {
    const { context, prisma } = await openFresh(database)
    await bringRewritings(context, ENTRIES.slice(0, 6))
    const one = { rowId: 1, side: 'REJECTED', variantId: 1 } as const
    const entry = await prisma.entry.findFirstOrThrow({ where: one })
    await prisma.entry.deleteMany({ where: one })
    await embedRewrites(context, options, counting().embedder)
    expect([...(await similaritiesIn(context)).keys()]).toEqual([
      '0.CHOSEN',
      '0.REJECTED',
      '2.CHOSEN',
      '2.REJECTED',
    ])
    await prisma.entry.create({ data: entry })
    const { counts } = await embedRewrites(context, options, counting().embedder)
    expect(counts).toMatchObject({ read: 2, changed: expect.any(Number) })
    expect((await similaritiesIn(context)).size).toBe(6)
  })

  it('fills in beside imported similarities, which stay; metrics do without the others', async () => {
    const all = await openFresh(database)
    const { context, prisma, notices } = all
    await ingestSealSmall(context)
    const before = await similaritiesIn(context)
    const rows = [...new Set([...before.keys()].map((key) => Number(key.split('.')[0])))]
    const [first, second, third] = rows
    const lacks = [`${first}.CHOSEN`, `${second}.CHOSEN`, `${second}.REJECTED`, `${third}.REJECTED`]
    await prisma.rewrite.updateMany({
      where: { rowId: { in: [first, second] } },
      data: { chosenSimilarity: null },
    })
    await prisma.rewrite.updateMany({
      where: { rowId: { in: [second, third] } },
      data: { rejectedSimilarity: null },
    })
    const question = `{ dataset(name: "seal-small") { audit { rewriting {
      pairs similarity { count } similarityByShift(bins: 4) { counts } } } } }`
    const counted = async () => {
      const api = openAsk(all.url)
      const { rewriting } = (await api.ask(question).finally(() => api.close())).dataset.audit
      const sum = rewriting.similarityByShift.counts.flat().reduce((a: number, b: number) => a + b, 0)
      return { similarities: rewriting.similarity.count, shifts: sum, pairs: rewriting.pairs }
    }
    const lacking = await counted()
    expect(lacking.similarities).toBe(before.size - lacks.length)

    const named = { dataset: 'seal-small', rewriter: 'rewriter' }
    const outcome = await embedRewrites(context, named, counting().embedder)
    expect(outcome.counts).toMatchObject({ read: lacks.length, changed: 3 })
    expect(notices).toContain(`imported similarities of "rewriter" stay: ${before.size - lacks.length}`)
    const after = await similaritiesIn(context)
    for (const [key, value] of before)
      if (lacks.includes(key)) expect(after.get(key)).not.toBe(value)
      else expect(after.get(key)).toBe(value)
    expect([...after.values()].every((value) => value !== null)).toBe(true)
    const filled = await counted()
    expect(filled).toMatchObject({ pairs: lacking.pairs, similarities: before.size })
    expect(filled.shifts).toBeGreaterThanOrEqual(lacking.shifts)
    expect(await prisma.variant.findFirst({ where: { rewriter: 'rewriter' } })).toMatchObject({
      similarityProvenance: { sha256: 'abc', imported: before.size - lacks.length },
    })
    // Still the same model: nothing is refused, and nothing changes.
    expect((await embedRewrites(context, named, counting().embedder)).counts.changed).toBe(0)
  })
})
