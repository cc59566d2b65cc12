import type { Conversation } from '../domain/conversation.ts'
import type { Side } from '../domain/side.ts'
import { ORIGINAL } from './catalog.ts'
import type { Provider } from './database-url.ts'
import type { Connection } from './sql/connection.ts'
import { inRows } from './sql/in-rows.ts'

export type EntryKey = { rowId: number; side: Side }
export type EntryText = EntryKey & Conversation
export type Entries = { datasetId: number; variantId: number }

const ofEntry = (what: string, made: string) => `(SELECT ${what} FROM ${made}
  AND made.dataset_id = entry.dataset_id AND made.row_id = entry.row_id)`
const noneOf = (made: string) => `NOT EXISTS ${ofEntry('1', made)}`
const SAME = 'made.side = entry.side AND made.variant_id = entry.variant_id'

/** What an entry can lack, as a condition on `entry`; ?3 is `by`. */
const LACKS = {
  reward: noneOf(`reward made WHERE ${SAME} AND made.model_id = ?3`),
  rewriting: noneOf('entry made WHERE made.side = entry.side AND made.variant_id = ?3'),
  // A pair counts as rewritten once both its entries are.
  similarity: `${noneOf(`rewrite made WHERE made.variant_id = ?3 AND
      CASE entry.side WHEN 'CHOSEN' THEN made.chosen_similarity ELSE made.rejected_similarity END IS NOT NULL`)}
    AND EXISTS (SELECT 1 FROM entry other WHERE other.dataset_id = entry.dataset_id AND other.row_id = entry.row_id
      AND other.variant_id = entry.variant_id AND other.side <> entry.side)`,
} as const

/** `by` is the id of a labeler, a model or a rewriter's variant; null for one that has made nothing yet. */
export type Missing = Entries & { by: number | null } & (
    | { what: keyof typeof LACKS }
    /** `bits`: of the features, none of which is labeled. */
    | { what: 'label'; bits: bigint }
    /** Numbers of the text, all of which come at once; `at` is the place of one that every text has. */
    | { what: 'measures'; at: number }
  )

const NUMBER_AT: Record<Provider, (at: number) => string> = {
  sqlite: (at) => `json_extract(made.numbers, '$[${at}]')`,
  postgresql: (at) => `(made.numbers::json ->> ${at})`,
}

/** That an entry lacks it. */
export const lacks = ({ provider }: Pick<Connection, 'provider'>, missing: Missing): string => {
  if (missing.what === 'label')
    return noneOf(`label made WHERE ${SAME} AND made.labeler_id = ?3 AND (made.known & ${missing.bits}) <> 0`)
  if (missing.what === 'measures')
    // ?3 is nobody. A join would have PostgreSQL parse all numbers for each entry.
    return `${ofEntry(NUMBER_AT[provider](missing.at), `measured made WHERE ${SAME} AND ?3 = 0`)} IS NULL`
  return LACKS[missing.what]
}

/** The entries of a variant that lack something, by row and side. */
export const loadMissing = async (connection: Connection, missing: Missing): Promise<EntryKey[]> => {
  const { datasetId, variantId, by } = missing
  const rows = await connection.query(
    `SELECT row_id, side FROM entry WHERE dataset_id = ?1 AND variant_id = ?2 AND ${lacks(connection, missing)}
     ORDER BY row_id, side`,
    // Nobody has the id -1.
    [datasetId, variantId, by ?? -1],
  )
  return (rows as [number, Side][]).map(([rowId, side]) => ({ rowId, side }))
}

/** The row ids that have an entry of a variant, ascending. */
export const loadVariantRows = async (
  connection: Connection,
  { datasetId, variantId }: Entries,
): Promise<number[]> => {
  const rows = await connection.query(
    'SELECT DISTINCT row_id FROM entry WHERE dataset_id = ?1 AND variant_id = ?2 ORDER BY row_id',
    [datasetId, variantId],
  )
  return rows.map(([rowId]) => rowId as number)
}

/** The first row ids behind one whose originals a labeler has labeled, ascending. */
export const loadLabeledRows = async (
  connection: Connection,
  {
    datasetId,
    labelerId,
    after,
    limit,
  }: { datasetId: number; labelerId: number; after: number; limit: number },
): Promise<number[]> => {
  const rows = await connection.query(
    `SELECT DISTINCT row_id FROM label WHERE dataset_id = ?1 AND row_id > ?2 AND variant_id = ${ORIGINAL}
     AND labeler_id = ?3 ORDER BY row_id LIMIT ?4`,
    [datasetId, after, labelerId, limit],
  )
  return rows.map(([rowId]) => rowId as number)
}

/** Whole conversations of both sides of some pairs. */
const loadTexts = async (
  connection: Connection,
  { datasetId, variantId }: Entries,
  rowIds: readonly number[],
): Promise<EntryText[]> => {
  const rows = await connection.query(
    `SELECT row_id, side, text, (SELECT prompt FROM pair
       WHERE pair.dataset_id = entry.dataset_id AND pair.row_id = entry.row_id), answer_at
     FROM entry WHERE dataset_id = ?1 AND variant_id = ?2 AND ${inRows(connection, 3)}`,
    [datasetId, variantId, rowIds],
  )
  return (rows as [number, Side, string, string, number | null][]).map(
    ([rowId, side, text, prompt, answerAt]) => ({
      rowId,
      side,
      text: variantId === ORIGINAL ? prompt + text : text,
      answerAt,
    }),
  )
}

/** An entry's name: `rowId.side`. */
export const keyOf = ({ rowId, side }: EntryKey): string => `${rowId}.${side}`

/** Entries whose texts are looked up at a time. */
const CHUNK = 500

/** The texts of some entries, in their order, a part at a time. */
export async function* textsOf(
  connection: Connection,
  { entries, ...where }: Entries & { entries: readonly EntryKey[] },
): AsyncGenerator<EntryText> {
  for (let start = 0; start < entries.length; start += CHUNK) {
    const part = entries.slice(start, start + CHUNK)
    const texts = await loadTexts(connection, where, [...new Set(part.map(({ rowId }) => rowId))])
    const byKey = new Map(texts.map((entry) => [keyOf(entry), entry]))
    for (const key of part) {
      const entry = byKey.get(keyOf(key))
      if (entry) yield entry
    }
  }
}

export type RewrittenEntry = EntryKey & { original: string; rewritten: string }

/** The texts of some entries of a rewriter, before and after, in their order, a part at a time. */
export async function* rewrittenTextsOf(
  connection: Connection,
  { datasetId, variantId, entries }: Entries & { entries: readonly EntryKey[] },
): AsyncGenerator<RewrittenEntry> {
  // Every pair has both of its originals.
  const originals = textsOf(connection, { datasetId, variantId: ORIGINAL, entries })
  for await (const { text: rewritten, ...key } of textsOf(connection, { datasetId, variantId, entries })) {
    const original = await originals.next()
    if (!original.done) yield { ...key, original: original.value.text, rewritten }
  }
}
