import { SIDES } from '../domain/side.ts'
import { featureValue } from '../frame/feature-values.ts'
import type { Slice } from '../frame/slice.ts'
import { cohensKappa } from '../stats/kappa.ts'

/** On the entries where both labelers know the feature (index in the taxonomy). */
export type LabelerAgreement = {
  feature: number
  entries: number
  agreement: number | null
  kappa: number | null
  reason: string | null
}

/** Section D.5: how far a second labeler (its index in the frame) says the same of each feature. */
export const labelerAgreement = ({ view, rows }: Slice, labeler: number): LabelerAgreement[] => {
  const other = view.frame.original.labels[labeler] ?? null
  return view.fields.map((field, feature) => {
    // Rows: the audit's labeler; columns: the other one; values from -1 to 1.
    const table = [-1, 0, 1].map(() => [0, 0, 0])
    let entries = 0
    if (view.labels && other) {
      for (const side of SIDES) {
        const [mine, theirs] = [view.labels[side], other[side]]
        for (const row of rows) {
          const a = featureValue(mine, field, row)
          const b = featureValue(theirs, field, row)
          if (a === null || b === null) continue
          entries++
          table[a + 1][b + 1]++
        }
      }
    }
    const { agreement, kappa } = cohensKappa(table)
    const constant = 'only one value occurs: chance alone would agree always'
    const none = 'no entry has this label of both labelers'
    return {
      feature,
      entries,
      agreement,
      kappa,
      reason: entries === 0 ? none : kappa === null ? constant : null,
    }
  })
}
