import type { Slice } from '../frame/slice.ts'
import { isLabeledPair, isScored } from '../frame/view.ts'

/** How many pairs of a slice have what the metrics need. `complete`: both rewards and both labels. */
export type Coverage = {
  pairs: number
  preScored: number
  postScored: number
  bothScored: number
  labeled: number
  complete: number
  rewritten: number
}

export const coverage = ({ view, rows }: Slice): Coverage => {
  const [pre, post] = [view.rewards('PRE'), view.rewards('POST')]
  const result = { preScored: 0, postScored: 0, bothScored: 0, labeled: 0, complete: 0 }
  for (const row of rows) {
    const [before, after] = [isScored(pre, row), isScored(post, row)]
    const labeled = isLabeledPair(view.labels, row)
    if (before) result.preScored++
    if (after) result.postScored++
    if (before && after) result.bothScored++
    if (labeled) result.labeled++
    if (before && after && labeled) result.complete++
  }
  const rewritten = new Uint8Array(view.frame.rowIds.length)
  for (const { positions } of view.frame.rewritten) for (const position of positions) rewritten[position] = 1
  let rewrittenPairs = 0
  for (const row of rows) rewrittenPairs += rewritten[row]
  return { pairs: rows.length, ...result, rewritten: rewrittenPairs }
}
