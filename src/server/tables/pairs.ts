import { parse } from 'graphql'
import type { PairFilter } from '../../audit/pair-filter.ts'
import type { Answer } from '../../audit/questions.ts'
import { ask, auditOf } from '../../graphql/audit-scope.ts'
import type { Context } from '../../graphql/context.ts'
import { type Cell, columns, type Part, type Table } from './table.ts'

/** Pairs that are in memory at once, for each reader; of long texts fewer. */
const PART = { PLAIN: 250, WITH_TEXTS: 50 }

/** RequestInfo of the engine, a part at a time: only its variables are GraphQL's. */
const PARAMETERS = parse(
  `query ($dataset: String!, $where: PairFilter, $pre: String, $post: String, $labeler: String, $texts: Boolean! = false)
  { __typename }`,
  { noLocation: true },
)

export const PAIRS: Table = {
  name: 'pairs',
  meaning: 'The pairs themselves, by row id, with a column for each feature on either side.',
  document: PARAMETERS,
  columns: columns(
    ['row_id', 'integer', "The pair's number in the dataset."],
    ['pair_id', 'text', 'Its own id, if it was brought in with one.'],
    ['subset', 'text', 'Where it came from.'],
    ['group', 'text', 'What it is grouped by: pairs of one prompt have the same.'],
    ['tie', 'integer', '1: the human had no preference, else 0.'],
    ['regime', 'text', 'What training did to it; none of ties.'],
    ['preference', 'text', "The labeler's: CHOSEN, REJECTED or INDIFFERENT; none of ties."],
    ['pre_chosen', 'number', "Reward of the chosen entry before training, in the model's units."],
    ['pre_rejected', 'number', 'Of the rejected entry before training.'],
    ['pre_margin', 'number', 'pre_chosen minus pre_rejected.'],
    ['post_chosen', 'number', 'Reward of the chosen entry after training.'],
    ['post_rejected', 'number', 'Of the rejected entry after training.'],
    ['post_margin', 'number', 'post_chosen minus post_rejected.'],
    ['shift_degrees', 'number', 'Signed angle from the pre to the post reward vector, in (-180, 180].'],
    ['chosen_{feature}', 'integer', 'Label of the chosen entry: 0 or 1; -1, 0 or 1. One for each feature.'],
    ['rejected_{feature}', 'integer', 'Label of the rejected entry.'],
    [
      'chosen_{measure}',
      'number',
      'A measure of the chosen entry, such as length_words. One for each measure.',
    ],
    ['rejected_{measure}', 'number', 'Of the rejected entry.'],
    ['chosen_topics', 'text', 'Names with | between them.'],
    ['rejected_topics', 'text', 'The same of the rejected entry.'],
    ['chosen_discriminations', 'text', 'Names with | between them.'],
    ['rejected_discriminations', 'text', 'The same of the rejected entry.'],
    ['pair_{attribute}', 'text', 'What came with the pair: texts or numbers. One for each attribute.'],
    ['chosen_{attribute}', 'text', 'What came with the chosen entry.'],
    ['rejected_{attribute}', 'text', 'What came with the rejected entry.'],
    ['reason', 'text', 'Why cells of the row are empty.'],
    ['prompt', 'text', 'With texts=true: what both entries begin with.'],
    ['chosen_continuation', 'text', 'With texts=true: how the chosen entry goes on.'],
    ['rejected_continuation', 'text', 'With texts=true: how the rejected entry goes on.'],
  ),
  parts: (datasetId, variables, context) => parts(datasetId, variables as Variables, context),
}

type Variables = {
  where?: PairFilter
  pre?: string
  post?: string
  labeler?: string
  texts: boolean
}

type PairTable = Answer<'pairTable'>

const cellAt = (values: PairTable[number]['values'], row: number): Cell => {
  const value = values[row]
  return Number.isNaN(value) ? null : value
}

const rowsOf = (table: PairTable): Part => ({
  columns: table.map(({ name, type }) => ({ name, type })),
  rows: Array.from({ length: table[0].values.length }, (_, row) =>
    table.map(({ values }) => cellAt(values, row)),
  ),
})

async function* parts(
  datasetId: number,
  { texts, ...of }: Variables,
  context: Context,
): AsyncGenerator<Part> {
  const audit = await auditOf(datasetId, of, context)
  const where = { datasetId, pairId: { not: null } }
  const identified = (await context.prisma.pair.findFirst({ where, select: { rowId: true } })) !== null
  const limit = texts ? PART.WITH_TEXTS : PART.PLAIN
  const read = async (start: number): Promise<Part> => {
    const plain = rowsOf(await ask(audit, 'pairTable', { start, limit }, context))
    const part = await withIds(datasetId, plain, identified, context)
    return texts ? withTexts(datasetId, part, context) : part
  }
  let next = read(0)
  for (let start = limit; ; start += limit) {
    const part = await next
    const last = part.rows.length < limit
    if (!last) {
      // A worker makes it while this one is written. It may fail before it is awaited.
      next = read(start)
      next.catch(() => undefined)
    }
    yield part
    if (last) return
  }
}

/** With the pairs' own ids behind their row ids. */
const withIds = async (
  datasetId: number,
  { columns, rows }: Part,
  identified: boolean,
  { prisma }: Context,
): Promise<Part> => {
  const rowIds = rows.map(([rowId]) => rowId as number)
  const where = { datasetId, rowId: { in: rowIds } }
  const pairs = identified ? await prisma.pair.findMany({ where, select: { rowId: true, pairId: true } }) : []
  const ids = new Map(pairs.map(({ rowId, pairId }) => [rowId, pairId]))
  const [first, ...rest] = columns
  return {
    columns: [first, { name: 'pair_id', type: 'text' }, ...rest],
    rows: rows.map(([rowId, ...cells]) => [rowId, ids.get(rowId as number) ?? null, ...cells]),
  }
}

const TEXTS = ['prompt', 'chosen_continuation', 'rejected_continuation']

const withTexts = async (datasetId: number, { columns, rows }: Part, { engine, signal }: Context) => {
  const rowIds = rows.map(([rowId]) => rowId as number)
  const texts = await engine.texts(datasetId, rowIds, signal)
  return {
    columns: [...columns, ...TEXTS.map((name) => ({ name, type: 'text' as const }))],
    rows: rows.map((row, index) => {
      const { prompt, chosen, rejected } = texts.get(rowIds[index]) ?? {}
      return [...row, prompt ?? null, chosen ?? null, rejected ?? null]
    }),
  }
}
