import { SIDES } from '../domain/side.ts'
import { type JointCount, jointCounts } from '../frame/joint-counts.ts'
import type { Slice } from '../frame/slice.ts'
import { cohensKappa } from '../stats/kappa.ts'
import { type Extent, extentOf, lacking } from './lacking.ts'

/** On the entries where both labelers know the feature (index in the taxonomy). */
export type LabelerAgreement = {
  feature: number
  entries: number
  agreement: number | null
  kappa: number | null
  reason: string | null
}

/** Section D.5: how far a second labeler (its index in the frame) says the same of each feature. */
export const labelerAgreement = (slice: Slice, labeler: number): LabelerAgreement[] => {
  const { view, rows } = slice
  const mine = view.labels
  const theirs = view.frame.original.labels[labeler] ?? null
  const sides = SIDES.map((side) =>
    mine && theirs ? jointCounts(mine[side], theirs[side], view.fields, rows) : view.fields.map(() => []),
  )
  const joint = view.fields.map((_, feature) => sides.flatMap((joint) => joint[feature]))
  return labelerAgreementOf(joint, extentOf(slice))
}

/** From how often the values of the audit's labeler and of the other one meet, feature by feature. */
export const labelerAgreementOf = (
  joint: readonly (readonly JointCount[])[],
  extent: Extent,
): LabelerAgreement[] =>
  joint.map((counts, feature) => {
    // Rows: the audit's labeler; columns: the other one; values from -1 to 1.
    const table = [-1, 0, 1].map(() => [0, 0, 0])
    for (const { a, b, count } of counts) table[a + 1][b + 1] += count
    const entries = table.flat().reduce((sum, count) => sum + count, 0)
    const { agreement, kappa } = cohensKappa(table)
    const constant = 'only one value occurs: chance alone would agree always'
    const none = lacking(extent, ['LABELS']) ?? 'no entry of the slice has this label of both labelers'
    return {
      feature,
      entries,
      agreement,
      kappa,
      reason: entries === 0 ? none : kappa === null ? constant : null,
    }
  })
