import { isDeepStrictEqual } from 'node:util'
import { type BitField, encodeLabel } from '../../domain/label-bits.ts'
import type { LabelRecord } from '../../domain/records.ts'
import { ORIGINAL } from '../catalog.ts'
import { keyOf } from '../find-entries.ts'
import type { Connection, Value } from '../sql/connection.ts'
import { TABLES } from '../sql/tables.ts'
import { setDefaultLabeler } from './defaults.ts'
import type { Fate } from './fate.ts'
import { type StoredLabel, storedLabels } from './stored.ts'

type Target = { datasetId: number; labelerId: number; fields: readonly BitField[]; variantId?: number }

/** What is stored, and what a record says beyond it or otherwise. */
const merged = (
  { rowId, side, values, topics, discriminatesAgainst }: LabelRecord,
  stored: StoredLabel | undefined,
): StoredLabel => ({
  rowId,
  side,
  values: values.map((value, index) => (value === undefined ? (stored?.values[index] ?? null) : value)),
  topics: topics ?? stored?.topics ?? [],
  discriminatesAgainst: discriminatesAgainst ?? stored?.discriminatesAgainst ?? [],
})

/** Labels as they are to be, with what is stored of them that they say nothing about; and what becomes of them. */
export const mergeLabels = async (
  connection: Connection,
  { variantId = ORIGINAL, ...target }: Target,
  records: readonly LabelRecord[],
) => {
  const rowIds = [...new Set(records.map(({ rowId }) => rowId))]
  const stored = await storedLabels(connection, { ...target, variantId }, rowIds)
  const labels = records.map((record) => merged(record, stored.get(keyOf(record))))
  const fates = labels.map((label): Fate => {
    const before = stored.get(keyOf(label))
    if (!before) return 'ADDED'
    return isDeepStrictEqual(label, before) ? 'UNCHANGED' : 'ALTERED'
  })
  return { labels, fates }
}

/** Writes the labels of one labeler; returns how many rows changed. What they say nothing about stays. */
export const writeLabels = async (
  connection: Connection,
  target: Target,
  records: readonly LabelRecord[],
): Promise<number> => {
  const { labels } = await mergeLabels(connection, target, records)
  return writeWholeLabels(connection, target, labels)
}

/** The same of labels that leave nothing unsaid. */
export const writeWholeLabels = async (
  connection: Connection,
  { datasetId, labelerId, fields, variantId = ORIGINAL }: Target,
  labels: readonly StoredLabel[],
): Promise<number> => {
  const rows = labels.map(({ rowId, side, values, topics, discriminatesAgainst }): Value[] => {
    const { features, known } = encodeLabel(fields, values)
    const lists = [JSON.stringify(topics), JSON.stringify(discriminatesAgainst)]
    return [datasetId, rowId, variantId, side, labelerId, features, known, ...lists]
  })
  const changed = await connection.upsert(TABLES.label, rows, 'update')
  if (changed > 0) await setDefaultLabeler(connection, datasetId, labelerId)
  return changed
}
