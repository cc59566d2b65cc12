import { bitFields, encodeLabel } from '../../src/domain/label-bits.ts'
import { SIDES } from '../../src/domain/side.ts'
import type { Taxonomy } from '../../src/domain/taxonomy.ts'
import type { Connection, Value } from '../../src/store/sql/connection.ts'
import { TABLES } from '../../src/store/sql/tables.ts'
import type { PlainLabels, PlainPair, PlainRewards } from '../frame/make-frame.ts'

/** Texts of entries, in the order of row ids over and over, and what is looked for in them. */
export const TEXTS = {
  written: [
    'An apple',
    'a PEAR, 100% ripe',
    'Äpfel & Birnen',
    'snake_case C:\\temp',
    'ÉCLAIR 😀',
    '',
    'ΣΟΦΙΑ ΟΔΟΣ',
  ],
  wanted: [
    'apple',
    'pear',
    '',
    '100%',
    'e_c',
    '\\TEMP',
    'äPFEL',
    'éclair 😀',
    'σοφια',
    'οδος',
    'ΟΔΟΣ',
    'of no pair',
  ],
}
const textOf = (rowId: number, side: 0 | 1, variant: number): string =>
  variant === 0 ? TEXTS.written[(2 * rowId + side) % TEXTS.written.length] : 'apple'

/** What comes with a pair, by its row id: attributes 0 (a text), 1 (a number of entries) and 2 (true or false). */
const besidesOf = (rowId: number) => ({
  pair: {
    ...(rowId % 3 > 0 && { 0: ["it's", '"so"'][rowId % 2] }),
    ...(rowId % 4 > 0 && { 2: rowId % 4 > 2 }),
  },
  entries: [rowId % 5 === 0 ? {} : { 1: (rowId % 7) / 2 - 1 }, { 1: -(rowId % 2) }],
})
const json = (values: object) => (Object.keys(values).length > 0 ? JSON.stringify(values) : null)

let datasets = 0

/** Writes plain pairs as a dataset, with the models, labelers and the rewriter of make-frame.ts; returns its id. */
export const writePairs = async (
  connection: Connection,
  pairs: readonly PlainPair[],
  taxonomy: Taxonomy,
): Promise<number> => {
  const [[id]] = (await connection.query(
    `INSERT INTO dataset (name, taxonomy, revision, pre_model_id, post_model_id, labeler_id)
     VALUES (?1, ?2, 1, 1, 2, 1) RETURNING id`,
    [`plain ${datasets++}`, JSON.stringify(taxonomy)],
  )) as [number][]
  await connection.script(`
    INSERT INTO variant (dataset_id, id, rewriter) VALUES (${id}, 0, NULL), (${id}, 1, 'rewriter');
    INSERT INTO reward_model (dataset_id, id, name, stage) VALUES (${id}, 1, 'pre', 'PRE'), (${id}, 2, 'post', 'POST');
    INSERT INTO attribute (dataset_id, id, name, scope, kind) VALUES (${id}, 0, 'source', 'PAIR', 'TEXT'),
      (${id}, 1, 'score', 'ENTRY', 'NUMBER'), (${id}, 2, 'flag', 'PAIR', 'BOOLEAN');
    INSERT INTO labeler (dataset_id, id, name) VALUES (${id}, 1, 'first'), (${id}, 2, 'second');`)
  const fields = bitFields(taxonomy.features)
  const variants = pairs.flatMap((pair) => [
    { rowId: pair.rowId, variant: 0, of: pair },
    ...(pair.rewrite ? [{ rowId: pair.rowId, variant: 1, of: pair.rewrite }] : []),
  ])
  const eachSide = (row: (variant: (typeof variants)[number], side: 0 | 1) => Value[][]) =>
    variants.flatMap((variant) => [...row(variant, 0), ...row(variant, 1)])
  const key = ({ rowId, variant }: (typeof variants)[number], side: 0 | 1) => [
    id,
    rowId,
    variant,
    SIDES[side],
  ]
  await connection.upsert(
    TABLES.pair,
    // Some prompts and ties, where nothing is said of them.
    pairs.map(({ rowId, group, subset = null }) => [
      ...[id, rowId, subset, ''],
      ...(group === undefined ? [BigInt(1 + (rowId % 5)), Number(rowId % 6 === 1)] : [BigInt(group), 0]),
      json(besidesOf(rowId).pair),
    ]),
    'update',
  )
  await connection.upsert(
    TABLES.originalEntry,
    eachSide((variant, side) => [
      [
        ...[...key(variant, side), textOf(variant.rowId, side, variant.variant), null],
        variant.variant === 0 ? json(besidesOf(variant.rowId).entries[side]) : null,
      ],
    ]),
    'update',
  )
  const rewards = eachSide((variant, side) =>
    [variant.of.pre, variant.of.post].flatMap((both: PlainRewards | undefined, model) => {
      const score = both?.[side] ?? null
      return score === null ? [] : [[...key(variant, side), model + 1, score]]
    }),
  )
  await connection.upsert(TABLES.reward, rewards, 'update')
  const labels = eachSide((variant, side) => {
    const of = variant.of as Partial<PlainPair>
    return [of.labels, of.otherLabels].flatMap((both: PlainLabels | undefined, labeler) => {
      const values = both?.[side === 0 ? 'chosen' : 'rejected']
      if (!values) return []
      const bits = encodeLabel(
        fields,
        taxonomy.features.map(({ name }) => values[name] ?? null),
      )
      const list = (lists: PlainPair['topics']) => JSON.stringify(labeler === 0 ? (lists?.[side] ?? []) : [])
      return [
        [
          ...key(variant, side),
          labeler + 1,
          bits.features,
          bits.known,
          list(of.topics),
          list(of.discriminations),
        ],
      ]
    })
  })
  await connection.upsert(TABLES.label, labels, 'update')
  await connection.upsert(
    TABLES.rewrite,
    pairs.flatMap(({ rowId, rewrite }) =>
      rewrite ? [[id, rowId, 1, rewrite.similarity?.[0] ?? null, rewrite.similarity?.[1] ?? null]] : [],
    ),
    'update',
  )
  return id
}
