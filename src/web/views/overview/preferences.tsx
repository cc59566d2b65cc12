import { share } from '../../format/numbers.ts'
import { sharedReason, withoutAdvice } from '../../format/reasons.ts'
import { PREFERENCES } from '../../format/titles.ts'
import { preferences as document } from '../../generated/documents.ts'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { IntervalNote, Reason, SampleSize } from '../../parts/number-notes.tsx'
import { NumberTable } from '../../parts/number-table.tsx'
import { PairsLink } from '../../parts/pairs-link.tsx'
import { Section } from '../../parts/section.tsx'
import { SliceHead } from '../../parts/slice-head.tsx'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'
import { resistanceInterval } from './resistance.ts'

const COLUMNS = ['The labeler', 'Share', 'Pairs', 'Resistance after training'] as const

/** Whom the labeler sides with, and how often the model resists there. */
export const Preferences = () => {
  const { place } = usePage()
  return (
    <Section
      title="Could people be wrong?"
      about="The labeler, too, prefers a response of each pair: that with the better labels. A model that resists where the labeler agrees with people errs; where the labeler is against them too, perhaps people do."
      document={document}
      variables={auditVariables(place)}
    >
      {({ audit: { preferences } }) => {
        const reason = sharedReason(preferences)
        if (reason) return <EmptyReason reason={withoutAdvice(reason)} />
        const noResistance = sharedReason(preferences?.map(({ alignment }) => alignment))
        return (
          <>
            <NumberTable label="Preferences of the labeler" columns={COLUMNS}>
              {preferences?.map(({ preference, pairs, share: ofPairs, reason, alignment }) => {
                const title = PREFERENCES[preference]
                const conditions = [{ preference: [preference] }]
                return (
                  <tr key={preference}>
                    <SliceHead title={title} conditions={conditions} share={ofPairs} />
                    <td class="number">
                      {share(ofPairs)}
                      <Reason reason={reason} />
                    </td>
                    <td class="number">
                      <PairsLink title={`labeler ${title}`} conditions={conditions} pairs={pairs} />
                    </td>
                    <td class="number">
                      {share(alignment.resistance)}
                      <IntervalNote
                        bounds={resistanceInterval(alignment.confidenceInterval)}
                        format={share}
                        reason={noResistance ? null : alignment.reason}
                      />
                      <SampleSize {...alignment} all={pairs} />
                    </td>
                  </tr>
                )
              })}
            </NumberTable>
            {noResistance && <p class="about">No resistance: {withoutAdvice(noResistance)}.</p>}
          </>
        )
      }}
    </Section>
  )
}
