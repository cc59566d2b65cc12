import path from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import { parseTaxonomy } from '../../src/ingest/taxonomy.ts'
import { openMeasurer } from '../../src/measures/measurer.ts'
import { TEXT_MEASURES } from '../../src/measures/text-measures.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestLabels, type LabelsOptions } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestTaxonomy } from '../../src/pipeline/ingest-taxonomy.ts'
import { measureEntries } from '../../src/pipeline/measure-entries.ts'
import { planLabeling } from '../../src/pipeline/plan-labeling.ts'
import { findDataset, ORIGINAL } from '../../src/store/catalog.ts'
import { writeMeasured } from '../../src/store/write/measures.ts'
import { databases, openAll, openFresh, postgresTested } from '../databases.ts'
import { SEAL_SMALL } from '../graphql/ask.ts'
import { endOf, runIngest, startDataset, startIngest } from './command-line.ts'
import { csv, manyPairs, pairLines, rejectsOf, tempFile } from './files.ts'

const dataset = 'd'
const feature = { description: 'As somebody says.', role: 'SPOILER' }
const JARGON = { ...feature, name: 'is_jargon', kind: 'BOOLEAN' }
const TOXICITY = { ...feature, name: 'toxicity', kind: 'NUMERIC', unit: 'logits' }
const AGE = { ...feature, name: 'reading_age', kind: 'NUMERIC' }

const declared = (...features: object[]) => parseTaxonomy({ features, priority: [] }, 'f.json')
const pairs = tempFile(manyPairs(3))

const start = async (
  database: Parameters<typeof openFresh>[0],
  options: Partial<Parameters<typeof ingestPairs>[1]> = {},
) => {
  const all = await openFresh(database)
  const own = declared(JARGON, TOXICITY, AGE)
  await ingestPairs(all.context, { dataset, files: [pairs], ...own, ...options })
  return all
}

type Cells = (string | number)[][]
const labels = (context: Context, header: string, rows: Cells, options: Partial<LabelsOptions> = {}) =>
  ingestLabels(context, { dataset, file: tempFile(csv(`row_id,preference,${header}`, rows)), ...options })

/** By row and side: a text's length, and what is imported. */
const numbersOf = async ({ prisma, connection }: Context) => {
  const { measures } = await findDataset(prisma, dataset)
  const places = ['length_words', 'toxicity', 'reading_age'].map((name) =>
    measures.findIndex((one) => one.name === name),
  )
  const rows = await connection.query('SELECT row_id, side, numbers FROM measured ORDER BY row_id, side')
  return Object.fromEntries(
    rows.map(([rowId, side, numbers]) => {
      const values: (number | null)[] = JSON.parse(numbers as string)
      return [`${rowId} ${side}`, places.map((place) => values[place] ?? null)]
    }),
  )
}

const measure = async (context: Context) => {
  const measurer = await openMeasurer(1)
  try {
    return await measureEntries(context, { dataset }, measurer)
  } finally {
    await measurer.close()
  }
}

