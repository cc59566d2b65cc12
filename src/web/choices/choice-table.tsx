import { useEffect, useRef } from 'preact/hooks'
import { pValue, share } from '../format/numbers.ts'
import { sigmoid } from '../format/sigmoid.ts'
import { isSignificant } from '../format/significance.ts'
import { IntervalLegend, IntervalPlot } from '../parts/interval-plot.tsx'
import { IntervalNote } from '../parts/number-notes.tsx'
import { NumberTable } from '../parts/number-table.tsx'
import { type Scale, scaleOf } from '../parts/scale.ts'
import { SliceLink } from '../parts/slice-link.tsx'
import { featureConditions } from '../slice/feature-conditions.ts'
import { usePage } from '../state/page-context.ts'
import { reasonOf } from './choice-notes.ts'
import type { ChoiceRow, ChoiceTerm, Chooser } from './choice-rows.ts'

/** How often the response that has it, or more of it, wins: log-odds as a share. */
const wins = (logOdds: number): string => share(sigmoid(logOdds))

const Wins = ({ term }: { term: ChoiceTerm | undefined }) => (
  <td class={`number ${term && isSignificant(term) ? 'significant' : ''}`}>
    {term?.estimate == null ? '–' : wins(term.estimate)}
    <IntervalNote bounds={term?.confidenceInterval ?? null} format={wins} reason={term && reasonOf(term)} />
  </td>
)

type Shown = { row: ChoiceRow; choosers: readonly Chooser[]; scale: Scale }

const Row = ({ row: { feature, title, terms, amplification }, choosers, scale }: Shown) => {
  const { place, dataset } = usePage()
  const isPointedOut = place.feature === feature
  const conditions = featureConditions(
    { feature },
    dataset.features.find(({ name }) => name === feature),
  )
  const element = useRef<HTMLTableRowElement>(null)
  useEffect(() => {
    if (isPointedOut) element.current!.scrollIntoView({ block: 'center' })
  }, [isPointedOut])
  return (
    <tr ref={element} aria-current={isPointedOut ? 'true' : undefined}>
      <th scope="row">
        {conditions.length > 0 ? (
          <SliceLink conditions={conditions}>
            <span>{title}</span>
          </SliceLink>
        ) : (
          title
        )}
        {choosers.map((chooser) => (
          <IntervalPlot
            key={chooser}
            term={terms[chooser] ?? { estimate: null, confidenceInterval: null }}
            scale={scale}
            series={chooser}
          />
        ))}
      </th>
      {choosers.map((chooser) => (
        <Wins key={chooser} term={terms[chooser]} />
      ))}
      <td class={`number ${amplification && isSignificant(amplification) ? 'significant' : ''}`}>
        {pValue(amplification?.adjustedPValue)}
      </td>
    </tr>
  )
}

type Table = {
  rows: readonly ChoiceRow[]
  choosers: readonly Chooser[]
  names: Record<Chooser, string>
}

/** What a feature does to the choices of people and of the models, side by side. */
export const ChoiceTable = ({ rows, choosers, names }: Table) => {
  const scale = scaleOf(rows.flatMap(({ terms }) => Object.values(terms)))
  return (
    <>
      <IntervalLegend
        names={choosers.map((chooser) => [chooser, names[chooser]] as const)}
        none="50%"
        range={`from ${wins(scale.low)} on the left to ${wins(scale.high)} on the right; the line is at 50%`}
      />
      <NumberTable
        label="What choices go by"
        columns={['Feature', ...choosers.map((chooser) => names[chooser]), 'Differs from people: adjusted p']}
      >
        {rows.map((row) => (
          <Row key={row.feature} {...{ row, choosers, scale }} />
        ))}
      </NumberTable>
    </>
  )
}
