import { figureFiles } from '../../client/files.ts'
import { hint } from '../../format/hint.ts'
import { count, pValue, share } from '../../format/numbers.ts'
import { sharedReason, withoutAdvice } from '../../format/reasons.ts'
import { isSignificant } from '../../format/significance.ts'
import { rulers as document, type RulersQuery } from '../../generated/documents.ts'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { IntervalNote } from '../../parts/number-notes.tsx'
import { NumberTable } from '../../parts/number-table.tsx'
import { Section } from '../../parts/section.tsx'
import { defaultStage } from '../../state/default-stage.ts'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'
import { RULERS } from './section-ids.ts'

type Ruler = NonNullable<NonNullable<RulersQuery['dataset']>['audit']['rulers']>[number]

const COLUMNS = ['The response whose', 'wins with people', 'Pairs', 'The model agrees', 'Adjusted p'] as const

const UNMEASURED = hint`the texts are not measured: npm run measure counts what can be counted in them`

/** What may be chance comes last; the server has the best first. */
const surestFirst = (rulers: readonly Ruler[]): Ruler[] =>
  [...rulers].sort((a, b) => Number(isSignificant(b)) - Number(isSignificant(a)))

const Row = ({ ruler }: { ruler: Ruler }) => {
  const { feature, higherWins, alignment, modelAgreement } = ruler
  return (
    <tr class={isSignificant(ruler) ? 'significant' : ''}>
      <th scope="row">
        “{feature.title}” is {higherWins ? 'higher' : 'lower'}
      </th>
      <td class="number">
        {share(alignment.score)}
        <IntervalNote bounds={alignment.confidenceInterval} format={share} />
      </td>
      <td class="number">{count(alignment.pairs)}</td>
      <td class="number">
        {share(modelAgreement.rate)}
        <IntervalNote
          bounds={modelAgreement.confidenceInterval}
          format={share}
          reason={modelAgreement.reason && withoutAdvice(modelAgreement.reason)}
        />
      </td>
      <td class="number">{pValue(ruler.adjustedPValue)}</td>
    </tr>
  )
}

/** How well a number of the text does as a reward model. */
export const Rulers = () => {
  const page = usePage()
  return (
    <Section
      title="Could counting replace it?"
      id={RULERS}
      about="A number of the text as a judge: it prefers the response on which it is higher, or lower, and is right as often as people prefer that one too. Beside it, on how many of those pairs the model prefers the same response."
      document={document}
      files={figureFiles('RULERS', auditVariables(page.place))}
      variables={{ ...auditVariables(page.place), stage: defaultStage(page) }}
    >
      {({ audit }) => {
        const all = audit.rulers ?? []
        const reason = all.length === 0 ? UNMEASURED : sharedReason(all)
        if (reason) return <EmptyReason reason={withoutAdvice(reason)} />
        const equal = all.filter(({ alignment }) => alignment.pairs === 0)
        return (
          <>
            <NumberTable label="Numbers of the text as judges" columns={COLUMNS}>
              {surestFirst(all)
                .filter(({ alignment }) => alignment.pairs > 0)
                .map((ruler) => (
                  <Row key={ruler.feature.name} ruler={ruler} />
                ))}
            </NumberTable>
            {equal.length > 0 && (
              <p class="about">No pair differs in {equal.map(({ feature }) => feature.title).join(', ')}.</p>
            )}
          </>
        )
      }}
    </Section>
  )
}
