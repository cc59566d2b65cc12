import { Conflict } from '../../domain/errors.ts'
import { hint } from '../../domain/hint.ts'
import type { LabelRecord, RewriteRecord } from '../../domain/records.ts'
import { SIDES, type Side } from '../../domain/side.ts'
import { ORIGINAL } from '../catalog.ts'
import { type EntryText, keyOf } from '../find-entries.ts'
import type { Connection } from '../sql/connection.ts'
import { inRows } from '../sql/in-rows.ts'
import { type CheckedTexts, checkTexts } from './check-texts.ts'
import type { Finding } from './finding.ts'
import { type RewriteStage, type RewriteTarget, STAGES } from './rewrite-target.ts'
import { differing, type StoredLabel, storedLabels, storedRewards, storedTexts } from './stored.ts'

/** What of a batch can be written, and what contradicts the database. */
export type CheckedRewrites = CheckedTexts & {
  accepted: RewriteRecord[]
  /** Values of originals that differ from stored ones: the stored ones stay. */
  conflicts: Finding[]
  /** Of the originals, with what the file adds to them. */
  labels: LabelRecord[]
  fates: { added: number; altered: number }
}

type Stored = {
  /** All by entry. */
  texts: ReadonlyMap<string, string>
  rewards: Record<RewriteStage, ReadonlyMap<string, number>>
  labels: ReadonlyMap<string, StoredLabel>
}

/** What is stored of the originals of some pairs, or of what a rewriter made of them. */
const loadStored = async (
  connection: Connection,
  target: RewriteTarget,
  variantId: number,
  rowIds: readonly number[],
): Promise<Stored> => {
  const where = { datasetId: target.datasetId, variantId }
  const rewardsOf = (modelId: number) => storedRewards(connection, { ...where, modelId }, rowIds)
  return {
    texts: await storedTexts(connection, where, rowIds),
    rewards: { pre: await rewardsOf(target.preModelId), post: await rewardsOf(target.postModelId) },
    labels: await storedLabels(connection, { ...target, variantId }, rowIds),
  }
}

/** What the file says of an original's label beyond what is stored, which stays. */
const filling = ({ rowId, original }: RewriteRecord, side: Side, { labels }: Stored): LabelRecord => {
  const stored = labels.get(keyOf({ rowId, side }))
  return { rowId, side, values: original[side].values.map((value, index) => stored?.values[index] ?? value) }
}

const conflictsOf = (target: RewriteTarget, record: RewriteRecord, stored: Stored): Finding[] => {
  const findings: Finding[] = []
  type Known = number | null | undefined
  const compare = (what: string, mine: Known, theirs: Known) => {
    if ((mine ?? null) === null || (theirs ?? null) === null || mine === theirs) return
    findings.push({
      rowId: record.rowId,
      reason: `${what} is ${mine}, but ${theirs} is stored; kept what is stored`,
    })
  }
  for (const side of SIDES) {
    const original = record.original[side]
    const key = keyOf({ rowId: record.rowId, side })
    const of = `of the original ${side.toLowerCase()} entry`
    for (const [stage] of STAGES)
      compare(`the ${stage} reward ${of}`, original[stage], stored.rewards[stage].get(key))
    target.features.forEach((name, index) => {
      compare(`${name} ${of}`, original.values[index], stored.labels.get(key)?.values[index])
    })
  }
  return findings
}

/** The pair's similarities that are stored, by row id. */
const loadSimilarities = async (
  connection: Connection,
  { datasetId, variantId }: RewriteTarget,
  rowIds: readonly number[],
) => {
  const rows = (await connection.query(
    `SELECT row_id, chosen_similarity, rejected_similarity FROM rewrite
     WHERE dataset_id = ?1 AND variant_id = ?2 AND ${inRows(connection, 3)}`,
    [datasetId, variantId, rowIds],
  )) as [number, number | null, number | null][]
  return new Map(rows.map(([rowId, CHOSEN, REJECTED]) => [rowId, { CHOSEN, REJECTED }]))
}

