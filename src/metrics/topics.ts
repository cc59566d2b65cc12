import type { NameCount } from '../pairs/pairs.ts'
import type { Index, ListName } from '../pairs/terms.ts'
import type { Metric } from './metric.ts'

/** How many pairs have a name on either entry, and how many entries have it. */
export type Count = NameCount

const mostFrequentFirst = (a: Count, b: Count) =>
  b.entries - a.entries || b.pairs - a.pairs || (a.key < b.key ? -1 : 1)

const listed =
  (list: ListName): Metric<{ labeler: Index }, Count[]> =>
  async ({ pairs }, { labeler }) =>
    (await pairs.names(list, labeler)).filter(({ entries }) => entries > 0).sort(mostFrequentFirst)

/** Figure 15, left: most frequent first. */
export const topics = listed('topics')

/** Figure 15, right: most frequent first. */
export const discriminations = listed('discriminations')
