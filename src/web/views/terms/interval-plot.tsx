type Bounds = { lower: number; upper: number }
type Estimated = { estimate: number | null; confidenceInterval: Bounds | null }

export type Scale = { low: number; high: number; at(value: number): string }

/** From the lowest to the highest bound, with 0 in it. */
export const scaleOf = (terms: Estimated[]): Scale => {
  const ends = terms.flatMap(({ confidenceInterval }) =>
    confidenceInterval ? [confidenceInterval.lower, confidenceInterval.upper] : [],
  )
  const low = Math.min(0, ...ends)
  const high = Math.max(0, ...ends)
  const width = high - low || 1
  return { low, high, at: (value) => `${((value - low) / width) * 100}%` }
}

/** An estimate as a dot and its interval as a line; the numbers are in another cell. */
export const IntervalPlot = ({
  term,
  scale,
  hollow = false,
}: {
  term: Estimated
  scale: Scale
  hollow?: boolean
}) => {
  const { estimate, confidenceInterval } = term
  if (estimate === null) return null
  return (
    <span class={hollow ? 'interval hollow' : 'interval'} aria-hidden="true">
      <span class="zero" style={{ left: scale.at(0) }} />
      {confidenceInterval && (
        <span
          class="range"
          style={{
            left: scale.at(confidenceInterval.lower),
            right: `calc(100% - ${scale.at(confidenceInterval.upper)})`,
          }}
        />
      )}
      <span class="dot" style={{ left: scale.at(estimate) }} />
    </span>
  )
}
