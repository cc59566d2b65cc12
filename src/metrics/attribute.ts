import { SIDES } from '../domain/side.ts'
import type { NameCount } from '../pairs/pairs.ts'
import type { Summary } from '../stats/summary.ts'
import type { Metric } from './metric.ts'

/** Values of an attribute that is no NUMBER, most frequent first; `entries` are pairs where it is of pairs. */
export const attributeValues: Metric<{ attribute: string }, NameCount[]> = async (
  { pairs },
  { attribute },
) => {
  const values = await pairs.attributeValues(attribute)
  return values
    .filter(({ entries }) => entries > 0)
    .sort((a, b) => b.entries - a.entries || (a.key < b.key ? -1 : 1))
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
