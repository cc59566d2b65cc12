import type { LabelRecord } from '../../domain/records.ts'
import { SIDES } from '../../domain/side.ts'
import { ORIGINAL } from '../catalog.ts'
import type { Connection, Value } from '../sql/connection.ts'
import { TABLES } from '../sql/tables.ts'
import type { CheckedRewrites } from './check-rewrites.ts'
import { writeLabels } from './labels.ts'
import { writeRewards } from './rewards.ts'
import { type RewriteTarget, STAGES } from './rewrite-target.ts'

/** A label without values would keep a labeler from giving one. */
const isKnown = ({ values }: LabelRecord): boolean => values.some((value) => (value ?? null) !== null)

/** Writes checked rewritings, and what they fill in of their originals; returns how many rows changed. */
export const writeRewrites = async (
  connection: Connection,
  target: RewriteTarget,
  { accepted, labels }: CheckedRewrites,
): Promise<number> => {
  const { datasetId, variantId } = target
  const entries = accepted.flatMap(({ rowId, rewritten }) =>
    SIDES.map((side): Value[] => [datasetId, rowId, variantId, side, rewritten[side].text, null]),
  )
  const rewrites = accepted.map(({ rowId, similarity }): Value[] => [
    datasetId,
    rowId,
    variantId,
    similarity.CHOSEN,
    similarity.REJECTED,
  ])
  let changed = await connection.upsert(TABLES.entry, entries, 'update')
  changed += await connection.upsert(TABLES.rewrite, rewrites, 'given')
  for (const [stage, key] of STAGES) {
    const modelId = target[key]
    const rewards = (text: 'original' | 'rewritten') =>
      accepted.map((record) => ({
        rowId: record.rowId,
        chosen: record[text].CHOSEN[stage],
        rejected: record[text].REJECTED[stage],
      }))
    changed += await writeRewards(connection, { datasetId, modelId, variantId }, rewards('rewritten'))
    changed += await writeRewards(connection, { datasetId, modelId }, rewards('original'), 'keep')
  }
  const rewrittenLabels = accepted.flatMap(({ rowId, rewritten }) =>
    SIDES.map((side): LabelRecord => {
      return { rowId, side, values: rewritten[side].values }
    }),
  )
  changed += await writeLabels(connection, target, rewrittenLabels.filter(isKnown))
  return changed + (await writeLabels(connection, { ...target, variantId: ORIGINAL }, labels.filter(isKnown)))
}