describe.each(databases())('numbers that people bring, on $name', (database) => {
  it('come beside labels, which alone are of a labeler', async () => {
    const { prisma, context } = await start(database)
    const file = labels(
      context,
      'is_jargon,toxicity,reading_age',
      [
        [0, 'chosen', 'True', 0.25, 11],
        [0, 'rejected', '', -3, ''],
        [2, 'chosen', 'False', '', ''],
      ],
      { labeler: 'l' },
    )
    expect(await file).toMatchObject({ fates: { added: 3, altered: 0, unchanged: 0 }, revision: 2 })
    expect(await numbersOf(context)).toEqual({
      '0 CHOSEN': [2, 0.25, 11],
      '0 REJECTED': [2, -3, null],
      '1 CHOSEN': [2, null, null],
      '1 REJECTED': [2, null, null],
      '2 CHOSEN': [2, null, null],
      '2 REJECTED': [2, null, null],
    })
    expect(await prisma.label.count()).toBe(3)
    // Another labeler's need not bring them again.
    const other = await labels(context, 'is_jargon', [[0, 'chosen', 'False']], { labeler: 'other' })
    expect(other.fates).toEqual({ added: 1, altered: 0, unchanged: 0 })
    expect(await numbersOf(context)).toMatchObject({ '0 CHOSEN': [2, 0.25, 11] })
  })

  it('come alone, and then make no labeler', async () => {
    const { prisma, context, notices } = await start(database)
    const columns = 'toxicity,reading_age'
    const rows = [[1, 'rejected', 4, 12]]
    expect((await labels(context, columns, rows)).fates).toEqual({ added: 1, altered: 0, unchanged: 0 })
    const again = await labels(context, columns, rows, { labeler: 'nobody' })
    expect(again).toMatchObject({ fates: { unchanged: 1 }, counts: { changed: 0 }, revision: 2 })
    expect(notices.at(-1)).toMatch(/has numbers alone, which are nobody's: there is nothing of "nobody"$/)
    expect(await prisma.labeler.count()).toBe(0)
    expect((await prisma.dataset.findFirstOrThrow()).labelerId).toBeNull()
    await expect(labels(context, 'is_jargon', [[0, 'chosen', 'True']])).rejects.toThrow(
      /has labels: name whose they are with --labeler$/,
    )
  })

  it('are replaced by what comes later; what a file has no column of stays', async () => {
    const { context } = await start(database)
    await labels(context, 'toxicity,reading_age', [
      [0, 'chosen', 1, 10],
      [0, 'rejected', 2, 20],
    ])
    const later = await labels(
      context,
      'toxicity',
      [
        [0, 'chosen', 1.5],
        [0, 'rejected', ''],
        [1, 'chosen', 7],
        [1, 'rejected', ''],
      ],
      { incomplete: true },
    )
    expect(later.fates).toEqual({ added: 1, altered: 2, unchanged: 1 })
    expect(await numbersOf(context)).toMatchObject({
      '0 CHOSEN': [2, 1.5, 10],
      '0 REJECTED': [2, null, 20],
      '1 CHOSEN': [2, 7, null],
      '1 REJECTED': [2, null, null],
    })
  })

  it('are rejected with file and line where they are none; of a row that comes twice the last counts', async () => {
    const { context } = await start(database)
    const outcome = await labels(context, 'toxicity,reading_age', [
      [0, 'chosen', 1, 10],
      [0, 'rejected', 'NaN', 10],
      [1, 'chosen', '1e999', 10],
      [1, 'rejected', 1, 'true'],
      [2, 'chosen', '{"a":1}', 10],
      [9, 'chosen', 1, 10],
      [0, 'chosen', 3, 30],
    ])
    expect(outcome.counts).toMatchObject({ read: 7, rejected: 5, duplicates: 1, changed: 1 })
    const rejected = rejectsOf(outcome)
    for (const reason of [
      ',3,0,"toxicity is ""NaN""; it must be a finite number"',
      ',4,1,"toxicity is ""1e999""; it must be a finite number"',
      ',5,1,"reading_age is ""true""; it must be a finite number"',
      ',7,9,no pair has row_id 9',
    ])
      expect(rejected).toContain(reason)
    expect(await numbersOf(context)).toMatchObject({ '0 CHOSEN': [2, 3, 30], '1 CHOSEN': [2, null, null] })
  })

  it('may come before texts are measured, and stay', async () => {
    const { context } = await start(database, { unmeasured: true })
    await labels(context, 'toxicity,reading_age', [[1, 'chosen', 0.5, 9]])
    expect(await numbersOf(context)).toEqual({ '1 CHOSEN': [null, 0.5, 9] })
    const [{ counts }] = await measure(context)
    expect(counts).toMatchObject({ read: 6, rejected: 0 })
    expect(await numbersOf(context)).toMatchObject({ '1 CHOSEN': [2, 0.5, 9], '2 CHOSEN': [2, null, null] })
    expect((await measure(context))[0].counts.read).toBe(0)
  })

  it('hold their texts, and go with those that are replaced', async () => {
    const { context } = await start(database)
    await labels(context, 'toxicity,reading_age', [[1, 'chosen', 0.5, 9]])
    const files = [
      tempFile(
        pairLines([
          ['yes 0', 'another text'],
          ['and another one', 'no 1'],
        ]),
      ),
    ]
    const refused = await ingestPairs(context, { dataset, files })
    expect(refused).toMatchObject({ measured: 1, fates: { altered: 1 } })
    expect(rejectsOf(refused)).toContain(
      'the chosen text is not the stored one, of which there are imported numbers; --replace takes it',
    )
    expect(await numbersOf(context)).toMatchObject({ '1 CHOSEN': [2, 0.5, 9] })
    const replaced = await ingestPairs(context, { dataset, files, replace: true })
    expect(replaced).toMatchObject({ measured: 0, removed: { numbers: 1, labels: 0 } })
    expect(await numbersOf(context)).toMatchObject({ '1 CHOSEN': [3, null, null] })
  })

  it('have names of their own, and stay what they are', async () => {
    const { prisma, context } = await start(database)
    await labels(context, 'is_jargon,toxicity,reading_age', [[0, 'chosen', 'True', 1, 2]], { labeler: 'l' })
    const change = (...features: object[]) => ingestTaxonomy(context, { dataset, ...declared(...features) })
    const cannot = `dataset "d" can't have this taxonomy: feature`
    await expect(change(JARGON, { ...AGE, name: 'length_words' })).rejects.toThrow(
      `${cannot} "length_words" is measured of every text, and no file brings it. Give yours another name`,
    )
    await expect(change(JARGON, { ...JARGON, name: 'toxicity' })).rejects.toThrow(
      `${cannot} "toxicity" was NUMERIC. Give yours another name`,
    )
    const numeric = { ...JARGON, kind: 'NUMERIC' }
    await expect(change(numeric)).rejects.toThrow(`${cannot} "is_jargon" is BOOLEAN. Give yours another name`)
    await expect(change(numeric, { ...JARGON, name: 'is_slang' })).rejects.toThrow(
      'dataset "d" has labels of another taxonomy: feature "is_jargon" was BOOLEAN. Add features',
    )
    // Numbers may be described otherwise, and others come behind them; those that are not declared again stay.
    const grown = await change(JARGON, { ...TOXICITY, unit: 'nits' }, { ...AGE, name: 'novelty' })
    expect(grown).toEqual({ revision: 3, added: [], numbers: ['novelty'], labeled: true })
    const { measures } = await findDataset(prisma, dataset)
    expect(measures.map(({ name, unit }) => `${name} ${unit}`)).toEqual([
      ...['toxicity nits', 'reading_age undefined'],
      ...TEXT_MEASURES.map(({ name, unit }) => `${name} ${unit}`),
      'novelty undefined',
    ])
    expect(await numbersOf(context)).toMatchObject({ '0 CHOSEN': [2, 1, 2] })
    const same = await change(JARGON, { ...TOXICITY, unit: 'nits' })
    expect(same).toMatchObject({ revision: 3, numbers: [] })
    // Alone they leave the taxonomy as it is.
    const { taxonomy } = await findDataset(prisma, dataset)
    expect(await change({ ...AGE, name: 'clarity' })).toMatchObject({ revision: 4, numbers: ['clarity'] })
    expect((await findDataset(prisma, dataset)).taxonomy).toEqual(taxonomy)
  })

  it('come to the paper’s own taxonomy by themselves', async () => {
    const { prisma, context } = await start(database, { ...declared(TOXICITY), taxonomy: undefined })
    expect((await findDataset(prisma, dataset)).taxonomy).toEqual(SEAL_TAXONOMY)
    expect((await labels(context, 'toxicity', [[0, 'chosen', 1]])).fates.added).toBe(1)
    const [{ name, kind }] = SEAL_TAXONOMY.features
    await expect(ingestTaxonomy(context, { dataset, ...declared({ ...AGE, name }) })).rejects.toThrow(
      `dataset "d" can't have this taxonomy: feature "${name}" is ${kind}. Give yours another name`,
    )
  })

  it('are asked of no labeler', async () => {
    const { context } = await start(database)
    const plan = (features?: string[]) =>
      planLabeling(context, {
        ...{ dataset, labeler: 'l', backend: 'OLLAMA', model: 'm', features, selection: {} },
      })
    expect((await plan()).prompt.instructions).not.toContain('toxicity')
    await expect(plan(['is_jargon', 'toxicity'])).rejects.toThrow(
      'no labeler is asked for "toxicity": a file brings its numbers, by `npm run ingest -- labels`',
    )
    await expect(plan(['hedges'])).rejects.toThrow(
      'no labeler is asked for "hedges": every text is measured in it',
    )
  })
})

it('come by the commands that scripts/docs/data.md has', async () => {
  const { url } = await openFresh(databases()[0])
  const file = (name: string) => path.resolve(`test/fixtures/numbers/${name}`)
  await runIngest(url, 'pairs', '--dataset', dataset, SEAL_SMALL.pairs)
  const run = async (command: string, ...parameters: string[]) => {
    const { code, output } = await endOf(startIngest(url, [command, '--dataset', dataset, ...parameters]))
    return `${code} ${output}`
  }
  expect(await run('taxonomy', file('taxonomy.json'))).toMatch(
    /^0 .*at revision 2: 1 feature new: toxicity$/ms,
  )
  const brought = await run('labels', file('toxicity.csv'))
  expect(brought).toMatch(
    /^0 .*numbers in dataset "d", at revision 3: 180 entries new, 0 changed, 20 unchanged/ms,
  )
  expect(await run('labels', SEAL_SMALL.labels)).toMatch(
    /^1 .*has labels: name whose they are with --labeler$/ms,
  )
  const described = await endOf(startDataset(url, ['describe', dataset]))
  expect(described.output).toMatch(/^numbers: toxicity$/m)
})

it.runIf(postgresTested)('come while texts are measured, and neither is lost', async () => {
  const { url, connection, context } = await start(databases()[1], { unmeasured: true })
  const other = await openAll(url)
  onTestFinished(other.close)
  const { id: datasetId, measures } = await findDataset(context.prisma, dataset)
  const where = { datasetId, variantId: ORIGINAL }
  const entry = { rowId: 0, side: 'CHOSEN' } as const
  const waiting = async () => {
    const sql = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    return ((await context.prisma.$queryRawUnsafe(sql)) as unknown[]).length > 0
  }
  let texts: Promise<number> | undefined
  await connection.transaction('write', async () => {
    await writeMeasured(connection, where, measures, [{ ...entry, values: [0.5, 9] }])
    texts = other.connection.transaction('write', () =>
      writeMeasured(other.connection, where, TEXT_MEASURES, [
        { ...entry, values: TEXT_MEASURES.map(() => 1) },
      ]),
    )
    await vi.waitUntil(waiting)
  })
  await texts
  expect(await numbersOf(context)).toEqual({ '0 CHOSEN': [1, 0.5, 9] })
})
