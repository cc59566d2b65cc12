import type { Side } from '../../domain/side.ts'
import type { EntryKey } from '../find-entries.ts'
import type { Connection, Value } from '../sql/connection.ts'
import { TABLES } from '../sql/tables.ts'

export type SimilarityRecord = EntryKey & { similarity: number }

/** Writes the similarities of entries that have none; returns how many rows changed. */
export const writeSimilarities = (
  connection: Connection,
  { datasetId, variantId }: { datasetId: number; variantId: number },
  records: readonly SimilarityRecord[],
): Promise<number> => {
  const rows = new Map<number, Partial<Record<Side, number>>>()
  for (const { rowId, side, similarity } of records) {
    const row = rows.get(rowId) ?? {}
    row[side] = similarity
    rows.set(rowId, row)
  }
  const values = [...rows].map(([rowId, { CHOSEN = null, REJECTED = null }]): Value[] => [
    datasetId,
    rowId,
    variantId,
    CHOSEN,
    REJECTED,
  ])
  return connection.upsert(TABLES.rewrite, values, 'fill')
}
