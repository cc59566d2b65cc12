import { decodeLabel } from '../../domain/label-bits.ts'
import type { LabelRecord, RewriteRecord } from '../../domain/records.ts'
import { SIDES, type Side } from '../../domain/side.ts'
import { ORIGINAL } from '../catalog.ts'
import type { Connection } from '../sql/connection.ts'
import { inRows } from '../sql/in-rows.ts'
import { type RewriteTarget, STAGES } from './rewrite-target.ts'

/** A line of a rewrites file that contradicts what is stored. */
export type Finding = { rowId: number; reason: string }

/** What of a batch can be written, and what contradicts the database. */
export type CheckedRewrites = {
  accepted: RewriteRecord[]
  /** Not the stored pair's texts: left out. */
  refused: Finding[]
  /** Values of originals that differ from stored ones: the stored ones stay. */
  conflicts: Finding[]
  /** Of the originals, with what the file adds to them. */
  labels: LabelRecord[]
}

type Stored = { text: string; rewards: Map<number, number>; label: LabelRecord | null }
type StoredPair = Record<Side, Stored>

/** What is stored of the originals of some pairs. */
const storedOriginals = async (
  connection: Connection,
  { datasetId, labelerId, fields }: RewriteTarget,
  rowIds: readonly number[],
): Promise<Map<number, StoredPair>> => {
  const stored = new Map<number, StoredPair>()
  const read = (columns: string, from: string, condition: string) =>
    connection.query(
      `SELECT row_id, side, ${columns} FROM ${from}
       WHERE dataset_id = ?1 AND variant_id = ${ORIGINAL} AND ${condition} AND ${inRows(connection, 2)}`,
      [datasetId, rowIds],
    ) as Promise<[number, Side, ...unknown[]][]>
  for (const [rowId, side, prompt, text] of await read(
    'prompt, text',
    'entry JOIN pair USING (dataset_id, row_id)',
    'true',
  )) {
    const pair = stored.get(rowId) ?? ({} as StoredPair)
    pair[side] = { text: `${prompt}${text}`, rewards: new Map(), label: null }
    stored.set(rowId, pair)
  }
  for (const [rowId, side, modelId, score] of await read('model_id, score', 'reward', 'true')) {
    stored.get(rowId)?.[side].rewards.set(modelId as number, score as number)
  }
  const text = (column: string) => `CAST(${column} AS TEXT)`
  for (const [rowId, side, features, known, topics, discriminations] of await read(
    `${text('features')}, ${text('known')}, topics, discriminates_against`,
    'label',
    `labeler_id = ${labelerId}`,
  )) {
    const pair = stored.get(rowId)
    if (!pair) continue
    const bits = { features: BigInt(features as string), known: BigInt(known as string) }
    pair[side].label = {
      rowId,
      side,
      values: decodeLabel(fields, bits),
      topics: JSON.parse(topics as string),
      discriminatesAgainst: JSON.parse(discriminations as string),
    }
  }
  return stored
}

/** What the file says of an original's label: what is stored, and what the file knows beyond that. */
const mergedLabel = (record: RewriteRecord, side: Side, stored: LabelRecord | null): LabelRecord => ({
  rowId: record.rowId,
  side,
  topics: [],
  discriminatesAgainst: [],
  ...stored,
  values: record.original[side].values.map((value, index) => stored?.values[index] ?? value),
})

const conflictsOf = (target: RewriteTarget, record: RewriteRecord, stored: StoredPair): Finding[] => {
  const findings: Finding[] = []
  const compare = (what: string, mine: number | null, theirs: number | null | undefined) => {
    if (mine === null || theirs === null || theirs === undefined || mine === theirs) return
    findings.push({
      rowId: record.rowId,
      reason: `${what} is ${mine}, but ${theirs} is stored; kept what is stored`,
    })
  }
  for (const side of SIDES) {
    const original = record.original[side]
    const of = `of the original ${side.toLowerCase()} entry`
    for (const [stage, key] of STAGES) {
      compare(`the ${stage} reward ${of}`, original[stage], stored[side].rewards.get(target[key]))
    }
    target.features.forEach((name, index) => {
      compare(`${name} ${of}`, original.values[index], stored[side].label?.values[index])
    })
  }
  return findings
}

/**
 * Sorts rewritings by whether they can be written: those whose originals are not the stored texts can't.
 * Values of originals that differ from stored ones are found; the stored ones stay.
 */
export const checkRewrites = async (
  connection: Connection,
  target: RewriteTarget,
  records: readonly RewriteRecord[],
): Promise<CheckedRewrites> => {
  const originals = await storedOriginals(
    connection,
    target,
    records.map(({ rowId }) => rowId),
  )
  const refused: Finding[] = []
  const conflicts: Finding[] = []
  const labels: LabelRecord[] = []
  const accepted = records.filter((record) => {
    const stored = originals.get(record.rowId)
    const other = SIDES.find((side) => stored?.[side]?.text.trim() !== record.original[side].text.trim())
    if (!stored || other) {
      const reason = `the original ${other?.toLowerCase()} text is not that of the stored pair ${record.rowId}`
      refused.push({ rowId: record.rowId, reason })
      return false
    }
    conflicts.push(...conflictsOf(target, record, stored))
    for (const side of SIDES) labels.push(mergedLabel(record, side, stored[side].label))
    return true
  })
  return { accepted, refused, conflicts, labels }
}
