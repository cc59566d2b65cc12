import { InvalidInput } from '../domain/errors.ts'
import type { Flip } from '../domain/flip.ts'
import type { Side } from '../domain/side.ts'
import { SIDES } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import { featureValue } from '../frame/feature-values.ts'
import type { RewrittenColumns } from '../frame/frame.ts'
import { angleBetween } from '../frame/reward-shift.ts'
import type { Slice } from '../frame/slice.ts'
import { isScored, type View } from '../frame/view.ts'
import { type Heatmap, heatmap } from '../stats/heatmap.ts'
import type { Histogram } from '../stats/histogram.ts'
import { type Summary, summarize } from '../stats/summary.ts'
import { type Alignment, alignmentOf, isAligned } from './alignment.ts'
import { type Extent, extentOf, lacking, type Need } from './lacking.ts'
import { angleHistogram, type ShiftSummary, summarizeShifts } from './reward-shift.ts'

/** The rewritten pairs of a slice: pair `rows[k]` was rewritten as row `at[k]` of `columns`. `extent` is the slice's. */
export type Rewriting = {
  view: View
  columns: RewrittenColumns
  rows: Int32Array
  at: Int32Array
  extent: Extent
}

/** What one rewriter (its index in the frame) did to a slice. */
export const rewritingOf = (slice: Slice, rewriter: number): Rewriting => {
  const { view, rows } = slice
  const columns = view.frame.rewritten[rewriter]
  const inSlice = new Uint8Array(view.frame.rowIds.length)
  for (const row of rows) inSlice[row] = 1
  const at = Int32Array.from(columns.positions.keys()).filter((k) => inSlice[columns.positions[k]] === 1)
  return { view, columns, at, rows: at.map((k) => columns.positions[k]), extent: extentOf(slice) }
}

/** One model's rewards of the originals, and of the rewritings. */
export const rewardsOf = ({ view, columns }: Rewriting, stage: Stage) => {
  const model = stage === 'PRE' ? view.subject.pre : view.subject.post
  return { original: view.frame.original.rewards[model] ?? null, rewritten: columns.rewards[model] ?? null }
}

const labelsOf = ({ view, columns }: Rewriting) => ({
  original: view.labels,
  rewritten: columns.labels[view.subject.labeler] ?? null,
})

/** Rewritten minus original value of a feature on one side of the k-th pair; null where either is unknown. */
export const flipOf = (rewriting: Rewriting, feature: number, side: Side, k: number): number | null => {
  const { original, rewritten } = labelsOf(rewriting)
  if (!original || !rewritten) return null
  const field = rewriting.view.fields[feature]
  const before = featureValue(original[side], field, rewriting.rows[k])
  const after = featureValue(rewritten[side], field, rewriting.at[k])
  return before === null || after === null ? null : Math.sign(after - before)
}

/** Whether the target features of the k-th pair stayed what they were on both sides. */
export const keepsTargets = (rewriting: Rewriting, k: number): boolean => {
  const { features, priority } = rewriting.view.frame.taxonomy
  return priority.every((name) => {
    const feature = features.findIndex((one) => one.name === name)
    return SIDES.every((side) => flipOf(rewriting, feature, side, k) === 0)
  })
}

/** How many pairs were rewritten, and of how many the target features stayed what they were on both sides. */
export const rewritingPairs = (rewriting: Rewriting): { pairs: number; keptPairs: number } => {
  let keptPairs = 0
  for (let k = 0; k < rewriting.at.length; k++) if (keepsTargets(rewriting, k)) keptPairs++
  return { pairs: rewriting.at.length, keptPairs }
}

/** What stands in the way of whatever is asked of so many rewritten pairs of a slice; else null. */
export const lackingRewritten = (extent: Extent, rewritten: number, needs: readonly Need[]): string | null =>
  lacking(extent, needs) ?? (rewritten === 0 ? 'no pair of the slice is rewritten' : null)

/** Alignment before and after, on the pairs that the model has scored both times. */
export const rewritingAlignment = (
  rewriting: Rewriting,
  stage: Stage,
): { before: Alignment; after: Alignment } => {
  const { original, rewritten } = rewardsOf(rewriting, stage)
  let [pairs, before, after] = [0, 0, 0]
  if (original && rewritten) {
    rewriting.rows.forEach((row, k) => {
      const at = rewriting.at[k]
      if (!isScored(original, row) || !isScored(rewritten, at)) return
      pairs++
      if (isAligned(original, row)) before++
      if (isAligned(rewritten, at)) after++
    })
  }
  const lack = lackingRewritten(rewriting.extent, rewriting.at.length, [stage])
  return rewritingAlignmentOf(stage, { pairs, before, after }, lack)
}

