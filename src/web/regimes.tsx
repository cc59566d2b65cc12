import { Bar } from './bar.tsx'
import { degrees, share } from './format.ts'
import { type AlignmentRegime, regimes as document } from './generated/documents.ts'
import { Missing, sharedReason, withoutAdvice } from './missing.tsx'
import { Of } from './of.tsx'
import { PairsLink } from './pairs-link.tsx'
import { auditVariables, useHere } from './place.ts'
import { Scrolling } from './scrolling.tsx'
import { Section } from './section.tsx'
import { SlicingLink } from './slicing-link.tsx'
import { useAnswer } from './use-answer.ts'
import { Within } from './within.tsx'
import { REGIMES } from './words.ts'

const tone = (regime: AlignmentRegime): string => regime.toLowerCase().replace('_', '-')

/** Table 1 of the paper. */
export const Regimes = () => {
  const { place, heard } = useHere()
  const variables = auditVariables(place)
  const answered = useAnswer(document, variables, heard)
  return (
    <Section
      title="Table 1: what training did to the pairs"
      about="Aligned: the model gives more reward to what the human chose. Click a regime to see its pairs alone."
      document={document}
      variables={variables}
      answered={answered}
    >
      {({ audit: { regimes } }) => {
        const nothing = sharedReason(regimes)
        if (nothing) return <Missing why={withoutAdvice(nothing)} />
        const disagreement = sharedReason(regimes?.map(({ labelerAgreement }) => labelerAgreement))
        return (
          <>
            <Scrolling label="Table 1">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Regime</th>
                    <th scope="col" class="number">
                      Prevalence
                    </th>
                    <th scope="col" class="number">
                      Pairs
                    </th>
                    <th scope="col" class="number">
                      Labeler agrees with the human
                    </th>
                    <th scope="col" class="number">
                      Mean shift
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {regimes?.map(({ regime, pairs, prevalence, reason, labelerAgreement, rewardShift }) => (
                    <tr key={regime}>
                      <th scope="row">
                        <SlicingLink conditions={[{ regime: [regime] }]}>
                          <span>{REGIMES[regime]}</span>
                          <Bar share={prevalence} tone={tone(regime)} />
                        </SlicingLink>
                      </th>
                      <td class="number">
                        {share(prevalence)}
                        <Within bounds={null} format={share} reason={reason} />
                      </td>
                      <td class="number">
                        <PairsLink pairs={pairs} of={REGIMES[regime]} conditions={[{ regime: [regime] }]} />
                      </td>
                      <td class="number">
                        {share(labelerAgreement.rate)}
                        <Within
                          bounds={labelerAgreement.confidenceInterval}
                          format={share}
                          reason={disagreement ? null : labelerAgreement.reason}
                        />
                        <Of pairs={labelerAgreement.agree + labelerAgreement.disagree} all={pairs} />
                      </td>
                      <td class="number">
                        {degrees(rewardShift.mean)}
                        {rewardShift.median === null ? (
                          <Within bounds={null} format={degrees} reason={rewardShift.reason} />
                        ) : (
                          <small>median {degrees(rewardShift.median)}</small>
                        )}
                        <Of pairs={rewardShift.pairs} all={pairs} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scrolling>
            {disagreement && <p class="about">No agreement: {withoutAdvice(disagreement)}.</p>}
          </>
        )
      }}
    </Section>
  )
}
