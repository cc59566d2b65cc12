import { promptLength } from '../../domain/conversation.ts'
import { Conflict } from '../../domain/errors.ts'
import { groupKey } from '../../domain/group-key.ts'
import type { Attributes, PairRecord, ScoredPairRecord } from '../../domain/records.ts'
import { ORIGINAL } from '../catalog.ts'
import type { EntryText } from '../find-entries.ts'
import { loadRowIdsOf } from '../pair-ids.ts'
import type { Connection, Value } from '../sql/connection.ts'
import { inRows } from '../sql/in-rows.ts'
import { TABLES } from '../sql/tables.ts'
import { attributesJson, attributesKey, ensureAttributes, storedAttributes } from './attributes.ts'
import { type CheckedTexts, checkTexts } from './check-texts.ts'
import type { Finding } from './finding.ts'
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
export type CheckedPairs<T> = CheckedTexts & {
  /** With the id of another pair. */
  refused: Finding[]
  accepted: T[]
  fates: { added: number; altered: number }
}

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
  const refused = await refuseTakenIds(connection, datasetId, records)
  const taken = new Set(refused.map(({ rowId }) => rowId))
  const free = records.filter(({ rowId }) => !taken.has(rowId))
  const changed = differing(free.flatMap(entriesOf), texts)
  const checked = await checkTexts(connection, where, changed, how)
  const measured = new Set(checked.measured.map(({ rowId }) => rowId))
  const accepted = free.filter(({ rowId }) => !measured.has(rowId))
  const rows = (await connection.query(
    `SELECT row_id, subset, pair_id, CAST(group_key AS text), CAST(tie AS int)
     FROM pair WHERE dataset_id = ?1 AND ${inRows(connection, 2)}`,
    [datasetId, rowIds],
  )) as [number, string | null, string | null, string, number][]
  const stored = new Map(
    rows.map(([rowId, subset, pairId, group, tie]) => [rowId, { subset, pairId, group, tie }]),
  )
  const attributes = await storedAttributes(connection, datasetId, rowIds)
  const rewards =
    modelId === undefined ? null : await storedRewards(connection, { ...where, modelId }, rowIds)
  const others = new Set(changed.map(({ rowId }) => rowId))
  const isNew = ({ rowId }: T) => !stored.has(rowId)
  const differs = (record: T) =>
    others.has(record.rowId) ||
    stored.get(record.rowId)?.subset !== record.subset ||
    stored.get(record.rowId)?.group !== `${groupOf(record, promptOf(record))}` ||
    stored.get(record.rowId)?.tie !== Number(record.tie ?? false) ||
    (attributes.get(record.rowId) ?? attributesKey()) !== attributesKey(record.attributes) ||
    (record.pairId !== undefined && stored.get(record.rowId)?.pairId !== record.pairId) ||
    (rewards !== null && 'rewards' in record && rewardsDiffer(record.rewards, rewards))
  const old = accepted.filter((record) => !isNew(record))
  return {
    ...checked,
    refused,
    accepted,
    fates: { added: accepted.length - old.length, altered: old.filter(differs).length },
  }
}

/** An id is one pair's: others that come with it are refused. */
const refuseTakenIds = async (
  connection: Connection,
  datasetId: number,
  records: readonly PairRecord[],
): Promise<Finding[]> => {
  const ids = records.flatMap(({ pairId }) => (pairId === undefined ? [] : [pairId]))
  if (ids.length === 0) return []
  const owners = await loadRowIdsOf(connection, datasetId, ids)
  return records.flatMap(({ rowId, pairId }) => {
    if (pairId === undefined) return []
    const owner = owners.get(pairId) ?? rowId
    owners.set(pairId, owner)
    return owner === rowId ? [] : [{ rowId, reason: `the id "${pairId}" is that of row ${owner} already` }]
  })
}

const entriesOf = ({ rowId, chosen, rejected }: PairRecord): EntryText[] => [
  { rowId, side: 'CHOSEN', text: chosen },
  { rowId, side: 'REJECTED', text: rejected },
]

const promptOf = ({ chosen, rejected, answers }: PairRecord): string =>
  chosen.slice(0, promptLength(chosen, rejected, answers))

const groupOf = ({ group }: PairRecord, prompt: string): bigint =>
  groupKey(group === undefined ? { prompt } : { group })

/** Writes pairs and their original entries; returns how many rows changed. */
export const writePairs = async (
  connection: Connection,
  datasetId: number,
  records: readonly PairRecord[],
): Promise<number> => {
  const ids = await ensureAttributes(connection, datasetId, records)
  const pairs: Value[][] = []
  const entries: Value[][] = []
  for (const record of records) {
    const { rowId, pairId, subset, chosen, rejected, answers, tie, attributes } = record
    const prompt = promptOf(record)
    const ofPair = [
      subset,
      prompt,
      groupOf(record, prompt),
      Number(tie ?? false),
      attributesJson(attributes?.pair, ids),
    ]
    pairs.push([datasetId, rowId, ...ofPair, ...(pairId === undefined ? [] : [pairId])])
    const entry = (side: 'CHOSEN' | 'REJECTED', text: string, at: number | null, of?: Attributes) =>
      entries.push([datasetId, rowId, ORIGINAL, side, text.slice(prompt.length), at, attributesJson(of, ids)])
    entry('CHOSEN', chosen, answers?.chosen ?? null, attributes?.chosen)
    entry('REJECTED', rejected, answers?.rejected ?? null, attributes?.rejected)
  }
  // All of a file have one, or none.
  const identified = records[0]?.pairId !== undefined
  const changedPairs = await connection.upsert(
    identified ? TABLES.identifiedPair : TABLES.pair,
    pairs,
    'update',
  )
  return changedPairs + (await connection.upsert(TABLES.originalEntry, entries, 'update'))
}