/** From the pairs that a stage's model has scored both times, and those on which it is aligned. */
export const rewritingAlignmentOf = (
  stage: Stage,
  { pairs, before, after }: { pairs: number; before: number; after: number },
  lack: string | null,
): { before: Alignment; after: Alignment } => {
  const none =
    lack ?? `no pair of the slice has both rewards of the ${stage} model before and after rewriting`
  return { before: alignmentOf(before, pairs, none), after: alignmentOf(after, pairs, none) }
}

/** By feature (index in the taxonomy) and side, over the pairs where both values are known. */
export type FlipCount = { feature: number; side: Side; gained: number; unchanged: number; lost: number }

/** Figure 12: the features that the rewritings are labeled with. */
export const flips = (rewriting: Rewriting): FlipCount[] =>
  rewriting.view.fields.flatMap((_, feature) =>
    SIDES.map((side) => {
      const count = { feature, side, gained: 0, unchanged: 0, lost: 0 }
      for (let k = 0; k < rewriting.at.length; k++) {
        const flip = flipOf(rewriting, feature, side, k)
        if (flip === null) continue
        if (flip > 0) count.gained++
        else if (flip < 0) count.lost++
        else count.unchanged++
      }
      return count
    }).filter(({ gained, unchanged, lost }) => gained + unchanged + lost > 0),
  )

/** Which entries: of one side, or those on which rewriting did something to a feature. */
export type SimilaritySelection = {
  side?: Side | null
  feature?: number | null
  flip?: Flip | null
  unchanged?: boolean | null
}

/**
 * The sign of the flip that entries must have; null: any.
 *
 * @throws InvalidInput where it isn't said of which feature.
 */
export const wantedFlip = ({ feature, flip, unchanged }: SimilaritySelection): number | null => {
  if ((flip || unchanged) && (feature === null || feature === undefined)) {
    throw new InvalidInput('flip and unchanged say what became of a feature: name the feature')
  }
  return flip === 'GAINED' ? 1 : flip === 'LOST' ? -1 : unchanged ? 0 : null
}

/** Table 3: cosine similarity of entries and their rewritings. */
export const similarity = (rewriting: Rewriting, selection: SimilaritySelection): Summary => {
  const { side, feature } = selection
  const wanted = wantedFlip(selection)
  const values: number[] = []
  for (const of of side ? [side] : SIDES) {
    const column = rewriting.columns.similarity[of]
    rewriting.at.forEach((at, k) => {
      if (Number.isNaN(column[at])) return
      if (wanted !== null && flipOf(rewriting, feature as number, of, k) !== wanted) return
      values.push(column[at])
    })
  }
  return summarize(Float64Array.from(values))
}

/** Angles from the original to the rewritten reward vector in degrees; NaN where undefined. */
const anglesOf = (rewriting: Rewriting, stage: Stage): Float64Array => {
  const { original, rewritten } = rewardsOf(rewriting, stage)
  return Float64Array.from(rewriting.at, (at, k) => {
    const row = rewriting.rows[k]
    if (!original || !rewritten) return Number.NaN
    return angleBetween(
      original.CHOSEN[row],
      original.REJECTED[row],
      rewritten.CHOSEN[at],
      rewritten.REJECTED[at],
    )
  })
}

const defined = (values: Float64Array) => values.filter((value) => !Number.isNaN(value))

/** Why no rewritten pair has an angle. */
export const withoutRewritingShift = (lack: string | null): string =>
  lack ?? 'no pair of the slice has two reward vectors with a length, before and after rewriting'

export const rewritingShift = (rewriting: Rewriting, stage: Stage): ShiftSummary => {
  const lack = lackingRewritten(rewriting.extent, rewriting.at.length, [stage])
  return summarizeShifts(defined(anglesOf(rewriting, stage)), withoutRewritingShift(lack))
}

export const rewritingShiftHistogram = (rewriting: Rewriting, stage: Stage, bins: number): Histogram =>
  angleHistogram(defined(anglesOf(rewriting, stage)), bins)

/** Figure 13: x is the pair's mean cosine similarity, y the post model's angle in degrees. */
export const similarityByShift = (rewriting: Rewriting, bins: number): Heatmap => {
  const { CHOSEN, REJECTED } = rewriting.columns.similarity
  const angles = anglesOf(rewriting, 'POST')
  const means = Float64Array.from(rewriting.at, (at) => (CHOSEN[at] + REJECTED[at]) / 2)
  const known = (_: number, k: number) => !Number.isNaN(means[k]) && !Number.isNaN(angles[k])
  return heatmap(means.filter(known), angles.filter(known), { x: { bins }, y: { bins, domain: [-180, 180] } })
}
