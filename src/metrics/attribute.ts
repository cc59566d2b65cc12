import { SIDES } from '../domain/side.ts'
import { findAttribute } from '../pairs/attribute.ts'
import type { Summary } from '../stats/summary.ts'
import type { Metric } from './metric.ts'

/** A value of an attribute, and how many of what the attribute is of have it. */
export type AttributeCount = { value: string; count: number }

/** Of an attribute that is no NUMBER, most frequent first. @throws NotFound */
export const attributeValues: Metric<{ attribute: string }, AttributeCount[]> = async (
  { pairs },
  { attribute },
) => {
  const { scope } = findAttribute(pairs.outline.attributes, attribute)
  const values = await pairs.attributeValues(attribute)
  return values
    .map(({ key, chosen, rejected }) => ({
      value: key,
      count: scope === 'PAIR' ? chosen : chosen + rejected,
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}

/** Of a NUMBER, over what the attribute is of. */
export const attributeSummary: Metric<{ attribute: string; of: 'PAIR' | 'ENTRY' }, Summary> = (
  { pairs },
  args,
) => {
  const { attribute, of } = args
  const sides = of === 'PAIR' ? SIDES.slice(0, 1) : SIDES
  return pairs.summary(sides.map((side) => ({ term: { number: 'ATTRIBUTE', attribute, side } })))
}
