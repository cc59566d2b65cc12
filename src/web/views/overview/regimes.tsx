import { tableFile } from '../../client/files.ts'
import { degrees, share } from '../../format/numbers.ts'
import { sharedReason, withoutAdvice } from '../../format/reasons.ts'
import { REGIMES } from '../../format/titles.ts'
import { type AlignmentRegime, regimes as document } from '../../generated/documents.ts'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { IntervalNote, Reason, SampleSize } from '../../parts/number-notes.tsx'
import { NumberTable } from '../../parts/number-table.tsx'
import { PairsLink } from '../../parts/pairs-link.tsx'
import { Section } from '../../parts/section.tsx'
import { SliceHead } from '../../parts/slice-head.tsx'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'

const AGREES = 'Labeler agrees with people'

const tone = (regime: AlignmentRegime): string => regime.toLowerCase().replace('_', '-')

/** The paper's Table 1. */
export const Regimes = () => {
  const { place } = usePage()
  return (
    <Section
      title="What did training change?"
      about="Pairs by whether the model sided with people before training and after it. Click one to see its pairs alone."
      document={document}
      variables={auditVariables(place)}
      files={[tableFile('table-1', auditVariables(place))]}
    >
      {({ audit: { regimes } }) => {
        const reason = sharedReason(regimes)
        if (reason) return <EmptyReason reason={withoutAdvice(reason)} />
        const noAgreement = sharedReason(regimes?.map(({ labelerAgreement }) => labelerAgreement))
        return (
          <>
            <NumberTable
              label="Regimes"
              columns={['Regime', 'Prevalence', 'Pairs', ...(noAgreement ? [] : [AGREES]), 'Mean shift']}
            >
              {regimes?.map(({ regime, pairs, prevalence, reason, labelerAgreement, rewardShift }) => {
                const slice = { title: REGIMES[regime], conditions: [{ regime: [regime] }] }
                return (
                  <tr key={regime}>
                    <SliceHead {...slice} share={prevalence} tone={tone(regime)} />
                    <td class="number">
                      {share(prevalence)}
                      <Reason reason={reason} />
                    </td>
                    <td class="number">
                      <PairsLink {...slice} pairs={pairs} />
                    </td>
                    {!noAgreement && (
                      <td class="number">
                        {share(labelerAgreement.rate)}
                        <IntervalNote
                          bounds={labelerAgreement.confidenceInterval}
                          format={share}
                          reason={labelerAgreement.reason}
                        />
                        <SampleSize
                          pairs={labelerAgreement.agree + labelerAgreement.disagree}
                          prompts={labelerAgreement.prompts}
                          all={pairs}
                        />
                      </td>
                    )}
                    <td class="number">
                      {degrees(rewardShift.mean)}
                      {rewardShift.median === null ? (
                        <Reason reason={rewardShift.reason} />
                      ) : (
                        <small>median {degrees(rewardShift.median)}</small>
                      )}
                      <SampleSize pairs={rewardShift.pairs} all={pairs} />
                    </td>
                  </tr>
                )
              })}
            </NumberTable>
            {noAgreement && place.labeler !== null && (
              <p class="about">No agreement of the labeler: {withoutAdvice(noAgreement)}.</p>
            )}
          </>
        )
      }}
    </Section>
  )
}
