type Bounds = { lower: number; upper: number }
export type Estimated = {
  estimate: number | null
  confidenceInterval: Bounds | null
  adjustedPValue?: number | null
}

export type Scale = { low: number; high: number; at(value: number): string }

/** Intervals are cut off so far beyond the farthest estimate: one that says nothing must not hide the others. */
const FARTHEST = 4
/** Room for a mark that stands at the end. */
const ROOM = 0.02

/** From the lowest to the highest of estimates and bounds, with the numbers in it that they are held against. */
export const scaleOf = (terms: readonly Estimated[], references: readonly number[] = [0]): Scale => {
  const estimates = terms.flatMap(({ estimate }) => (estimate === null ? [] : [estimate]))
  const bounds = terms.flatMap(({ confidenceInterval: bounds }) =>
    bounds ? [bounds.lower, bounds.upper] : [],
  )
  const points = [...references, ...estimates]
  const farthest = FARTHEST * Math.max(0, ...points.map(Math.abs)) || Infinity
  const ends = [...points, ...bounds].map((end) => Math.max(-farthest, Math.min(farthest, end)))
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  const width = high - low || 1
  const share = (value: number) => ROOM + (1 - 2 * ROOM) * ((value - low) / width)
  return { low, high, at: (value) => `${100 * Math.max(0, Math.min(1, share(value)))}%` }
}
