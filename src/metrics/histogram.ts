import type { Axis, Pairs } from '../pairs/pairs.ts'
import type { Condition } from '../pairs/terms.ts'

/** `counts[i]` counts edges[i] ≤ x < edges[i + 1]; the last bin is closed. Both are empty for no values. */
export type Histogram = { edges: number[]; counts: number[] }

/** `counts[y][x]`, binned per axis as a histogram; all empty for no points. */
export type Heatmap = { xEdges: number[]; yEdges: number[]; counts: number[][] }

export const histogram = async (pairs: Pairs, axis: Axis, where?: Condition): Promise<Histogram> => {
  const { edges, counts } = await pairs.bins([axis], where)
  return { edges: edges[0], counts: counts[0] }
}

export const heatmap = async (pairs: Pairs, axes: readonly Axis[]): Promise<Heatmap> => {
  const { edges, counts } = await pairs.bins(axes)
  return { xEdges: edges[0], yEdges: edges[1], counts }
}
