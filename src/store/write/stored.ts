import { type BitField, decodeLabel } from '../../domain/label-bits.ts'
import type { MeasuredValues } from '../../domain/measure.ts'
import type { LabelRecord } from '../../domain/records.ts'
import type { Side } from '../../domain/side.ts'
import { ORIGINAL } from '../catalog.ts'
import { type Entries, type EntryKey, keyOf } from '../find-entries.ts'
import type { Connection } from '../sql/connection.ts'
import { inRows } from '../sql/in-rows.ts'

const reader =
  (connection: Connection, { datasetId, variantId }: Entries, rowIds: readonly number[]) =>
  <Rest extends unknown[]>(columns: string, from: string, condition = 'true') =>
    connection.query(
      `SELECT row_id, side, ${columns} FROM ${from}
       WHERE dataset_id = ?1 AND variant_id = ${variantId} AND ${condition} AND ${inRows(connection, 2)}`,
      [datasetId, rowIds],
    ) as Promise<[rowId: number, side: Side, ...Rest][]>

/** Whole texts that are stored of some rows, by entry. */
export const storedTexts = async (
  connection: Connection,
  where: Entries,
  rowIds: readonly number[],
): Promise<Map<string, string>> => {
  const read = reader(connection, where, rowIds)
  const rows = await (where.variantId === ORIGINAL
    ? read<[string, string]>('text, prompt', 'entry JOIN pair USING (dataset_id, row_id)')
    : read<[string, string]>("text, ''", 'entry'))
  return new Map(rows.map(([rowId, side, text, prompt]) => [keyOf({ rowId, side }), prompt + text]))
}

/** Rewards that one model gave some rows, by entry. */
export const storedRewards = async (
  connection: Connection,
  { modelId, ...where }: Entries & { modelId: number },
  rowIds: readonly number[],
): Promise<Map<string, number>> => {
  const read = reader(connection, where, rowIds)
  const rows = await read<[number]>('score', 'reward', `model_id = ${modelId}`)
  return new Map(rows.map(([rowId, side, score]) => [keyOf({ rowId, side }), score]))
}

/** What was measured of some rows, in the order of the dataset's measures, by entry. */
export const storedMeasures = async (
  connection: Connection,
  where: Entries,
  rowIds: readonly number[],
): Promise<Map<string, MeasuredValues>> => {
  const rows = await reader(connection, where, rowIds)<[string]>('numbers', 'measured')
  return new Map(rows.map(([rowId, side, numbers]) => [keyOf({ rowId, side }), JSON.parse(numbers)]))
}

/** A label as it is stored: nothing of it is left unsaid. */
export type StoredLabel = Required<LabelRecord>

/** Labels that one labeler gave some rows, by entry. */
export const storedLabels = async (
  connection: Connection,
  { labelerId, fields, ...where }: Entries & { labelerId: number; fields: readonly BitField[] },
  rowIds: readonly number[],
): Promise<Map<string, StoredLabel>> => {
  const text = (column: string) => `CAST(${column} AS TEXT)`
  const rows = await reader(connection, where, rowIds)<[string, string, string, string]>(
    `${text('features')}, ${text('known')}, topics, discriminates_against`,
    'label',
    `labeler_id = ${labelerId}`,
  )
  return new Map(
    rows.map(([rowId, side, features, known, topics, discriminations]) => [
      keyOf({ rowId, side }),
      {
        rowId,
        side,
        values: decodeLabel(fields, { features: BigInt(features), known: BigInt(known) }),
        topics: JSON.parse(topics),
        discriminatesAgainst: JSON.parse(discriminations),
      },
    ]),
  )
}

/** What of some entries differs from what is stored of them; what has nothing stored is not among them. */
export const differing = <T extends EntryKey & { text: string }>(
  entries: readonly T[],
  stored: ReadonlyMap<string, string>,
): T[] =>
  entries.filter((entry) => {
    const text = stored.get(keyOf(entry))
    return text !== undefined && text !== entry.text
  })
