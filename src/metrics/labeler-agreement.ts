import { SIDES } from '../domain/side.ts'
import { featureValue } from '../frame/feature-values.ts'
import { labelColumns, patternsOf } from '../frame/patterns.ts'
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
  const mine = view.labels
  const theirs = view.frame.original.labels[labeler] ?? null
  const sides = SIDES.flatMap((side) => {
    if (!mine || !theirs) return []
    const [a, b] = [mine[side], theirs[side]]
    return [{ a, b, patterns: patternsOf(rows, [...labelColumns(a), ...labelColumns(b)]) }]
  })
  return view.fields.map((field, feature) => {
    // Rows: the audit's labeler; columns: the other one; values from -1 to 1.
    const table = [-1, 0, 1].map(() => [0, 0, 0])
    let entries = 0
    for (const { a, b, patterns } of sides) {
      for (let pattern = 0; pattern < patterns.rows.length; pattern++) {
        const row = patterns.rows[pattern]
        const [one, other] = [featureValue(a, field, row), featureValue(b, field, row)]
        if (one === null || other === null) continue
        entries += patterns.counts[pattern]
        table[one + 1][other + 1] += patterns.counts[pattern]
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
