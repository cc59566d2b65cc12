import { describe, expect, it } from 'vitest'
import { bitFields, decodeLabel } from '../../src/domain/label-bits.ts'
import type { Side } from '../../src/domain/side.ts'
import type { Taxonomy } from '../../src/domain/taxonomy.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { ingestRewrites } from '../../src/pipeline/ingest-rewrites.ts'
import type { Connection } from '../../src/store/sql/connection.ts'
import { type Databases, databases, dump, firstDifference, openFresh } from '../databases.ts'
import { conversation, csv, manyPairs, REWARDS, rejectsOf, tempFile } from './files.ts'

const dataset = 'd'
const feature = { title: 't', description: 'd', inRegressions: true } as const
const taxonomy: Taxonomy = {
  features: [
    { ...feature, name: 'is_jargon', kind: 'BOOLEAN', role: 'TARGET' },
    { ...feature, name: 'tone', kind: 'TERNARY', role: 'SPOILER' },
  ],
  priority: ['is_jargon'],
  topics: [],
  discriminations: [],
}
const HEADER = [
  'row_id',
  ...['original', 'rewritten'].flatMap((version) =>
    ['chosen', 'rejected'].flatMap((side) =>
      ['text', 'score_rm_control', 'score_rm_aligned', 'is_jargon', 'tone'].map(
        (column) => `${version}_${side}_${column}`,
      ),
    ),
  ),
  'original_to_rewritten_chosen_vector_cos_sim',
  'original_to_rewritten_rejected_vector_cos_sim',
].join(',')

type Entry = [pre: number | string, post: number | string, jargon: string, tone: string]
type Rewriting = {
  chosen?: string
  rejected?: string
  original?: Partial<Record<Side, Entry>>
  similarity?: [number | string, number | string]
}
/** A row of a rewrites file for a pair of `manyPairs`. */
const row = (rowId: number, { chosen, rejected, original, similarity = [0.5, 0.25] }: Rewriting = {}) => [
  rowId,
  chosen ?? conversation(`yes ${rowId}`),
  ...(original?.CHOSEN ?? [1, 2, 'True', 'positive']),
  rejected ?? conversation(`no ${rowId}`),
  ...(original?.REJECTED ?? [3, 4, 'False', 'negative']),
  conversation('rewritten yes'),
  ...[5, 6, 'True', 'neutral'],
  conversation('rewritten no'),
  ...[7, 8, '', 'negative'],
  ...similarity,
]

const open = async (database: Databases) => {
  const all = await openFresh(database)
  await ingestPairs(all.context, { dataset, taxonomy, files: [tempFile(manyPairs(4))] })
  return all
}
const names = { pre: 'pre', post: 'post', labeler: 'l' }
const rewrites = (context: Context, rows: ReturnType<typeof row>[], options = {}) =>
  ingestRewrites(context, { dataset, rewriter: 'r', file: tempFile(csv(HEADER, rows)), ...options })

/** Rewards and labels of a variant: row id, side, then pre, post and the label's values. */
const stored = async (connection: Connection, variant: number) => {
  const { reward, label } = await dump(connection)
  const entries = new Map<string, unknown[]>()
  const at = (rowId: unknown, side: unknown) => {
    const key = `${rowId} ${side}`
    const entry = entries.get(key) ?? [null, null, null]
    entries.set(key, entry)
    return entry
  }
  for (const [, rowId, variantId, side, modelId, score] of reward)
    if (variantId === variant) at(rowId, side)[(modelId as number) - 1] = score
  for (const [, rowId, variantId, side, , features, known] of label) {
    if (variantId !== variant) continue
    const bits = { features: BigInt(features as string), known: BigInt(known as string) }
    at(rowId, side)[2] = decodeLabel(bitFields(taxonomy.features), bits)
  }
  return Object.fromEntries(entries)
}

