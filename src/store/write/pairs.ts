import { promptLength } from '../../domain/conversation.ts'
import { Conflict } from '../../domain/errors.ts'
import type { PairRecord, ScoredPairRecord } from '../../domain/records.ts'
import { ORIGINAL } from '../catalog.ts'
import type { EntryText } from '../find-entries.ts'
import type { Connection, Value } from '../sql/connection.ts'
import { inRows } from '../sql/in-rows.ts'
import { TABLES } from '../sql/tables.ts'
import { type CheckedTexts, checkTexts } from './check-texts.ts'
import { rewardsDiffer } from './rewards.ts'
import { differing, storedRewards, storedTexts } from './stored.ts'

/**
 * Row ids are lines: a second file of a dataset would take the place of the first, unless somebody says
 * where it begins. Its subset tells.
 *
 * @throws Conflict when a pair is there already as one of another subset.
 */
export const refuseOtherSubset = async (
  connection: Connection,
  datasetId: number,
  subset: string | null,
  records: readonly PairRecord[],
): Promise<void> => {
  const rowIds = records.map(({ rowId }) => rowId)
  const [other] = await connection.query(
    `SELECT row_id, subset FROM pair
     WHERE dataset_id = ?1 AND subset IS NOT NULL AND subset IS DISTINCT FROM ?2 AND ${inRows(connection, 3)} LIMIT 1`,
    [datasetId, subset, rowIds],
  )
  if (!other) return
  const [[last]] = await connection.query('SELECT max(row_id) FROM pair WHERE dataset_id = ?1', [datasetId])
  throw new Conflict(
    `row ${other[0]} is there already, as a pair of subset "${other[1]}"; ` +
      `--first-row-id ${Number(last) + 1} puts these pairs behind the others, --replace in their place`,
  )
}

/** What of a batch of pairs can be written, and what becomes of it. */
export type CheckedPairs<T> = CheckedTexts & { accepted: T[]; fates: { added: number; altered: number } }

/** Sorts pairs by whether they can be written: texts that have been measured stay, unless they are replaced. */
export const checkPairs = async <T extends PairRecord | ScoredPairRecord>(
  connection: Connection,
  { datasetId, modelId }: { datasetId: number; modelId?: number },
  records: readonly T[],
  how: { replace: boolean; commit: boolean },
): Promise<CheckedPairs<T>> => {
  const where = { datasetId, variantId: ORIGINAL }
  const rowIds = records.map(({ rowId }) => rowId)
  const texts = await storedTexts(connection, where, rowIds)
  const changed = differing(records.flatMap(entriesOf), texts)
  const checked = await checkTexts(connection, where, changed, how)
  const refused = new Set(checked.measured.map(({ rowId }) => rowId))
  const accepted = records.filter(({ rowId }) => !refused.has(rowId))
  const subsets = new Map(
    (await connection.query(
      `SELECT row_id, subset FROM pair WHERE dataset_id = ?1 AND ${inRows(connection, 2)}`,
      [datasetId, rowIds],
    )) as [number, string | null][],
  )
  const rewards =
    modelId === undefined ? null : await storedRewards(connection, { ...where, modelId }, rowIds)
  const others = new Set(changed.map(({ rowId }) => rowId))
  const isNew = ({ rowId }: T) => !subsets.has(rowId)
  const differs = (record: T) =>
    others.has(record.rowId) ||
    subsets.get(record.rowId) !== record.subset ||
    (rewards !== null && 'rewards' in record && rewardsDiffer(record.rewards, rewards))
  const old = accepted.filter((record) => !isNew(record))
  return {
    ...checked,
    accepted,
    fates: { added: accepted.length - old.length, altered: old.filter(differs).length },
  }
}

const entriesOf = ({ rowId, chosen, rejected }: PairRecord): EntryText[] => [
  { rowId, side: 'CHOSEN', text: chosen },
  { rowId, side: 'REJECTED', text: rejected },
]

/** Writes pairs and their original entries; returns how many rows changed. */
export const writePairs = async (
  connection: Connection,
  datasetId: number,
  records: readonly PairRecord[],
): Promise<number> => {
  const pairs: Value[][] = []
  const entries: Value[][] = []
  for (const { rowId, subset, chosen, rejected, answers } of records) {
    const shared = promptLength(chosen, rejected, answers)
    pairs.push([datasetId, rowId, subset, chosen.slice(0, shared)])
    entries.push([datasetId, rowId, ORIGINAL, 'CHOSEN', chosen.slice(shared), answers?.chosen ?? null])
    entries.push([datasetId, rowId, ORIGINAL, 'REJECTED', rejected.slice(shared), answers?.rejected ?? null])
  }
  const changedPairs = await connection.upsert(TABLES.pair, pairs, 'update')
  return changedPairs + (await connection.upsert(TABLES.entry, entries, 'update'))
}
