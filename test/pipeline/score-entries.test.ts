import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { writeTinyModel } from '../../scripts/synthetic/tiny-model.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { scoreEntries } from '../../src/pipeline/score-entries.ts'
import { openOnnxScorer } from '../../src/score/onnx.ts'
import type { OnnxOptions } from '../../src/score/onnx-model.ts'
import type { Scorer } from '../../src/score/scorer.ts'
import { databases, openFresh } from '../databases.ts'
import { conversation, csv, pairLines, REWARDS, rejectsOf, tempFile } from './files.ts'
import { COMMANDS, dataset as sealSmall } from './seal-small.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'seal-score-entries-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const tiny = writeTinyModel(path.join(directory, 'tiny'))

const dataset = 'd'
const PAIRS = 200
/** Rows that share their prompt, and some that part in the middle of a conversation. */
const answers = Array.from({ length: PAIRS }, (_, row) => {
  const long = 'oats and moss. '.repeat(row % 40)
  return row % 5 === 0
    ? ([`first ${row}\n\nHuman: and?\n\nAssistant: ${long}`, `other ${row}`] as const)
    : ([`yes ${row} ${long}`, `no ${row}`] as const)
})
const pairs = tempFile(pairLines(answers))
const bring = (context: Context) => ingestPairs(context, { dataset, files: [pairs] })

const options = { dataset, model: 'm', stage: 'PRE' } as const
const open = async (more: Partial<OnnxOptions> = {}) => {
  const scorer = await openOnnxScorer({ path: tiny, workers: 2, ...more })
  onTestFinished(() => scorer.close())
  return scorer
}

/** The scores of whole texts, without a database. */
const scoresOf = async (texts: readonly string[]) => {
  const scorer = await open({ workers: 1 })
  const scores: number[] = []
  const items = texts.map((text, at) => ({ text, at }))
  for await (const batch of scorer.score(items))
    for (const scored of batch) scores[scored.item.at] = 'value' in scored ? scored.value : Number.NaN
  return scores
}

/** Counts what it is asked, and can refuse some of it. */
const counting = (scorer: Scorer, refuse: (text: string) => boolean = () => false) => {
  const asked: string[] = []
  const counted: Scorer = {
    ...scorer,
    async *score(items, signal) {
      for await (const batch of scorer.score(items, signal)) {
        for (const { item } of batch) asked.push(item.text)
        yield batch.map((scored) =>
          refuse(scored.item.text) ? { item: scored.item, reason: 'not "this", please' } : scored,
        )
      }
    },
  }
  return { asked, counted }
}

/** Aborts once so many entries are in. */
const abortedAt = (context: Context, rows: number): Context => {
  const stop = new AbortController()
  const update = (state: { rows: number }) => state.rows >= rows && stop.abort()
  return { ...context, signal: stop.signal, progress: { ...context.progress, update } }
}

