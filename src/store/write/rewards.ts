import type { RewardRecord } from '../../domain/records.ts'
import { SIDES, type Side } from '../../domain/side.ts'
import { ORIGINAL } from '../catalog.ts'
import { keyOf } from '../find-entries.ts'
import type { Connection, Value } from '../sql/connection.ts'
import { type OnConflict, TABLES } from '../sql/tables.ts'
import { setDefaultModel } from './defaults.ts'
import { storedRewards } from './stored.ts'

type Target = { datasetId: number; modelId: number; variantId?: number }

/** Whether any reward of a pair is not the stored one. */
export const rewardsDiffer = (
  { rowId, chosen, rejected }: RewardRecord,
  stored: ReadonlyMap<string, number>,
): boolean => {
  const differs = (side: Side, reward: number | null) =>
    reward !== null && stored.get(keyOf({ rowId, side })) !== reward
  return differs('CHOSEN', chosen) || differs('REJECTED', rejected)
}

/** How many of a model's rewards are the first of their pairs, and how many change those of a pair. */
export const fatesOfRewards = async (
  connection: Connection,
  { variantId = ORIGINAL, ...target }: Target,
  records: readonly RewardRecord[],
): Promise<{ added: number; altered: number }> => {
  const rowIds = records.map(({ rowId }) => rowId)
  const stored = await storedRewards(connection, { ...target, variantId }, rowIds)
  const had = (rowId: number) => SIDES.some((side) => stored.has(keyOf({ rowId, side })))
  const changed = records.filter((record) => rewardsDiffer(record, stored))
  const altered = changed.filter(({ rowId }) => had(rowId)).length
  return { added: changed.length - altered, altered }
}

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
  if (changed > 0) await setDefaultModel(connection, datasetId, modelId)
  return changed
}
