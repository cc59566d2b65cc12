import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bitFields } from '../../src/domain/label-bits.ts'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import { SIDES } from '../../src/domain/side.ts'
import type { Taxonomy } from '../../src/domain/taxonomy.ts'
import type { Frame } from '../../src/frame/frame.ts'
import { labelAt, locate, rewardAt, similarityAt } from '../../src/frame/lookup.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { ingestRewrites } from '../../src/pipeline/ingest-rewrites.ts'
import { loadFrame } from '../../src/store/frame/load-frame.ts'
import { databases, openFresh } from '../databases.ts'
import { conversation, csv, manyPairs, REWARDS, tempFile } from '../pipeline/files.ts'
import { file, ingestSealSmall } from '../pipeline/seal-small.ts'

const dataset = 'd'

/** Cells by column name of a CSV file without quotes. */
const plainRows = (name: string) => {
  const [header, ...lines] = readFileSync(file(name), 'utf8').trimEnd().split('\n')
  const columns = header.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [columns[at], cell])))
}

describe.each(databases())('loadFrame on $name', (database) => {
  it('has the very scores of the files', async () => {
    const { connection, context } = await openFresh(database)
    await ingestSealSmall(context)
    const frame = (await loadFrame(connection, 1))!
    for (const [model, name] of ['compare-pre.csv', 'compare-post.csv'].entries()) {
      const rows = plainRows(name)
      const { CHOSEN, REJECTED } = frame.original.rewards[model]!
      expect(Array.from(frame.rowIds)).toEqual(rows.map(({ row_id }) => Number(row_id)))
      expect(Array.from(CHOSEN)).toEqual(rows.map(({ chosen_score }) => Number(chosen_score)))
      expect(Array.from(REJECTED)).toEqual(rows.map(({ rejected_score }) => Number(rejected_score)))
    }
    expect(frame.models).toEqual([
      { id: 1, name: 'pre', stage: 'PRE', series: null, step: null, rewardCount: 2 * 600 + 2 * 400 },
      { id: 2, name: 'post', stage: 'POST', series: null, step: null, rewardCount: 2 * 600 + 2 * 400 },
    ])
    expect(frame.labelers).toEqual([
      { id: 1, name: 'labeler', labelCount: 1200 + 2 * 400 },
      { id: 2, name: 'control', labelCount: 400 },
    ])
    expect(frame).toMatchObject({ datasetId: 1, revision: 6, defaults: { pre: 0, post: 1, labeler: 0 } })
    expect(frame.taxonomy).toEqual(SEAL_TAXONOMY)
    const [rewritten] = frame.rewritten
    expect([rewritten.rewriter, rewritten.variantId, rewritten.positions.length]).toEqual([
      'rewriter',
      1,
      400,
    ])
    expect(frame.rowIds.buffer).toBeInstanceOf(SharedArrayBuffer)
  })

  it('loses no digit of any number', async () => {
    const { connection, context } = await openFresh(database)
    const numbers = [
      ...fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), { seed: 1, numRuns: 2000 }),
      ...fc.sample(fc.double({ min: -20, max: 20, noNaN: true }), { seed: 2, numRuns: 2000 }),
      ...[Number.MAX_VALUE, Number.MIN_VALUE, 2.2250738585072014e-308, 0.1 + 0.2, 1 / 3, 1e23, 2 ** 53 - 1],
    ]
    await ingestPairs(context, { dataset, files: [tempFile(manyPairs(numbers.length))] })
    const rows = numbers.map((number, rowId) => [rowId, number, -number])
    await ingestRewards(context, { dataset, model: 'm', stage: 'PRE', file: tempFile(csv(REWARDS, rows)) })
    const { CHOSEN, REJECTED } = (await loadFrame(connection, 1))!.original.rewards[0]!
    // + 0: neither database tells -0 from 0.
    expect(Array.from(CHOSEN, (score) => score + 0)).toEqual(numbers.map((number) => number + 0))
    expect(Array.from(REJECTED, (score) => score + 0)).toEqual(numbers.map((number) => 0 - number))
  })

  it('leaves unknown what is missing', async () => {
    const { connection, prisma, context } = await openFresh(database)
    const ingest = async (subset: string | undefined, firstRowId: number) =>
      ingestPairs(context, { dataset, subset, firstRowId, files: [tempFile(manyPairs(2))] })
    // Row ids with a gap, subsets not in their order.
    await ingest('b', 10)
    await ingest('a', 20)
    await ingest(undefined, 5)
    const rewards = (model: string, stage: 'PRE' | 'POST', rows: number[][]) =>
      ingestRewards(context, { dataset, model, stage, file: tempFile(csv(REWARDS, rows)) })
    await rewards('pre', 'PRE', [
      [20, 1, 2],
      [5, 0, -3],
    ])
    // As a scoring leaves it that made no reward.
    await prisma.rewardModel.create({ data: { datasetId: 1, id: 2, name: 'none', stage: 'POST' } })
    const labels = tempFile(
      csv('row_id,preference,last_response_is_eloquent,last_response_sentiment,topics', [
        [11, 'rejected', 'True', '', "['Gardening', 'Mathematics and logic']"],
        [21, 'chosen', '', 'negative', '[]'],
        [21, 'rejected', '', '', "['Cooking']"],
      ]),
    )
    await ingestLabels(context, { dataset, labeler: 'l', incomplete: true, file: labels })
    const frame = (await loadFrame(connection, 1))!
    expect(Array.from(frame.rowIds)).toEqual([5, 6, 10, 11, 20, 21])
    expect(frame.subsets).toEqual(['a', 'b'])
    expect(Array.from(frame.subset)).toEqual([-1, -1, 1, 1, 0, 0])
    // The post model has no rewards.
    expect(frame.defaults).toEqual({ pre: 0, post: -1, labeler: 0 })
    expect(frame.models.map(({ rewardCount }) => rewardCount)).toEqual([4, 0])
    const { NaN: missing } = Number
    expect(Array.from(frame.original.rewards[0]!.CHOSEN)).toEqual([0, missing, missing, missing, 1, missing])
    expect(Array.from(frame.original.rewards[0]!.REJECTED)).toEqual([
      -3,
      missing,
      missing,
      missing,
      2,
      missing,
    ])
    expect(frame.original.rewards[1]).toBeNull()
    const at = (rowId: number) => locate(frame, rowId, 0)!
    expect([
      rewardAt(at(5), 0, 'CHOSEN'),
      rewardAt(at(6), 0, 'CHOSEN'),
      rewardAt(at(5), 1, 'CHOSEN'),
    ]).toEqual([0, null, null])
    const index = (name: string) => SEAL_TAXONOMY.features.findIndex((feature) => feature.name === name)
    expect(labelAt(at(11), 0, 'REJECTED')).toEqual({
      values: [{ feature: index('last_response_is_eloquent'), value: 1 }],
      topics: ['Gardening', 'Mathematics and logic'],
      discriminatesAgainst: [],
    })
    expect(labelAt(at(21), 0, 'CHOSEN')).toEqual({
      values: [{ feature: index('last_response_sentiment'), value: -1 }],
      topics: [],
      discriminatesAgainst: [],
    })
    // Nothing known is no label.
    expect([labelAt(at(11), 0, 'CHOSEN'), labelAt(at(21), 0, 'REJECTED')]).toEqual([null, null])
    expect(frame.labelers).toEqual([{ id: 1, name: 'l', labelCount: 2 }])
    expect(frame.topics.slice(0, 12)).toEqual(SEAL_TAXONOMY.topics)
    expect(frame.topics.slice(12)).toEqual(['Gardening', 'Cooking'])
  })

  it('reads labels of both words', async () => {
    const { connection, context } = await openFresh(database)
    const features = Array.from({ length: 45 }, (_, index) => ({
      name: `f${index}`,
      title: `f${index}`,
      description: 'd',
      kind: index % 3 === 0 ? ('TERNARY' as const) : ('BOOLEAN' as const),
      role: 'TARGET' as const,
      inRegressions: true,
    }))
    const taxonomy: Taxonomy = { features, priority: ['f0'], topics: [], discriminations: [] }
    expect(bitFields(features).at(-1)).toMatchObject({ word: 1 })
    await ingestPairs(context, { dataset, taxonomy, files: [tempFile(manyPairs(40))] })
    const value = (row: number, feature: number) => {
      const drawn = (row * 31 + feature * 17 + row * feature) % 7
      if (drawn === 6) return null
      return features[feature].kind === 'TERNARY' ? (drawn % 3) - 1 : drawn % 2
    }
    const rows = Array.from({ length: 40 }, (_, row) => [
      row,
      'rejected',
      ...features.map((_, feature) => value(row, feature) ?? ''),
    ])
    const header = `row_id,preference,${features.map(({ name }) => name).join(',')}`
    await ingestLabels(context, { dataset, labeler: 'l', file: tempFile(csv(header, rows)) })
    const frame = (await loadFrame(connection, 1))!
    for (let row = 0; row < 40; row++) {
      const expected = features.flatMap((_, feature) => {
        const known = value(row, feature)
        return known === null ? [] : [{ feature, value: known }]
      })
      expect(labelAt(locate(frame, row, 0)!, 0, 'REJECTED')?.values).toEqual(expected)
      expect(labelAt(locate(frame, row, 0)!, 0, 'CHOSEN')).toBeNull()
    }
  })

  it('reads rewritings of pairs here and there', async () => {
    const { connection, context } = await openFresh(database)
    await ingestPairs(context, { dataset, firstRowId: 100, files: [tempFile(manyPairs(9))] })
    const header = [
      'row_id',
      ...['original', 'rewritten'].flatMap((version) =>
        SIDES.map((side) => `${version}_${side.toLowerCase()}_text`),
      ),
      'rewritten_chosen_score_rm_aligned',
      'original_to_rewritten_rejected_vector_cos_sim',
      'rewritten_rejected_last_response_sentiment',
    ].join(',')
    const row = (index: number, score: number | string, cosine: number | string, sentiment: string) => [
      100 + index,
      conversation(`yes ${index}`),
      conversation(`no ${index}`),
      conversation('better'),
      conversation('worse'),
      score,
      cosine,
      sentiment,
    ]
    await ingestRewrites(context, {
      dataset,
      rewriter: 'r',
      pre: 'a',
      post: 'b',
      labeler: 'l',
      incomplete: true,
      file: tempFile(csv(header, [row(7, 0.5, '', 'negative'), row(2, '', 0.75, '')])),
    })
    const frame = (await loadFrame(connection, 1))!
    const [rewritten] = frame.rewritten
    expect(Array.from(rewritten.positions)).toEqual([2, 7])
    expect(rewritten.rewards[0]).toBeNull()
    expect(Array.from(rewritten.rewards[1]!.CHOSEN)).toEqual([Number.NaN, 0.5])
    expect(similarityAt(rewritten.similarity, 0)).toEqual({ CHOSEN: null, REJECTED: 0.75 })
    expect(similarityAt(rewritten.similarity, 1)).toEqual({ CHOSEN: null, REJECTED: null })
    expect(labelAt(locate(frame, 107, 1)!, 0, 'REJECTED')?.values.map(({ value }) => value)).toEqual([-1])
    expect(labelAt(locate(frame, 102, 1)!, 0, 'REJECTED')).toBeNull()
    expect(locate(frame, 103, 1)).toBeNull()
  })

  it('has no frame of no dataset, and an empty one of an empty dataset', async () => {
    const { connection, prisma } = await openFresh(database)
    expect(await loadFrame(connection, 1)).toBeNull()
    await prisma.dataset.create({ data: { name: 'd', taxonomy: JSON.parse(JSON.stringify(SEAL_TAXONOMY)) } })
    expect(await loadFrame(connection, 1)).toMatchObject({
      rowIds: new Int32Array(),
      models: [],
      labelers: [],
      defaults: { pre: -1, post: -1, labeler: -1 },
    })
  })
})

it('is the same frame from every database', async () => {
  const frames: Frame[] = []
  for (const database of databases()) {
    const { connection, context } = await openFresh(database)
    await ingestSealSmall(context)
    frames.push((await loadFrame(connection, 1))!)
  }
  for (const frame of frames) expect(frame).toEqual(frames[0])
})
