import { count, estimate, pValue } from '../../format/numbers.ts'
import { sharedReason } from '../../format/reasons.ts'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { IntervalNote } from '../../parts/number-notes.tsx'
import { Scrolling } from '../../parts/scrolling.tsx'
import { SliceLink } from '../../parts/slice-link.tsx'
import type { Condition } from '../../slice/conditions.ts'
import { IntervalPlot, type Scale, scaleOf } from './interval-plot.tsx'
import type { Regression, Term } from './regressions.ts'

/** The slice of pairs with a term's feature: none for a flip, which is no condition of a slice. */
const conditionsOf = ({ feature, side, flip }: Term): Condition[] =>
  feature && !flip ? [{ feature: { name: feature, scope: side ?? 'EITHER', values: [1] } }] : []

const Row = ({ term, pre, scale }: { term: Term; pre: Term | undefined; scale: Scale }) => {
  const conditions = conditionsOf(term)
  const adjusted = term.adjustedPValue
  return (
    <tr class={adjusted !== null && adjusted < 0.05 ? 'significant' : ''}>
      <th scope="row">
        {conditions.length > 0 ? (
          <SliceLink conditions={conditions}>
            <span>{term.title}</span>
          </SliceLink>
        ) : (
          term.title
        )}
      </th>
      {term.estimate === null ? (
        <td colSpan={3} class="reason">
          {term.reason ?? term.status.toLowerCase().replaceAll('_', ' ')}
        </td>
      ) : (
        <>
          <td class="plot">
            {pre && <IntervalPlot term={pre} scale={scale} hollow />}
            <IntervalPlot term={term} scale={scale} />
          </td>
          <td class="number">
            {estimate(term.estimate)}
            <IntervalNote bounds={term.confidenceInterval} format={estimate} />
          </td>
          <td class="number">{pValue(adjusted)}</td>
        </>
      )}
    </tr>
  )
}

const ERRORS: Record<Regression['errors'], string> = {
  IID: 'classical errors',
  HC1: 'heteroskedasticity-robust errors',
  CLUSTER: 'errors clustered by pair',
  PROMPT: 'errors clustered by prompt',
}

type Shown = { pre: Regression | null | undefined; regression: Regression; unit: string }

/** A regression's terms, each with that of the model before training if there is one. */
export const TermTable = ({ pre, regression, unit }: Shown) => {
  const { terms, pairs, method, errors, correction, rSquared, warnings } = regression
  const scale = scaleOf([...(pre?.terms ?? []), ...terms])
  const preReason = pre ? sharedReason(pre.terms) : null
  const preTerm = (term: Term) =>
    pre?.terms.find(
      ({ feature, side, estimate }) => feature === term.feature && side === term.side && estimate !== null,
    )
  return (
    <>
      <Scrolling label="Terms">
        <table class="terms">
          <thead>
            <tr>
              <th scope="col">Feature</th>
              <th scope="col" class="plot">
                95 % interval, not corrected, in {unit}, from {estimate(scale.low)} to {estimate(scale.high)}
              </th>
              <th scope="col" class="number">
                Estimate
              </th>
              <th scope="col" class="number">
                Adjusted p
              </th>
            </tr>
          </thead>
          <tbody>
            {terms.map((term) => (
              <Row
                key={`${term.feature} ${term.side} ${term.flip}`}
                term={term}
                pre={preTerm(term)}
                scale={scale}
              />
            ))}
          </tbody>
        </table>
      </Scrolling>
      <p class="about">
        Bold: adjusted p below 0.05. {count(pairs)} pairs; {method.toLowerCase().replaceAll('_', ' ')},{' '}
        {ERRORS[errors]}. P-values are corrected by {correction.toLowerCase()} for there being several terms,
        intervals are not: one that leaves out zero can stand beside a large p. R² {estimate(rSquared)}.
      </p>
      {preReason && <EmptyReason reason={preReason} />}
      {warnings.map((warning) => (
        <p key={warning} class="about">
          {warning}
        </p>
      ))}
    </>
  )
}
