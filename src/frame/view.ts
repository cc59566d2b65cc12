import { type BitField, bitFields } from '../domain/label-bits.ts'
import { PREFERENCES, type Preference } from '../domain/preference.ts'
import { REGIMES, type Regime, regimeOf } from '../domain/regime.ts'
import type { Stage } from '../domain/stage.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'
import { featureValue, isLabeled } from './feature-values.ts'
import type { BySide, Frame, LabelColumns } from './frame.ts'
import { marginOf } from './margin.ts'
import { angleBetween } from './reward-shift.ts'

/** Whose rewards and labels an audit means: indices into the frame's models and labelers, -1 for none. */
export type Subject = { pre: number; post: number; labeler: number }

/** A frame as one audit sees it, with the columns that follow from its models and its labeler. */
export type View = {
  frame: Frame
  subject: Subject
  fields: readonly BitField[]
  rewards(stage: Stage): BySide<Float64Array> | null
  labels: BySide<LabelColumns> | null
  /** Chosen minus rejected reward; NaN where there is none. Length: pairs. */
  margin(stage: Stage): Float64Array
  /** 1 where the post model gives the chosen entry no more than the rejected one, else 0; NaN where a reward is missing. */
  misaligned: Float64Array
  /** Angle from the pre to the post reward vector in degrees, NaN where undefined. Length: pairs. */
  shift: Float64Array
  /** Indices into REGIMES; -1 where a reward is missing. */
  regime: Int8Array
  /** Indices into PREFERENCES; -1 where a label is missing. */
  preference: Int8Array
}

export const regimeIndex = (regime: Regime): number => REGIMES.indexOf(regime)
export const preferenceIndex = (preference: Preference): number => PREFERENCES.indexOf(preference)

const [CHOSEN, REJECTED, INDIFFERENT] = (['CHOSEN', 'REJECTED', 'INDIFFERENT'] as const).map(preferenceIndex)

const shiftColumn = (pre: BySide<Float64Array>, post: BySide<Float64Array>): Float64Array => {
  const column = new Float64Array(pre.CHOSEN.length)
  for (let i = 0; i < column.length; i++) {
    column[i] = angleBetween(pre.CHOSEN[i], pre.REJECTED[i], post.CHOSEN[i], post.REJECTED[i])
  }
  return column
}

const marginColumn = (rewards: BySide<Float64Array> | null, pairs: number): Float64Array => {
  const column = new Float64Array(pairs).fill(NaN)
  if (rewards) for (let i = 0; i < pairs; i++) column[i] = marginOf(rewards.CHOSEN[i], rewards.REJECTED[i])
  return column
}

const misalignedColumn = (rewards: BySide<Float64Array> | null, pairs: number): Float64Array => {
  const column = new Float64Array(pairs).fill(NaN)
  // Not by the margin: where it is beyond the range of numbers there is none.
  for (let i = 0; i < pairs; i++) {
    if (isScored(rewards, i)) column[i] = rewards.CHOSEN[i] > rewards.REJECTED[i] ? 0 : 1
  }
  return column
}

const regimeColumn = (pre: BySide<Float64Array>, post: BySide<Float64Array>): Int8Array => {
  const column = new Int8Array(pre.CHOSEN.length).fill(-1)
  for (let i = 0; i < column.length; i++) {
    if (!isScored(pre, i) || !isScored(post, i)) continue
    column[i] = regimeIndex(regimeOf(pre.CHOSEN[i] > pre.REJECTED[i], post.CHOSEN[i] > post.REJECTED[i]))
  }
  return column
}

/** Where the values of the target features lie, the one that decides first in front. */
export const priorityFields = ({ features, priority }: Taxonomy): BitField[] => {
  const fields = bitFields(features)
  return priority.map((name) => fields[features.findIndex((feature) => feature.name === name)])
}

/**
 * The first of the target features that differs decides for the entry that has it (appendix D.4); the
 * index into PREFERENCES, -1 where a label is missing or there is no target feature.
 */
export const preferenceAt = (
  labels: BySide<LabelColumns>,
  priority: readonly BitField[],
  row: number,
): number => {
  if (priority.length === 0) return -1
  for (const field of priority) {
    const chosen = featureValue(labels.CHOSEN, field, row)
    const rejected = featureValue(labels.REJECTED, field, row)
    if (chosen === null || rejected === null) return -1
    if (chosen !== rejected) return chosen > rejected ? CHOSEN : REJECTED
  }
  return INDIFFERENT
}

/** Computes each derived column once, when it is first asked for. */
export const viewOf = (frame: Frame, subject: Subject): View => {
  const rewards = (stage: Stage) =>
    frame.original.rewards[stage === 'PRE' ? subject.pre : subject.post] ?? null
  const labels = frame.original.labels[subject.labeler] ?? null
  const fields = bitFields(frame.taxonomy.features)
  const pairs = frame.rowIds.length
  const once = <T>(compute: () => T) => {
    let value: T | undefined
    return () => (value ??= compute())
  }
  const [pre, post] = [rewards('PRE'), rewards('POST')]
  const margins = { PRE: once(() => marginColumn(pre, pairs)), POST: once(() => marginColumn(post, pairs)) }
  const misaligned = once(() => misalignedColumn(post, pairs))
  const shift = once(() => (pre && post ? shiftColumn(pre, post) : new Float64Array(pairs).fill(NaN)))
  const regime = once(() => (pre && post ? regimeColumn(pre, post) : new Int8Array(pairs).fill(-1)))
  const preference = once(() => {
    const priority = priorityFields(frame.taxonomy)
    const column = new Int8Array(pairs).fill(-1)
    if (labels) for (let row = 0; row < pairs; row++) column[row] = preferenceAt(labels, priority, row)
    return column
  })
  return {
    frame,
    subject,
    fields,
    rewards,
    labels,
    margin: (stage) => margins[stage](),
    get misaligned() {
      return misaligned()
    },
    get shift() {
      return shift()
    },
    get regime() {
      return regime()
    },
    get preference() {
      return preference()
    },
  }
}

/** Whether both entries of a pair have the model's reward. */
export const isScored = (
  rewards: BySide<Float64Array> | null,
  row: number,
): rewards is BySide<Float64Array> =>
  rewards !== null && !Number.isNaN(rewards.CHOSEN[row]) && !Number.isNaN(rewards.REJECTED[row])

/** Whether both entries of a pair have the labeler's label. */
export const isLabeledPair = (labels: BySide<LabelColumns> | null, row: number): boolean =>
  labels !== null && isLabeled(labels.CHOSEN, row) && isLabeled(labels.REJECTED, row)
