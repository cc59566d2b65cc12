import { degrees, share } from '../../format/numbers.ts'
import { sharedReason, withoutAdvice } from '../../format/reasons.ts'
import { titlesOf } from '../../format/titles.ts'
import { type Dimension, breakdown as document } from '../../generated/documents.ts'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { IntervalNote, Reason, SampleSize } from '../../parts/number-notes.tsx'
import { NumberTable } from '../../parts/number-table.tsx'
import { PairsLink } from '../../parts/pairs-link.tsx'
import { Section } from '../../parts/section.tsx'
import { SliceHead } from '../../parts/slice-head.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import type { Condition } from '../../slice/conditions.ts'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'
import { resistanceInterval } from './resistance.ts'

type Grouping = { title: string; condition(key: string): Condition }

const DIMENSIONS: Partial<Record<Dimension, Grouping>> = {
  TOPIC: { title: 'Topic', condition: (key) => ({ topic: [key] }) },
  SUBSET: { title: 'Subset', condition: (key) => ({ subset: [key] }) },
  DISCRIMINATION: { title: 'Discrimination', condition: (key) => ({ discrimination: [key] }) },
}

const TITLES = titlesOf(DIMENSIONS)

/** Why no pair of a slice has a value of a dimension. */
const emptyReason = (by: Dimension, pairs: number | undefined, labeler: object | null): string => {
  if (pairs === 0) return 'no pair is in the slice'
  if (by !== 'SUBSET' && !labeler) return 'the dataset has no labels'
  return `no pair of the slice has a ${by.toLowerCase()}`
}

/** Resistance within topics, subsets or types of discrimination. */
export const Breakdown = () => {
  const { place, href } = usePage()
  const tabs = (
    <Tabs
      label="Break down by"
      titles={TITLES}
      current={place.by}
      href={(by) => href({ by: by as Dimension })}
    />
  )
  return (
    <Section
      title="Where the model resists"
      about="Bars show the share of pairs on which the trained model prefers what the human rejected."
      document={document}
      variables={{ ...auditVariables(place), by: place.by }}
      controls={tabs}
    >
      {({ audit: { breakdown, coverage, labeler } }) => {
        const groups = breakdown ?? []
        if (groups.length === 0)
          return <EmptyReason reason={emptyReason(place.by, coverage?.pairs, labeler)} />
        const noResistance = sharedReason(groups.map(({ audit }) => audit.alignment))
        const noShift = sharedReason(groups.map(({ audit }) => audit.rewardShift))
        return (
          <>
            <NumberTable
              label="Breakdown"
              columns={[TITLES[place.by] ?? '', 'Resistance', 'Pairs', 'Mean shift']}
            >
              {groups.map(({ key, pairs, audit: { alignment, rewardShift } }) => {
                const condition = DIMENSIONS[place.by]?.condition(key)
                const slice = { title: key, conditions: condition ? [condition] : [] }
                return (
                  <tr key={key}>
                    <SliceHead {...slice} share={alignment?.resistance ?? null} tone="resistance" />
                    <td class="number">
                      {share(alignment?.resistance)}
                      <IntervalNote
                        bounds={resistanceInterval(alignment?.confidenceInterval ?? null)}
                        format={share}
                        reason={noResistance ? null : alignment?.reason}
                      />
                      {alignment && <SampleSize pairs={alignment.pairs} all={pairs} />}
                    </td>
                    <td class="number">
                      <PairsLink {...slice} pairs={pairs} />
                    </td>
                    <td class="number">
                      {degrees(rewardShift?.mean)}
                      {rewardShift?.mean === null && !noShift && <Reason reason={rewardShift.reason} />}
                      {rewardShift && <SampleSize pairs={rewardShift.pairs} all={pairs} />}
                    </td>
                  </tr>
                )
              })}
            </NumberTable>
            {[...new Set([noResistance, noShift])].map(
              (reason) =>
                reason && (
                  <p key={reason} class="about">
                    {withoutAdvice(reason)}
                  </p>
                ),
            )}
          </>
        )
      }}
    </Section>
  )
}
