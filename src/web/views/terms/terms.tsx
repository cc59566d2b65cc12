import { sharedReason } from '../../format/reasons.ts'
import { titlesOf } from '../../format/titles.ts'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { Section } from '../../parts/section.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { usePage } from '../../state/page-context.ts'
import { type AuditVariables, auditVariables } from '../../state/place.ts'
import { REGRESSIONS, type RegressionData, type RegressionName } from './regressions.ts'
import { TermTable } from './term-table.tsx'

const TITLES = titlesOf(REGRESSIONS)

const NOT_REWRITTEN =
  'the dataset has no rewritten texts: bring them with npm run ingest -- rewrites, or npm run rewrite'

const isRegression = (name: string): name is RegressionName => Object.hasOwn(REGRESSIONS, name)

/** Figures 3 and 5: what the regressions say of each feature. */
export const Terms = () => {
  const { place, href } = usePage()
  const name = isRegression(place.regression) ? place.regression : 'imprints'
  const { title, about, unit, document } = REGRESSIONS[name]
  return (
    <Section<RegressionData, AuditVariables>
      title={title}
      about={about}
      document={document}
      variables={auditVariables(place)}
      controls={
        <Tabs
          label="Regressions"
          titles={TITLES}
          current={name}
          href={(regression) => href({ regression })}
        />
      }
    >
      {({ audit: { before: pre, after, rewriting } }, error) => {
        const regression = after ?? rewriting?.after
        if (!regression) return !error && <EmptyReason reason={NOT_REWRITTEN} />
        const reason = sharedReason(regression.terms)
        if (!reason) return <TermTable pre={pre} regression={regression} unit={unit} />
        return (
          <>
            <EmptyReason reason={reason} />
            {pre && !sharedReason(pre.terms) && (
              <TermTable pre={null} regression={pre} unit={`${unit} before training`} />
            )}
          </>
        )
      }}
    </Section>
  )
}
