import { Bar } from './bar.tsx'
import { share } from './format.ts'
import { preferences as document } from './generated/documents.ts'
import { Missing, sharedReason, withoutAdvice } from './missing.tsx'
import { Of } from './of.tsx'
import { PairsLink } from './pairs-link.tsx'
import { auditVariables, useHere } from './place.ts'
import { resisted } from './resistance.ts'
import { Scrolling } from './scrolling.tsx'
import { Section } from './section.tsx'
import { SlicingLink } from './slicing-link.tsx'
import { useAnswer } from './use-answer.ts'
import { Within } from './within.tsx'
import { PREFERENCES } from './words.ts'

/** Whom the labeler sides with, and how often the model resists there. */
export const Preferences = () => {
  const { place, heard } = useHere()
  const variables = auditVariables(place)
  const answered = useAnswer(document, variables, heard)
  return (
    <Section
      title="Whom the labeler sides with"
      about="A model that resists where the labeler agrees with the human errs; where the labeler too is against the human, perhaps the human does."
      document={document}
      variables={variables}
      answered={answered}
    >
      {({ audit: { preferences } }) => {
        const nothing = sharedReason(preferences)
        if (nothing) return <Missing why={withoutAdvice(nothing)} />
        const unscored = sharedReason(preferences?.map(({ alignment }) => alignment))
        return (
          <>
            <Scrolling label="Preferences of the labeler">
              <table>
                <thead>
                  <tr>
                    <th scope="col">The labeler</th>
                    <th scope="col" class="number">
                      Share
                    </th>
                    <th scope="col" class="number">
                      Pairs
                    </th>
                    <th scope="col" class="number">
                      Resistance after training
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {preferences?.map((row) => (
                    <tr key={row.preference}>
                      <th scope="row">
                        <SlicingLink conditions={[{ preference: [row.preference] }]}>
                          <span>{PREFERENCES[row.preference]}</span>
                          <Bar share={row.share} />
                        </SlicingLink>
                      </th>
                      <td class="number">
                        {share(row.share)}
                        <Within bounds={null} format={share} reason={row.reason} />
                      </td>
                      <td class="number">
                        <PairsLink
                          pairs={row.pairs}
                          of={`labeler ${PREFERENCES[row.preference]}`}
                          conditions={[{ preference: [row.preference] }]}
                        />
                      </td>
                      <td class="number">
                        {share(row.alignment.resistance)}
                        <Within
                          bounds={resisted(row.alignment.confidenceInterval)}
                          format={share}
                          reason={unscored ? null : row.alignment.reason}
                        />
                        <Of pairs={row.alignment.pairs} all={row.pairs} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scrolling>
            {unscored && <p class="about">No resistance: {withoutAdvice(unscored)}.</p>}
          </>
        )
      }}
    </Section>
  )
}