describe.each(databases())('scoring on $name', (database) => {
  it('gives every entry the score of its whole text', async () => {
    const { prisma, context } = await openFresh(database)
    await bring(context)
    const scorer = await open()
    const outcome = await scoreEntries(context, options, scorer)
    expect(outcome).toMatchObject({
      interrupted: false,
      revision: 2,
      counts: { read: 2 * PAIRS, rejected: 0, changed: 2 * PAIRS },
    })
    const rewards = await prisma.reward.findMany({ orderBy: [{ rowId: 'asc' }, { side: 'asc' }] })
    const expected = await scoresOf(answers.flatMap((pair) => pair.map((answer) => conversation(answer))))
    expect(rewards).toHaveLength(expected.length)
    for (const [at, { rowId, side, score }] of rewards.entries()) {
      expect({ rowId, side }).toEqual({ rowId: at >> 1, side: at % 2 === 0 ? 'CHOSEN' : 'REJECTED' })
      expect(Math.abs(score - expected[at])).toBeLessThanOrEqual(1e-5)
    }
    expect(new Set(expected).size).toBeGreaterThan(PAIRS)
    const model = await prisma.rewardModel.findFirstOrThrow()
    expect(model).toMatchObject({ name: 'm', stage: 'PRE', backend: 'ONNX', provenance: scorer.provenance })
    expect(await prisma.dataset.findFirstOrThrow()).toMatchObject({ preModelId: model.id, postModelId: null })
    expect(await prisma.run.findFirst({ where: { kind: 'SCORING' } })).toMatchObject({
      state: 'DONE',
      file: 'm',
      position: 2 * PAIRS,
      counts: outcome.counts,
    })
  })

  it('goes on with what is missing, and asks for nothing twice', async () => {
    const { prisma, context, notices } = await openFresh(database)
    await bring(context)
    // What is odd about the pairs has been said.
    notices.length = 0
    const { asked, counted } = counting(await open({ budget: 256 }))
    const first = await scoreEntries(abortedAt(context, 100), options, counted)
    expect(first.interrupted).toBe(true)
    expect(first.counts.read).toBeGreaterThanOrEqual(100)
    expect(first.counts.read).toBeLessThan(2 * PAIRS)
    expect(await prisma.reward.count()).toBe(first.counts.read)
    expect(first.revision).toBe(2)

    const second = await scoreEntries(context, options, counted)
    expect(notices).toEqual([`going on behind ${first.counts.read} entries that an earlier run has scored`])
    expect(second).toMatchObject({
      interrupted: false,
      revision: 3,
      counts: { read: 2 * PAIRS, changed: 2 * PAIRS },
    })
    expect(asked).toHaveLength(2 * PAIRS)
    expect(new Set(asked).size).toBe(2 * PAIRS)
    expect(await prisma.run.count({ where: { kind: 'SCORING' } })).toBe(1)

    const third = await scoreEntries(context, options, counted)
    expect(third).toMatchObject({ revision: 3, counts: { read: 0, changed: 0 } })
    expect(asked).toHaveLength(2 * PAIRS)

    // What an import in between may have undone is not gone on with: it is another run.
    const cut = await scoreEntries(abortedAt(context, 100), { ...options, model: 'n' }, counted)
    await ingestPairs(context, { dataset, files: [tempFile(pairLines([['c', 'd']]))], firstRowId: 6000 })
    notices.length = 0
    const over = await scoreEntries(context, { ...options, model: 'n' }, counted)
    expect(notices).toEqual([])
    expect(over.counts.read).toBe(2 * PAIRS + 2 - cut.counts.read)

    // More pairs: only these are scored.
    await ingestPairs(context, { dataset, files: [tempFile(pairLines([['a', 'b']]))], firstRowId: 5000 })
    const fourth = await scoreEntries(context, options, counted)
    expect(fourth.counts).toMatchObject({ read: 4, changed: 4 })
  })

  it('lists what cannot be scored, and tries it again', async () => {
    const { prisma, context } = await openFresh(database)
    await bring(context)
    const scorer = await open()
    const refused = (text: string) => text.includes('Assistant: no 7')
    const some = await scoreEntries(context, options, counting(scorer, refused).counted)
    const rows = answers.flatMap(([, answer], row) => (answer.startsWith('no 7') ? [row] : []))
    expect(rows).toEqual([7, 71, 72, 73, 74, 76, 77, 78, 79])
    expect(some.counts).toMatchObject({
      read: 2 * PAIRS,
      rejected: rows.length,
      changed: 2 * PAIRS - rows.length,
    })
    const lines = rejectsOf(some).trimEnd().split('\n')
    expect(new Set(lines)).toEqual(
      new Set([
        'file,line,row_id,reason',
        ...rows.map((row) => `,0,${row},"REJECTED: not ""this"", please"`),
      ]),
    )
    expect(lines).toHaveLength(rows.length + 1)
    const rest = await scoreEntries(context, options, scorer)
    expect(rest.counts).toMatchObject({ read: rows.length, rejected: 0, changed: rows.length })
    expect(await prisma.reward.count()).toBe(2 * PAIRS)
    expect(() => readFileSync(rest.rejectsFile)).toThrow()
  })

  it('keeps what was scored when the model fails', async () => {
    const { prisma, context } = await openFresh(database)
    await bring(context)
    const scorer = await open({ budget: 256 })
    const failing: Scorer = {
      ...scorer,
      async *score(items, signal) {
        let batches = 0
        for await (const batch of scorer.score(items, signal)) {
          if (++batches > 5) throw new Error('secret detail')
          yield batch
        }
      },
    }
    await expect(scoreEntries(context, options, failing)).rejects.toThrow('secret detail')
    const scored = await prisma.reward.count()
    expect(scored).toBeGreaterThan(0)
    const where = { kind: 'SCORING' } as const
    expect(await prisma.run.findFirst({ where })).toMatchObject({
      state: 'FAILED',
      error: 'the command failed',
    })
    expect((await prisma.dataset.findFirstOrThrow()).revision).toBe(2)
    const { counts, revision } = await scoreEntries(context, options, scorer)
    expect(counts).toMatchObject({ read: 2 * PAIRS, changed: 2 * PAIRS })
    expect(revision).toBe(3)
  })

  it('refuses a model whose rewards came about in another way', async () => {
    const { prisma, context } = await openFresh(database)
    await bring(context)
    await scoreEntries(context, options, await open())
    await expect(scoreEntries(context, { ...options, stage: 'POST' }, await open())).rejects.toThrow(
      'model "m" of dataset "d" is PRE, not POST',
    )
    const shorter = await open({ maxLength: 100 })
    await expect(scoreEntries(context, options, shorter)).rejects.toThrow(
      /has rewards that came about in another way: maxLength 512, not 100\. Score as before/,
    )
    const file = tempFile(csv(REWARDS, [[0, 1, 2]]))
    await ingestRewards(context, { dataset, model: 'imported', stage: 'POST', file })
    const imported = { ...options, model: 'imported', stage: 'POST' } as const
    await expect(scoreEntries(context, imported, await open())).rejects.toThrow(
      'backend "IMPORTED", not "ONNX"',
    )
    // Without rewards there is nothing to contradict.
    await prisma.reward.deleteMany({ where: { modelId: 1 } })
    await scoreEntries(context, options, shorter)
    expect((await prisma.rewardModel.findFirst({ where: { name: 'm' } }))?.provenance).toEqual(
      shorter.provenance,
    )
  })

  it('scores the entries of a rewriter, whose texts are whole', async () => {
    const { prisma, context } = await openFresh(database)
    for (const command of COMMANDS.slice(0, 5)) await command(context)
    const named = { dataset: sealSmall, model: 'own', stage: 'POST', variant: 'rewriter' } as const
    await expect(scoreEntries(context, named, await open())).rejects.toThrow(
      'unknown rewriter of dataset "seal-small" "rewriter"; there is none yet',
    )
    await COMMANDS[5](context)
    const { counts } = await scoreEntries(context, named, await open())
    const model = await prisma.rewardModel.findFirstOrThrow({ where: { name: 'own' } })
    const rewards = await prisma.reward.findMany({ where: { modelId: model.id } })
    const entries = await prisma.entry.findMany({ where: { variantId: 1 } })
    const texts = new Map(entries.map(({ rowId, side, text }) => [`${rowId}.${side}`, text]))
    expect(rewards.length).toBeGreaterThan(100)
    expect(counts.changed).toBe(rewards.length)
    expect(rewards.length).toBe(entries.length)
    expect(new Set(rewards.map(({ variantId }) => variantId))).toEqual(new Set([1]))
    const expected = await scoresOf(rewards.map(({ rowId, side }) => texts.get(`${rowId}.${side}`) ?? ''))
    for (const [at, { score }] of rewards.entries())
      expect(Math.abs(score - expected[at])).toBeLessThanOrEqual(1e-5)
  })
})
