import { count, estimate, pValue } from './format.ts'
import { Interval, type Scale, scaleOf } from './interval.tsx'
import { Missing, sharedReason } from './missing.tsx'
import { type AuditVariables, auditVariables, type Here, useHere } from './place.ts'
import { REGRESSIONS, type Regression, type RegressionAnswer, type RegressionName } from './regressions.ts'
import { Scrolling } from './scrolling.tsx'
import { Section } from './section.tsx'
import type { Condition } from './slice.ts'
import { SlicingLink } from './slicing-link.tsx'
import { Tabs } from './tabs.tsx'
import { useAnswer } from './use-answer.ts'
import { Within } from './within.tsx'

type Term = Regression['terms'][number]

const TITLES = Object.fromEntries(Object.entries(REGRESSIONS).map(([name, { title }]) => [name, title]))

/** The pairs with a term's feature. What rewriting did to a feature is no condition of a slice. */
const conditionsOf = ({ feature, side, flip }: Term): Condition[] =>
  feature && !flip ? [{ feature: { name: feature, scope: side ?? 'EITHER', values: [1] } }] : []

const Row = ({ term, before, scale }: { term: Term; before: Term | undefined; scale: Scale }) => {
  const conditions = conditionsOf(term)
  const adjusted = term.adjustedPValue
  return (
    <tr class={adjusted !== null && adjusted < 0.05 ? 'significant' : ''}>
      <th scope="row">
        {conditions.length > 0 ? (
          <SlicingLink conditions={conditions}>
            <span>{term.title}</span>
          </SlicingLink>
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
            {before && <Interval of={before} scale={scale} hollow />}
            <Interval of={term} scale={scale} />
          </td>
          <td class="number">
            {estimate(term.estimate)}
            <Within bounds={term.confidenceInterval} format={estimate} />
          </td>
          <td class="number">{pValue(adjusted)}</td>
        </>
      )}
    </tr>
  )
}

type Tabled = { before: Regression | null | undefined; after: Regression; unit: string }

const Table = ({ before, after, unit }: Tabled) => {
  const scale = scaleOf([...(before?.terms ?? []), ...after.terms])
  const same = (term: Term) =>
    before?.terms.find(
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
            {after.terms.map((term) => (
              <Row
                key={`${term.feature} ${term.side} ${term.flip}`}
                term={term}
                before={same(term)}
                scale={scale}
              />
            ))}
          </tbody>
        </table>
      </Scrolling>
      <p class="about">
        Bold: adjusted p below 0.05. {count(after.pairs)} pairs;{' '}
        {after.method.toLowerCase().replaceAll('_', ' ')}, errors {after.errors.toLowerCase()}. P-values are
        corrected by {after.correction.toLowerCase()} for there being several terms, intervals are not: one
        that leaves out zero can stand beside a large p. R² {estimate(after.rSquared)}.
      </p>
      {before && sharedReason(before.terms) && <Missing why={sharedReason(before.terms)!} />}
      {after.warnings.map((warning) => (
        <p key={warning} class="about">
          {warning}
        </p>
      ))}
    </>
  )
}

const UNREWRITTEN =
  'the dataset has no rewritten texts: bring them with npm run ingest -- rewrites, or npm run rewrite'

const regressionOf = ({ place }: Here): RegressionName =>
  Object.hasOwn(REGRESSIONS, place.regression) ? place.regression : 'imprints'

/** Figures 3 and 5: what the regressions say of each feature. */
export const Terms = () => {
  const here = useHere()
  const name = regressionOf(here)
  const { title, about, unit, document } = REGRESSIONS[name]
  const variables = auditVariables(here.place)
  const answered = useAnswer<RegressionAnswer, AuditVariables>(document, variables, here.heard)
  return (
    <Section<RegressionAnswer>
      title={title}
      about={about}
      document={document}
      variables={variables}
      answered={answered}
      controls={
        <Tabs
          label="Regressions"
          titles={TITLES}
          now={name}
          href={(regression) => here.href({ regression: regression as RegressionName })}
        />
      }
    >
      {({ audit: { before, after, rewriting } }) => {
        const regression = after ?? rewriting?.after
        if (!regression) return !answered.problem && <Missing why={UNREWRITTEN} />
        const nothing = sharedReason(regression.terms)
        if (!nothing) return <Table before={before} after={regression} unit={unit} />
        const onlyBefore = before && !sharedReason(before.terms)
        return (
          <>
            <Missing why={nothing} />
            {onlyBefore && <Table before={null} after={before} unit={`${unit} before training`} />}
          </>
        )
      }}
    </Section>
  )
}
