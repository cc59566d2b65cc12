import { bitFields, encodeLabel } from '../../src/domain/label-bits.ts'
import { SIDES } from '../../src/domain/side.ts'
import type { Taxonomy } from '../../src/domain/taxonomy.ts'
import type { Connection, Value } from '../../src/store/sql/connection.ts'
import { TABLES } from '../../src/store/sql/tables.ts'
import {
  ATTRIBUTES,
  groupOf,
  MEASURES,
  type PlainLabels,
  type PlainPair,
  type PlainRewards,
} from '../frame/make-frame.ts'

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

/** What comes with a pair and with its entries, by the ids of attributes; 2 is of the database alone. */
const ofPair = ({ rowId, source }: PlainPair) =>
  JSON.stringify({ ...(source && { 0: source }), ...(rowId % 4 > 0 && { 2: rowId % 4 > 2 }) })
const ofEntry = ({ scores }: PlainPair, side: 0 | 1) => {
  const score = scores?.[side] ?? null
  return score === null ? null : JSON.stringify({ 1: score })
}

const FLAG = { id: 2, name: 'flag', scope: 'PAIR', kind: 'BOOLEAN' }

let datasets = 0

/** Writes plain pairs as a dataset, with the models, labelers and the rewriter of make-frame.ts; returns its id. */
export const writePairs = async (
  connection: Connection,
  pairs: readonly PlainPair[],
  taxonomy: Taxonomy,
): Promise<number> => {
  const [[id]] = (await connection.query(
    `INSERT INTO dataset (name, taxonomy, measures, revision, pre_model_id, post_model_id, labeler_id)
     VALUES (?1, ?2, ?3, 1, 1, 2, 1) RETURNING id`,
    [`plain ${datasets++}`, JSON.stringify(taxonomy), JSON.stringify(MEASURES)],
  )) as [number][]
  await connection.script(`
    INSERT INTO variant (dataset_id, id, rewriter) VALUES (${id}, 0, NULL), (${id}, 1, 'rewriter');
    INSERT INTO reward_model (dataset_id, id, name, stage) VALUES (${id}, 1, 'pre', 'PRE'), (${id}, 2, 'post', 'POST');
    INSERT INTO attribute (dataset_id, id, name, scope, kind)
      VALUES ${[...ATTRIBUTES, FLAG].map((of) => `(${id}, ${of.id}, '${of.name}', '${of.scope}', '${of.kind}')`).join()};
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
    pairs.map((pair) => [
      ...[id, pair.rowId, pair.subset ?? null, '', groupOf(pair), Number(pair.tie ?? false)],
      ofPair(pair),
    ]),
    'update',
  )
  await connection.upsert(
    TABLES.originalEntry,
    eachSide((variant, side) => [
      [
        ...[...key(variant, side), textOf(variant.rowId, side, variant.variant), null],
        variant.variant === 0 ? ofEntry(variant.of as PlainPair, side) : null,
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
  const measured = eachSide((variant, side) => {
    const { lengths, ages } = variant.of
    if (!lengths && !ages) return []
    // Entries that were measured before there was another measure have fewer numbers.
    const numbers = [lengths?.[side] ?? null, ages?.[side] ?? null, ...(variant.rowId % 2 ? [null] : [])]
    return [[...key(variant, side), JSON.stringify(numbers)]]
  })
  await connection.upsert(TABLES.measured, measured, 'update')
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