const rewrittenTexts = ({ rowId, rewritten }: RewriteRecord): EntryText[] =>
  SIDES.map((side) => ({ rowId, side, text: rewritten[side].text }))

/** Whether the file says anything of a rewriting that is not stored as it says. */
const differs = (record: RewriteRecord, stored: Stored): boolean =>
  differing(rewrittenTexts(record), stored.texts).length > 0 ||
  SIDES.some((side) => {
    const key = keyOf({ rowId: record.rowId, side })
    const { values, ...rewards } = record.rewritten[side]
    const label = stored.labels.get(key)
    return (
      STAGES.some(
        ([stage]) => rewards[stage] !== null && rewards[stage] !== stored.rewards[stage].get(key),
      ) || values.some((value, index) => value !== undefined && value !== (label?.values[index] ?? null))
    )
  })

/** Rewritings whose originals are not the stored texts: they are of other pairs. */
export const refuseOtherTexts = async (
  connection: Connection,
  datasetId: number,
  records: readonly RewriteRecord[],
): Promise<Finding[]> => {
  const rowIds = records.map(({ rowId }) => rowId)
  const texts = await storedTexts(connection, { datasetId, variantId: ORIGINAL }, rowIds)
  return records.flatMap(({ rowId, original }) => {
    const other = SIDES.find(
      (side) => texts.get(keyOf({ rowId, side }))?.trim() !== original[side].text.trim(),
    )
    if (!other) return []
    return [
      { rowId, reason: `the original ${other.toLowerCase()} text is not that of the stored pair ${rowId}` },
    ]
  })
}

/**
 * Sorts rewritings by whether they can be written: those whose rewritten texts have been measured and are others
 * can't, unless they are replaced. Values of originals that differ from stored ones are found; the stored ones stay.
 *
 * @throws Conflict for similarities beside those that were computed here
 */
export const checkRewrites = async (
  connection: Connection,
  target: RewriteTarget,
  records: readonly RewriteRecord[],
  how: { replace: boolean; commit: boolean },
): Promise<CheckedRewrites> => {
  const rowIds = records.map(({ rowId }) => rowId)
  const originals = await loadStored(connection, target, ORIGINAL, rowIds)
  const conflicts: Finding[] = []
  const stored = await loadStored(connection, target, target.variantId, rowIds)
  const similarities = await loadSimilarities(connection, target, rowIds)
  const changed = differing(records.flatMap(rewrittenTexts), stored.texts)
  const checked = await checkTexts(connection, target, changed, how)
  const measured = new Set(checked.measured.map(({ rowId }) => rowId))
  const accepted = records.filter(({ rowId }) => !measured.has(rowId))
  const changesSimilarity = ({ rowId, similarity }: RewriteRecord) =>
    SIDES.some((side) => similarity[side] !== null && similarity[side] !== similarities.get(rowId)?.[side])
  if (target.similaritiesComputed && accepted.some(changesSimilarity))
    throw new Conflict(
      hint`the file has similarities, but those of rewriter "${target.rewriter}" come from \`npm run embed\`; leave them out (--incomplete), or bring these rewritings as another rewriter's`,
    )
  const labels: LabelRecord[] = []
  for (const record of accepted) {
    conflicts.push(...conflictsOf(target, record, originals))
    for (const side of SIDES) labels.push(filling(record, side, originals))
  }
  const isNew = ({ rowId }: RewriteRecord) => !SIDES.some((side) => stored.texts.has(keyOf({ rowId, side })))
  const old = accepted.filter((record) => !isNew(record))
  const altered = old.filter((record) => differs(record, stored) || changesSimilarity(record)).length
  return {
    ...checked,
    accepted,
    conflicts,
    labels,
    fates: { added: accepted.length - old.length, altered },
  }
}
