import { STAGES, type Stage } from '../domain/stage.ts'
import * as alignment from '../metrics/alignment.ts'
import type { Extent as PairsExtent, Need as PairsNeed } from '../metrics/lacking.ts'
import * as metrics from '../metrics/lacking.ts'
import * as shift from '../metrics/reward-shift.ts'
import { modelAt, type Subject } from './subject.ts'

/** What an audit's slice is of, and whose rewards and labels are meant. */
export type Extent = PairsExtent & { subject: Subject }

/** What a number can need: rewards of a stage's model, labels, or the labeler's preference. */
export type Need = Stage | 'LABELS' | 'PREFERENCE'

const meant = (subject: Subject, need: Need): PairsNeed => {
  if (need === 'LABELS') return { labels: subject.labeler }
  return need === 'PREFERENCE' ? { preference: subject.labeler } : { rewards: modelAt(subject, need) }
}

/** What stands in the way of whatever is asked of an audit: what the dataset lacks, or that the slice is empty; else null. */
export const lacking = (extent: Extent, needs: readonly Need[]): string | null =>
  metrics.lacking(
    extent,
    needs.map((need) => meant(extent.subject, need)),
  )

/** The same where each of the models is of use without the other. */
export const lackingAnyModel = (extent: Extent, needs: readonly Need[] = []): string | null => {
  const { pre, post } = extent.subject
  return lacking(extent, [...(pre < 0 && post < 0 ? STAGES : []), ...needs])
}

/** Why nothing is known of a stage's rewards. */
export const unscored = (extent: Extent, stage: Stage): string =>
  alignment.unscored(extent, modelAt(extent.subject, stage))

/** Why no pair that is selected has an angle from the one model's rewards to the other's. */
export const withoutShift = (extent: Extent, selection: shift.ShiftSelection): string => {
  const { subject } = extent
  const [before, after] = STAGES.map((stage) => modelAt(subject, stage))
  return shift.withoutShift(extent, { before, after, labeler: subject.labeler, ...selection })
}
