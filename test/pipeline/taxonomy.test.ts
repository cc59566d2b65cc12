import { describe, expect, it } from 'vitest'
import { Conflict } from '../../src/domain/errors.ts'
import { bitFields, decodeLabel } from '../../src/domain/label-bits.ts'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import type { Taxonomy } from '../../src/domain/taxonomy.ts'
import { readTaxonomy } from '../../src/ingest/taxonomy.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestTaxonomy } from '../../src/pipeline/ingest-taxonomy.ts'
import { databases, dump, firstDifference, openFresh } from '../databases.ts'
import { csv, manyPairs, tempFile } from './files.ts'

const dataset = 'd'
const OWN = {
  features: [
    { name: 'is_jargon', description: 'Jargon.', kind: 'BOOLEAN', role: 'SPOILER' },
    { name: 'tone', title: 'tone', description: 'Tone.', kind: 'TERNARY', role: 'TARGET' },
  ],
  priority: ['tone'],
  topics: ['law', 'food'],
}
const COLUMNS = 'row_id,preference,is_jargon,tone,topics'
const own = async (changes = {}) =>
  (await readTaxonomy(tempFile(JSON.stringify({ ...OWN, ...changes })))).taxonomy as Taxonomy
const pairs = tempFile(manyPairs(3))

describe.each(databases())('taxonomies on $name', (database) => {
  it('are SEAL’s own when nobody brings one', async () => {
    const { prisma, context } = await openFresh(database)
    await ingestPairs(context, { dataset, files: [pairs] })
    expect((await prisma.dataset.findFirstOrThrow()).taxonomy).toEqual(SEAL_TAXONOMY)
  })

  it('say what labels mean, and stay once there are labels', async () => {
    const { connection, prisma, context, notices } = await openFresh(database)
    const taxonomy = await own()
    await ingestPairs(context, { dataset, format: 'hh-rlhf', files: [pairs], taxonomy })
    expect((await prisma.dataset.findFirstOrThrow()).taxonomy).toEqual(taxonomy)
    const file = tempFile(
      csv(`${COLUMNS},mood`, [
        [0, 'chosen', 'True', 'negative', "['law']", 'x'],
        [0, 'rejected', 'False', 'positive', '[]', 'x'],
        [1, 'chosen', '', 'neutral', `['food', "b's"]`, 'x'],
        [1, 'rejected', 'maybe', 'neutral', '[]', 'x'],
      ]),
    )
    const { counts } = await ingestLabels(context, { dataset, labeler: 'l', file })
    expect(counts).toEqual({ read: 4, rejected: 1, duplicates: 0, conflicts: 0, changed: 3 })
    expect(notices).toEqual([`${file}: nothing is read from mood`])
    const fields = bitFields(taxonomy.features)
    const { label } = await dump(connection)
    const read = label.map(([, rowId, , side, , features, known, topics]) => [
      rowId,
      side,
      decodeLabel(fields, { features: BigInt(features as string), known: BigInt(known as string) }),
      JSON.parse(topics as string),
    ])
    expect(read).toEqual([
      [0, 'CHOSEN', [1, -1], ['law']],
      [0, 'REJECTED', [0, 1], []],
      [1, 'CHOSEN', [null, 0], ['food', "b's"]],
    ])

    const before = await dump(connection)
    const [jargon, tone] = OWN.features
    for (const [changes, reason] of [
      [{ features: [tone, jargon] }, 'feature "is_jargon" stands at another place'],
      [{ features: [tone] }, 'feature "is_jargon" is gone'],
      [{ features: [{ ...jargon, kind: 'TERNARY' }, tone] }, 'feature "is_jargon" was BOOLEAN'],
      [
        { features: [{ ...jargon, description: 'Slang.' }, tone] },
        'feature "is_jargon" was described otherwise',
      ],
      [{ topics: ['law'] }, 'its topics were others'],
    ] as const) {
      const command = async () =>
        ingestPairs(context, { dataset, files: [pairs], taxonomy: await own(changes) })
      await expect(command()).rejects.toThrow(Conflict)
      await expect(command()).rejects.toThrow(
        `dataset "d" has labels of another taxonomy: ${reason}. Add features behind`,
      )
    }
    expect(firstDifference(await dump(connection), before)).toBeNull()
    expect(await prisma.run.count()).toBe(2)

    // The same one, or none, is no change.
    for (const taxonomy of [await own(), undefined]) {
      const { counts, revision } = await ingestPairs(context, { dataset, files: [pairs], taxonomy })
      expect([counts.changed, revision]).toEqual([0, 2])
    }
  })

  it('gain features behind those that are labeled, whose labels may come alone', async () => {
    const { connection, prisma, context } = await openFresh(database)
    await ingestPairs(context, { dataset, files: [pairs], taxonomy: await own() })
    const labels = (content: string) =>
      ingestLabels(context, { dataset, labeler: 'l', file: tempFile(content), incomplete: true })
    await labels(csv(COLUMNS, [[0, 'chosen', 'True', 'negative', "['law']"]]))
    const added = { name: 'is_long', description: 'Long.', kind: 'BOOLEAN', role: 'TARGET' }
    const taxonomy = await own({ features: [...OWN.features, added], priority: ['is_long', 'tone'] })
    const grown = await ingestTaxonomy(context, { dataset, taxonomy, measures: [] })
    expect(grown).toEqual({ revision: 3, added: ['is_long'], numbers: [], labeled: true })
    expect((await prisma.dataset.findFirstOrThrow()).taxonomy).toEqual(taxonomy)
    const alone = csv('row_id,preference,is_long', [
      [0, 'chosen', 'True'],
      [1, 'chosen', 'False'],
    ])
    expect((await labels(alone)).fates).toEqual({ added: 1, altered: 1, unchanged: 0 })
    expect((await labels(alone)).fates).toEqual({ added: 0, altered: 0, unchanged: 2 })
    const { label } = await dump(connection)
    const fields = bitFields(taxonomy.features)
    const read = label.map(([, rowId, , , , features, known, topics]) => [
      rowId,
      decodeLabel(fields, { features: BigInt(features as string), known: BigInt(known as string) }),
      topics,
    ])
    expect(read).toEqual([
      [0, [1, -1, 1], '["law"]'],
      [1, [null, null, 0], '[]'],
    ])
  })

  it('can change before there are labels, which is a new revision', async () => {
    const { prisma, context } = await openFresh(database)
    await ingestPairs(context, { dataset, files: [pairs] })
    const taxonomy = await own()
    const { counts, revision } = await ingestPairs(context, { dataset, files: [pairs], taxonomy })
    expect((await prisma.dataset.findFirstOrThrow()).taxonomy).toEqual(taxonomy)
    expect(counts.changed).toBe(0)
    expect(revision).toBe(2)
  })

  it('a labels file changes what it has columns of, and nothing else', async () => {
    const { connection, context } = await openFresh(database)
    await ingestPairs(context, { dataset, files: [pairs], taxonomy: await own() })
    const labels = (file: string, incomplete = false) =>
      ingestLabels(context, { dataset, labeler: 'l', file, incomplete })
    await labels(
      tempFile(
        csv(COLUMNS, [
          [0, 'chosen', 'True', 'negative', "['law']"],
          [0, 'rejected', 'True', 'negative', "['law']"],
        ]),
      ),
    )
    const partial = tempFile(csv('row_id,preference,tone', [[0, 'chosen', 'positive']]))
    await expect(labels(partial)).rejects.toThrow(
      `${partial} lacks the columns is_jargon, topics; it has row_id, preference, tone; --incomplete takes`,
    )
    const { counts } = await labels(partial, true)
    expect(counts).toMatchObject({ read: 1, changed: 1 })
    const { label } = await dump(connection)
    expect(label.map((row) => row.slice(3))).toEqual([
      ['CHOSEN', 1, '3', '7', '["law"]', '[]'],
      ['REJECTED', 1, '5', '7', '["law"]', '[]'],
    ])
  })
})
