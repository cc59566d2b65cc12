import { type Estimated, isSignificant, type Scale } from './scale.ts'

type Plotted = { term: Estimated; scale: Scale; when: 'before' | 'after' }

/** An estimate as a mark and its interval as a line, with an arrow where it goes on; the numbers are in another cell. */
export const IntervalPlot = ({ term, scale, when }: Plotted) => {
  const { estimate, confidenceInterval: bounds } = term
  if (estimate === null) return null
  return (
    <span class={`interval ${when} ${isSignificant(term) ? '' : 'hollow'}`} aria-hidden="true">
      <span class="zero" style={{ left: scale.at(0) }} />
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

const Mark = ({ when, hollow = false }: { when: Plotted['when']; hollow?: boolean }) => (
  <span class={`interval key ${when} ${hollow ? 'hollow' : ''}`} aria-hidden="true">
    <span class="dot" />
  </span>
)

/** What the marks mean. */
export const IntervalLegend = ({ hasBefore }: { hasBefore: boolean }) => (
  <p class="legend">
    {hasBefore && (
      <>
        <span>
          <Mark when="before" /> before training
        </span>
        <span>
          <Mark when="after" /> after training
        </span>
      </>
    )}
    <span>
      <Mark when="after" /> filled: differs from 0 after correction (adjusted p below 0.05)
    </span>
    <span>
      <Mark when="after" hollow /> hollow: may be chance
    </span>
  </p>
)
