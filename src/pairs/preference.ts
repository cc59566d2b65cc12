import { type BitField, bitFields } from '../domain/label-bits.ts'
import { PREFERENCES } from '../domain/preference.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'
import { featureValue } from '../frame/feature-values.ts'
import type { BySide, LabelColumns } from '../frame/frame.ts'

const [CHOSEN, REJECTED, INDIFFERENT] = (['CHOSEN', 'REJECTED', 'INDIFFERENT'] as const).map((one) =>
  PREFERENCES.indexOf(one),
)

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
