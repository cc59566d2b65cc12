import { SIDES } from '../domain/side.ts'
import type { Index, Labels } from '../pairs/terms.ts'
import { cohensKappa } from '../stats/kappa.ts'
import { extentOf, lacking } from './lacking.ts'
import type { Metric } from './metric.ts'

/** On the entries where both labelers know the feature (index in the taxonomy). */
export type LabelerAgreement = {
  feature: number
  entries: number
  agreement: number | null
  kappa: number | null
  reason: string | null
}

/** Section D.5: how far a second labeler says the same of each feature. R: `e1071::classAgreement` */
export const labelerAgreement: Metric<{ labeler: Index; other: Index }, LabelerAgreement[]> = async (
  { pairs },
  { labeler, other },
) => {
  const of = (one: Index, side: (typeof SIDES)[number]): Labels => ({
    labeler: one,
    side,
    version: 'ORIGINAL',
  })
  const joint = await pairs.joint(SIDES.map((side) => [of(labeler, side), of(other, side)]))
  const none =
    lacking(await extentOf(pairs), [{ labels: labeler }]) ??
    'no entry of the slice has this label of both labelers'
  return joint.map((counts, feature) => {
    // Rows: the first labeler; columns: the other one; values from -1 to 1.
    const table = [-1, 0, 1].map(() => [0, 0, 0])
    for (const { a, b, count } of counts) table[a + 1][b + 1] += count
    const entries = table.flat().reduce((sum, count) => sum + count, 0)
    const { agreement, kappa } = cohensKappa(table)
    const constant = 'only one value occurs: chance alone would agree always'
    return {
      feature,
      entries,
      agreement,
      kappa,
      reason: entries === 0 ? none : kappa === null ? constant : null,
    }
  })
}