describe.each(databases())('rewrites on $name', (database) => {
  it('bring rewritten entries, and their originals’ missing rewards and labels', async () => {
    const { connection, context } = await open(database)
    const outcome = await rewrites(context, [row(0), row(2, { similarity: ['', 1] })], names)
    expect(outcome.counts).toEqual({
      read: 2,
      rejected: 0,
      duplicates: 0,
      conflicts: 0,
      changed: 2 * (1 + 2 * (1 + 2 + 1) + 2 * (2 + 1)),
    })
    const original = {
      CHOSEN: [1, 2, [1, 1]],
      REJECTED: [3, 4, [0, -1]],
    }
    expect(await stored(connection, 0)).toEqual({
      '0 CHOSEN': original.CHOSEN,
      '0 REJECTED': original.REJECTED,
      '2 CHOSEN': original.CHOSEN,
      '2 REJECTED': original.REJECTED,
    })
    expect(await stored(connection, 1)).toEqual({
      '0 CHOSEN': [5, 6, [1, 0]],
      '0 REJECTED': [7, 8, [null, -1]],
      '2 CHOSEN': [5, 6, [1, 0]],
      '2 REJECTED': [7, 8, [null, -1]],
    })
    const { rewrite, entry } = await dump(connection)
    expect(rewrite.map((row) => row.slice(1))).toEqual([
      [0, 1, 0.5, 0.25],
      [2, 1, null, 1],
    ])
    expect(entry.filter(([, , variant]) => variant === 1).map((row) => row[4])).toEqual([
      conversation('rewritten yes'),
      conversation('rewritten no'),
      conversation('rewritten yes'),
      conversation('rewritten no'),
    ])
  })

  it('keep values of originals out that differ from stored ones, and list them', async () => {
    const { connection, context } = await open(database)
    const rewards = csv(REWARDS, [
      [0, 1, 3],
      [1, 1.25, 3],
    ])
    await ingestRewards(context, { dataset, model: 'pre', stage: 'PRE', file: tempFile(rewards) })
    const labels = csv('row_id,preference,is_jargon,tone', [
      [1, 'chosen', '', 'negative'],
      [1, 'rejected', 'False', ''],
    ])
    await ingestLabels(context, { dataset, labeler: 'l', file: tempFile(labels) })
    const file = tempFile(csv(HEADER, [row(0), row(1)]))
    const command = () => ingestRewrites(context, { dataset, rewriter: 'r', post: 'post', file })
    const outcome = await command()
    expect(outcome.counts).toMatchObject({ read: 2, rejected: 0, conflicts: 2 })
    const listed = [
      'file,line,row_id,reason',
      `${file},8,1,"the pre reward of the original chosen entry is 1, but 1.25 is stored; kept what is stored"`,
      `${file},8,1,"tone of the original chosen entry is 1, but -1 is stored; kept what is stored"`,
      '',
    ]
    expect(rejectsOf(outcome).replace(/,\d+,1,/g, ',8,1,')).toBe(listed.join('\n'))
    expect(await stored(connection, 0)).toEqual({
      '0 CHOSEN': [1, 2, [1, 1]],
      '0 REJECTED': [3, 4, [0, -1]],
      '1 CHOSEN': [1.25, 2, [1, -1]],
      '1 REJECTED': [3, 4, [0, -1]],
    })

    const before = await dump(connection)
    const again = await command()
    expect(again.counts).toEqual({ ...outcome.counts, changed: 0 })
    expect(rejectsOf(again).replace(/,\d+,1,/g, ',8,1,')).toBe(listed.join('\n'))
    expect(firstDifference(await dump(connection), before)).toBeNull()
  })

  it('keep topics of originals that they say nothing of', async () => {
    const { connection, context } = await open(database)
    const labels = tempFile(
      csv('row_id,preference,is_jargon,tone,topics,discriminations', [
        [0, 'chosen', 'True', '', "['law']", "['Gender']"],
      ]),
    )
    await ingestLabels(context, { dataset, labeler: 'l', file: labels })
    await rewrites(context, [row(0)], names)
    const { label } = await dump(connection)
    const original = label.find(([, , variant, side]) => variant === 0 && side === 'CHOSEN')
    expect(original?.slice(5)).toEqual(['3', '7', '["law"]', '["Gender"]'])
  })

  it('are refused when they rewrite another text than the stored one', async () => {
    const { connection, context } = await open(database)
    const rows = [
      row(0),
      row(1, { chosen: conversation('another') }),
      row(2, { rejected: conversation('no') }),
    ]
    const outcome = await rewrites(context, [...rows, row(9)], names)
    expect(outcome.counts).toMatchObject({ read: 4, rejected: 3, conflicts: 0 })
    const rejects = rejectsOf(outcome)
    expect(rejects).toMatch(',1,the original chosen text is not that of the stored pair 1\n')
    expect(rejects).toMatch(',2,the original rejected text is not that of the stored pair 2\n')
    expect(rejects).toMatch(',9,no pair has row_id 9\n')
    const { rewrite, reward, label } = await dump(connection)
    for (const table of [rewrite, reward, label])
      expect(new Set(table.map(([, id]) => id))).toEqual(new Set([0]))
  })

  it('may differ from the stored text in the space around it', async () => {
    const { context } = await open(database)
    const trimmed = row(0, { chosen: conversation('yes 0').trim(), rejected: `${conversation('no 0')} \n` })
    expect((await rewrites(context, [trimmed], names)).counts.rejected).toBe(0)
  })

  it('leave similarities alone that they do not have', async () => {
    const { prisma, context } = await open(database)
    await rewrites(context, [row(0), row(1)], names)
    const without = [row(0, { similarity: ['', ''] }), row(1, { similarity: ['', 0.75] })]
    const { counts, fates } = await rewrites(context, without, names)
    expect(counts.changed).toBe(1)
    expect(fates).toEqual({ added: 0, altered: 1, unchanged: 1 })
    const stored = await prisma.rewrite.findMany({ orderBy: { rowId: 'asc' } })
    expect(stored.map((row) => [row.chosenSimilarity, row.rejectedSimilarity])).toEqual([
      [0.5, 0.25],
      [0.5, 0.75],
    ])
  })

  it('bring no similarities beside those that were computed', async () => {
    const { connection, prisma, context } = await open(database)
    await rewrites(context, [row(0), row(1, { similarity: ['', ''] })], names)
    await prisma.variant.updateMany({ where: { id: 1 }, data: { similarityProvenance: { imported: 2 } } })
    const before = await dump(connection)
    // What is stored is no other similarity, and none is none.
    expect((await rewrites(context, [row(0), row(1, { similarity: ['', ''] })], names)).counts.changed).toBe(
      0,
    )
    for (const rows of [[row(1)], [row(0, { similarity: [0.5, 0.26] })], [row(2)]])
      await expect(rewrites(context, rows, names)).rejects.toThrow(
        'the file has similarities, but those of rewriter "r" come from `npm run embed`',
      )
    expect(firstDifference(await dump(connection), before)).toBeNull()
  })

  it('leave rewritten texts that have been measured, unless they are to be replaced', async () => {
    const { connection, context } = await open(database)
    await rewrites(context, [row(0), row(1)], names)
    const other = row(0).map((cell) =>
      cell === conversation('rewritten yes') ? conversation('other') : cell,
    )
    const before = await dump(connection)
    const refused = await rewrites(context, [other, row(1)], names)
    expect(refused).toMatchObject({
      measured: 1,
      counts: { read: 2, rejected: 0, conflicts: 1, changed: 0 },
      fates: { added: 0, altered: 0, unchanged: 1 },
    })
    expect(rejectsOf(refused)).toMatch(
      ',0,"the chosen text is not the stored one, of which there are rewards, labels, similarities; --replace takes it and removes them"\n',
    )
    expect(firstDifference(await dump(connection), before)).toBeNull()
    const replaced = await rewrites(context, [other, row(1)], { ...names, replace: true })
    expect(replaced).toMatchObject({
      measured: 0,
      counts: { rejected: 0, conflicts: 0 },
      fates: { added: 0, altered: 1, unchanged: 1 },
      removed: { rewards: 2, labels: 1, numbers: 0, rewritings: 0, similarities: 1 },
    })
    const after = await dump(connection)
    expect(after.entry.filter(([, , variant]) => variant === 1)[0][4]).toBe(conversation('other'))
    // The file has them of the new text.
    expect([after.reward, after.label, after.rewrite]).toEqual([before.reward, before.label, before.rewrite])
  })

  it.each([
    ['pre', /no PRE model yet; name it with --pre$/],
    ['post', /no POST model yet; name it with --post$/],
    ['labeler', /no labeler yet; name it with --labeler$/],
  ])('need a name for %s where the dataset has none, and write nothing', async (option, message) => {
    const { connection, prisma, context } = await open(database)
    const before = await dump(connection)
    const command = rewrites(context, [row(0)], { ...names, [option]: undefined })
    await expect(command).rejects.toThrow(message)
    expect(firstDifference(await dump(connection), before)).toBeNull()
    expect(await prisma.run.count()).toBe(1)
  })

  it('write nothing when a model has another stage', async () => {
    const { connection, context } = await open(database)
    const file = tempFile(csv(REWARDS, [[0, 1, 3]]))
    await ingestRewards(context, { dataset, model: 'before', stage: 'PRE', file })
    const before = await dump(connection)
    for (const [post, message] of [
      ['before', 'model "before" of dataset "d" is PRE, not POST'],
      ['new', '--pre and --post both name "new"; a model is of one stage'],
    ]) {
      const command = rewrites(context, [row(0)], { ...names, pre: 'new', post })
      await expect(command).rejects.toThrow(message)
      expect(firstDifference(await dump(connection), before)).toBeNull()
    }
  })

  it('go beside those of another rewriter', async () => {
    const { connection, prisma, context } = await open(database)
    await rewrites(context, [row(0)], names)
    await rewrites(context, [row(0), row(1)], { rewriter: 's' })
    expect(Object.keys(await stored(connection, 1))).toEqual(['0 CHOSEN', '0 REJECTED'])
    expect(Object.keys(await stored(connection, 2)).length).toBe(4)
    const variants = await prisma.variant.findMany({ orderBy: { id: 'asc' } })
    expect(variants.map(({ id, rewriter }) => [id, rewriter])).toEqual([
      [0, null],
      [1, 'r'],
      [2, 's'],
    ])
  })

  it('may be incomplete when told so', async () => {
    const { connection, context } = await open(database)
    const columns = HEADER.split(',')
    const kept = columns.flatMap((name, index) => (/row_id|text|rm_control/.test(name) ? [index] : []))
    const header = kept.map((index) => columns[index]).join(',')
    const file = tempFile(csv(header, [kept.map((index) => row(0)[index])]))
    const command = (incomplete: boolean) =>
      ingestRewrites(context, { dataset, rewriter: 'r', file, incomplete, ...names })
    await expect(command(false)).rejects.toThrow(/lacks the columns .*; --incomplete takes the file without/)
    expect((await command(true)).counts).toMatchObject({ read: 1, rejected: 0, conflicts: 0 })
    expect(await stored(connection, 0)).toEqual({
      '0 CHOSEN': [1, null, null],
      '0 REJECTED': [3, null, null],
    })
    expect(await stored(connection, 1)).toMatchObject({ '0 CHOSEN': [5, null, null] })
    expect((await dump(connection)).rewrite).toEqual([[1, 0, 1, null, null]])
  })
})
