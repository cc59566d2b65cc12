import { Bar } from './bar.tsx'
import { degrees, share } from './format.ts'
import { type Dimension, breakdown as document } from './generated/documents.ts'
import { Missing, sharedReason, withoutAdvice } from './missing.tsx'
import { Of } from './of.tsx'
import { PairsLink } from './pairs-link.tsx'
import { auditVariables, useHere } from './place.ts'
import { resisted } from './resistance.ts'
import { Scrolling } from './scrolling.tsx'
import { Section } from './section.tsx'
import type { Condition } from './slice.ts'
import { SlicingLink } from './slicing-link.tsx'
import { Tabs } from './tabs.tsx'
import { useAnswer } from './use-answer.ts'
import { Within } from './within.tsx'

const DIMENSIONS: Partial<Record<Dimension, { title: string; condition(key: string): Condition }>> = {
  TOPIC: { title: 'Topic', condition: (key) => ({ topic: [key] }) },
  SUBSET: { title: 'Subset', condition: (key) => ({ subset: [key] }) },
  DISCRIMINATION: { title: 'Discrimination', condition: (key) => ({ discrimination: [key] }) },
}

const TITLES = Object.fromEntries(Object.entries(DIMENSIONS).map(([by, { title }]) => [by, title]))

/** Why no pair of a slice has any value of a dimension. */
const nothingBy = (by: Dimension, of: { pairs: number | undefined; labeler: object | null }): string => {
  if (of.pairs === 0) return 'no pair is in the slice'
  if (by !== 'SUBSET' && !of.labeler) return 'the dataset has no labels'
  return `no pair of the slice has a ${by.toLowerCase()}`
}

/** Resistance within topics, subsets or types of discrimination. */
export const Breakdown = () => {
  const { place, heard, href } = useHere()
  const variables = { ...auditVariables(place), by: place.by }
  const answered = useAnswer(document, variables, heard)
  const condition = DIMENSIONS[place.by]?.condition
  return (
    <Section
      title="Where the model resists"
      about="Bars show the share of pairs on which the trained model prefers what the human rejected."
      document={document}
      variables={variables}
      answered={answered}
      controls={
        <Tabs
          label="Break down by"
          titles={TITLES}
          now={place.by}
          href={(by) => href({ by: by as Dimension })}
        />
      }
    >
      {({ audit: { breakdown, coverage, labeler } }) => {
        const parts = breakdown ?? []
        if (parts.length === 0)
          return <Missing why={nothingBy(place.by, { pairs: coverage?.pairs, labeler })} />
        const unscored = sharedReason(parts.map(({ audit }) => audit.alignment))
        const unshifted = sharedReason(parts.map(({ audit }) => audit.rewardShift))
        const why = [...new Set([unscored, unshifted])].flatMap((one) => (one ? [withoutAdvice(one)] : []))
        return (
          <>
            <Scrolling label="Breakdown">
              <table>
                <thead>
                  <tr>
                    <th scope="col">{TITLES[place.by]}</th>
                    <th scope="col" class="number">
                      Resistance
                    </th>
                    <th scope="col" class="number">
                      Pairs
                    </th>
                    <th scope="col" class="number">
                      Mean shift
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {parts.map(({ key, pairs, audit: { alignment, rewardShift } }) => {
                    const conditions = condition ? [condition(key)] : []
                    return (
                      <tr key={key}>
                        <th scope="row">
                          <SlicingLink conditions={conditions}>
                            <span>{key}</span>
                            <Bar share={alignment?.resistance ?? null} tone="resistance" />
                          </SlicingLink>
                        </th>
                        <td class="number">
                          {share(alignment?.resistance)}
                          <Within
                            bounds={resisted(alignment?.confidenceInterval ?? null)}
                            format={share}
                            reason={unscored ? null : alignment?.reason}
                          />
                          {alignment && <Of pairs={alignment.pairs} all={pairs} />}
                        </td>
                        <td class="number">
                          <PairsLink pairs={pairs} of={key} conditions={conditions} />
                        </td>
                        <td class="number">
                          {degrees(rewardShift?.mean)}
                          {rewardShift?.mean === null && !unshifted && (
                            <Within bounds={null} format={degrees} reason={rewardShift.reason} />
                          )}
                          {rewardShift && <Of pairs={rewardShift.pairs} all={pairs} />}
                        </td>
                      </tr>
                    )
                  })}
                </tbody>
              </table>
            </Scrolling>
            {why.map((one) => (
              <p key={one} class="about">
                {one}
              </p>
            ))}
          </>
        )
      }}
    </Section>
  )
}
