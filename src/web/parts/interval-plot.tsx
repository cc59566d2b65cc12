import { isSignificant } from '../format/significance.ts'
import type { Estimated, Scale } from './scale.ts'

/** Of whom it is: of people, or of the model before or after training. */
export type Series = 'people' | 'before' | 'after'

type Plotted = {
  term: Estimated
  scale: Scale
  series: Series
  /** What it is held against, as lines. */
  references?: readonly number[]
  /** Left out: where it is significant. */
  isFilled?: boolean
}

/** An estimate as a mark and its interval as a line, with an arrow where it goes on; the numbers are in another cell. */
export const IntervalPlot = ({
  term,
  scale,
  series,
  references = [0],
  isFilled = isSignificant(term),
}: Plotted) => {
  const { estimate, confidenceInterval: bounds } = term
  if (estimate === null) return null
  return (
    <span class={`interval ${series} ${isFilled ? '' : 'hollow'}`} aria-hidden="true">
      {references.map((reference) => (
        <span key={reference} class="reference" style={{ left: scale.at(reference) }} />
      ))}
      {bounds && (
        <span
          class={`range ${bounds.lower < scale.low ? 'goes-left' : ''} ${bounds.upper > scale.high ? 'goes-right' : ''}`}
          style={{ left: scale.at(bounds.lower), right: `calc(100% - ${scale.at(bounds.upper)})` }}
        />
      )}
      <span class="dot" style={{ left: scale.at(estimate) }} />
    </span>
  )
}

const Mark = ({ series, hollow = false }: { series: Series; hollow?: boolean }) => (
  <span class={`interval key ${series} ${hollow ? 'hollow' : ''}`} aria-hidden="true">
    <span class="dot" />
  </span>
)

type Legend = {
  /** Of whom there are marks, in their order, and what they are called. */
  names: readonly (readonly [Series, string])[]
  /** What a number of no effect is. */
  none: string
  /** Where it is, and where plots begin and end, unless a heading says so. */
  range?: string
}

/** What the marks mean. */
export const IntervalLegend = ({ names, none, range }: Legend) => (
  <p class="legend">
    {names.length > 1 &&
      names.map(([series, name]) => (
        <span key={series}>
          <Mark series={series} /> {name}
        </span>
      ))}
    <span>
      <Mark series="after" /> filled: differs from {none} after correction (adjusted p below 0.05)
    </span>
    <span>
      <Mark series="after" hollow /> hollow: may be chance
    </span>
    {range && <span>{range}</span>}
  </p>
)
