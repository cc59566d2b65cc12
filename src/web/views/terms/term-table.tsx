import { count, estimate, pValue, rounded } from '../../format/numbers.ts'
import { sharedReason } from '../../format/reasons.ts'
import { isSignificant } from '../../format/significance.ts'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { Explained } from '../../parts/explained.tsx'
import { IntervalLegend, IntervalPlot } from '../../parts/interval-plot.tsx'
import { IntervalNote } from '../../parts/number-notes.tsx'
import { type Scale, scaleOf } from '../../parts/scale.ts'
import { Scrolling } from '../../parts/scrolling.tsx'
import { SliceLink } from '../../parts/slice-link.tsx'
import { featureConditions } from '../../slice/feature-conditions.ts'
import { usePage } from '../../state/page-context.ts'
import { perDeviation, type ShownTerm } from './per-deviation.ts'
import type { Regression } from './regressions.ts'

/** From here on, a variance inflation factor tells something of an estimate. */
const TELLING_VIF = 5

type Row = { term: ShownTerm; pre: ShownTerm | undefined; scale: Scale }

const Row = ({ term, pre, scale }: Row) => {
  const feature = usePage().dataset.features.find(({ name }) => name === term.feature)
  const conditions = featureConditions(term, feature)
  return (
    <tr class={isSignificant(term) ? 'significant' : ''}>
      <th scope="row">
        {conditions.length > 0 ? (
          <SliceLink conditions={conditions}>
            <span>{term.title}</span>
          </SliceLink>
        ) : (
          term.title
        )}
        {term.vif !== null && term.vif >= TELLING_VIF && (
          <small>
            <Explained title="VIF" /> {rounded(term.vif)}
          </small>
        )}
      </th>
      {term.estimate === null ? (
        <td colSpan={3} class="reason">
          {term.reason ?? term.status.toLowerCase().replaceAll('_', ' ')}
        </td>
      ) : (
        <>
          <td class="plot">
            {pre && <IntervalPlot term={pre} scale={scale} series="before" />}
            <IntervalPlot term={term} scale={scale} series="after" />
          </td>
          <td class="number">
            {estimate(term.estimate)}
            <IntervalNote bounds={term.confidenceInterval} format={estimate} />
            {term.perUnit !== null && (
              <small>
                {estimate(term.perUnit)} per unit{feature?.unit && ` (${feature.unit})`}
              </small>
            )}
          </td>
          <td class="number">{pValue(term.adjustedPValue)}</td>
        </>
      )}
    </tr>
  )
}

const METHODS: Record<Regression['method'], string> = {
  OLS: 'least squares',
  WITHIN: 'least squares within pairs',
  LINEAR_PROBABILITY: 'linear probability',
  LOGIT: 'logit',
}

const CORRECTIONS: Record<Regression['correction'], string> = {
  BONFERRONI: 'Bonferroni',
  HOLM: 'Holm',
  BENJAMINI_HOCHBERG: 'Benjamini–Hochberg',
  NONE: 'nothing',
}

const ERRORS: Record<Regression['errors'], string> = {
  IID: 'classical errors',
  HC1: 'heteroskedasticity-robust errors',
  CLUSTER: 'errors clustered by pair',
  PROMPT: 'errors clustered by prompt',
}

const MODELS = [
  ['before', 'before training'],
  ['after', 'after training'],
] as const

type Shown = {
  before: Regression | null | undefined
  regression: Regression
  unit: string
  /** Of the estimates. */
  heading: string
}

/** A regression's terms, each with that of the model before training if there is one. */
export const TermTable = ({ before, regression, unit, heading }: Shown) => {
  const { terms, pairs, method, errors, correction, rSquared, warnings } = perDeviation(regression)
  const pre = before && perDeviation(before)
  const scale = scaleOf([...(pre?.terms ?? []), ...terms])
  const preReason = pre ? sharedReason(pre.terms) : null
  const preTerm = (term: ShownTerm) =>
    pre?.terms.find(
      ({ feature, side, estimate }) => feature === term.feature && side === term.side && estimate !== null,
    )
  return (
    <>
      <IntervalLegend names={terms.some((term) => preTerm(term)) ? MODELS : []} none="0" />
      <Scrolling label="Terms">
        <table class="terms">
          <thead>
            <tr>
              <th scope="col">
                <Explained title="Feature" />
              </th>
              <th scope="col" class="plot">
                <Explained title="95 % interval" />, not corrected, in {unit}, from {estimate(scale.low)} to{' '}
                {estimate(scale.high)}
              </th>
              <th scope="col" class="number">
                <Explained title={heading} />
              </th>
              <th scope="col" class="number">
                <Explained title="Adjusted p" />
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
        {count(pairs)} pairs; {METHODS[method]}, {ERRORS[errors]}. P-values are corrected by{' '}
        {CORRECTIONS[correction]} for there being several terms, intervals are not: one that leaves out zero
        can stand beside a large p. R² {estimate(rSquared)}.
        {terms.some(({ perUnit }) => perUnit !== null) &&
          ' Numeric features count per standard deviation over all responses, so that they can be compared.'}
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
