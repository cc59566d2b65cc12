import type { RewardRecord } from '../../domain/records.ts'
import { ORIGINAL } from '../catalog.ts'
import type { Connection, Value } from '../sql/connection.ts'
import { type OnConflict, TABLES } from '../sql/tables.ts'
import { ownModel } from './own.ts'

type Target = { datasetId: number; modelId: number; variantId?: number }

/** Writes the rewards of one model; returns how many rows changed. */
export const writeRewards = async (
  connection: Connection,
  { datasetId, modelId, variantId = ORIGINAL }: Target,
  records: readonly RewardRecord[],
  onConflict: OnConflict = 'update',
): Promise<number> => {
  const rows: Value[][] = []
  for (const { rowId, chosen, rejected } of records) {
    if (chosen !== null) rows.push([datasetId, rowId, variantId, 'CHOSEN', modelId, chosen])
    if (rejected !== null) rows.push([datasetId, rowId, variantId, 'REJECTED', modelId, rejected])
  }
  const changed = await connection.upsert(TABLES.reward, rows, onConflict)
  if (changed > 0) await ownModel(connection, datasetId, modelId)
  return changed
}
