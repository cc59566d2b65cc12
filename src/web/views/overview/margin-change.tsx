import { figureFiles } from '../../client/files.ts'
import { counted } from '../../format/counts.ts'
import { degrees, estimate, interval, pValue, share } from '../../format/numbers.ts'
import { withoutAdvice } from '../../format/reasons.ts'
import { marginChange as document, type MarginChangeQuery } from '../../generated/documents.ts'
import { DependsOn } from '../../parts/depends-on.tsx'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { Headline } from '../../parts/headline.tsx'
import { Section } from '../../parts/section.tsx'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'

type Audit = NonNullable<MarginChangeQuery['dataset']>['audit']
type Change = NonNullable<Audit['marginChange']>

const changeNote = ({ mean: { confidenceInterval, pValue: p }, reason }: Change): string =>
  reason ?? `${interval(confidenceInterval, estimate)}, p ${pValue(p)}`

const shiftNote = (shift: Audit['rewardShift']): string => {
  if (shift?.mean == null) return withoutAdvice(shift?.reason ?? '')
  return `median ${degrees(shift.median)}, ${shift.reason ?? `p ${pValue(shift.tTest?.pValue)}`}`
}

/** By how much training moved margins, beside the paper's angle, which a reward's zero moves. */
export const MarginChange = () => {
  const { place } = usePage()
  const variables = auditVariables(place)
  return (
    <Section
      title="What did training do to the margins?"
      about={
        <>
          A pair’s margin is by how much more reward the response that people chose has than the other one:
          where it rose, training moved the model toward people.
          <DependsOn units={['scale']} />
        </>
      }
      document={document}
      variables={variables}
      files={figureFiles('MARGIN_CHANGES', variables)}
    >
      {({ audit: { marginChange, rewardShift, centredShift } }) => {
        if (!marginChange) return null
        if (marginChange.mean.estimate === null)
          return <EmptyReason reason={withoutAdvice(marginChange.reason ?? '')} />
        return (
          <>
            <dl class="headline">
              <Headline
                name="Mean change of margin"
                value={estimate(marginChange.mean.estimate)}
                note={changeNote(marginChange)}
              />
              <Headline
                name="Median change of margin"
                value={estimate(marginChange.median)}
                note={`of ${counted(marginChange.pairs, 'pair')}`}
              />
              <Headline name="Margin rose" value={share(marginChange.rose)} note="of the pairs" />
              <Headline
                name="Mean reward shift"
                value={degrees(rewardShift?.mean)}
                note={shiftNote(rewardShift)}
              />
              <Headline
                name="Mean shift, centred"
                value={degrees(centredShift?.mean)}
                note={shiftNote(centredShift)}
              />
            </dl>
            <p class="about">
              The reward shift depends on where each model’s rewards have their zero, which is arbitrary; the
              centred one, with each model’s mean reward as its zero, does not.
            </p>
          </>
        )
      }}
    </Section>
  )
}
