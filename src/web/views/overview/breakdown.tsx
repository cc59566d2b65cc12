import { degrees, share } from '../../format/numbers.ts'
import { sharedReason, withoutAdvice } from '../../format/reasons.ts'
import { breakdown as document } from '../../generated/documents.ts'
import { BreakdownChoice } from '../../parts/breakdown-choice.tsx'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { IntervalNote, Reason, SampleSize } from '../../parts/number-notes.tsx'
import { NumberTable } from '../../parts/number-table.tsx'
import { PairsLink } from '../../parts/pairs-link.tsx'
import { Section } from '../../parts/section.tsx'
import { SliceHead } from '../../parts/slice-head.tsx'
import type { Condition } from '../../slice/conditions.ts'
import { type Cutting, cuttingsOf, defaultBy, sliceBy, sliceTitle } from '../../slice/slice-by.ts'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'
import { resistanceInterval } from './resistance.ts'

const LARGEST = 20

type Counts = { pairs: number; ties: number } | null

/** Why no pair of a slice has a value. */
const emptyReason = (cutting: Cutting | undefined, coverage: Counts, labeler: object | null): string => {
  if (coverage?.pairs === 0)
    return coverage.ties > 0
      ? 'no pair on which people had a preference is in the slice'
      : 'no pair is in the slice'
  if (cutting?.isLabeled && !labeler) return 'the dataset has no labels'
  return `no pair of the slice has a value of “${cutting?.title}”`
}

/** Resistance within topics, subsets, values of attributes, bins of measures. */
export const Breakdown = () => {
  const { place, dataset } = usePage()
  const by = place.by ?? defaultBy(dataset)
  return (
    <Section
      title="How does it do on different pairs?"
      about="By whatever you choose. Bars are its resistance: the share of pairs on which the model after training prefers what people rejected."
      document={document}
      variables={{ ...auditVariables(place), by: sliceBy(by, place.of), first: LARGEST }}
    >
      {({ audit: { slices, coverage, labeler }, ...kept }, error) => {
        const cuttings = cuttingsOf(dataset, kept)
        const cutting = Object.values(cuttings)
          .flat()
          .find((one) => one.by === by)
        const choice = <BreakdownChoice cuttings={cuttings} by={by} scopes={cutting?.scopes ?? []} />
        const groups = slices ?? []
        if (groups.length === 0)
          return (
            <>
              {choice}
              {!error && <EmptyReason reason={emptyReason(cutting, coverage, labeler)} />}
            </>
          )
        const noResistance = sharedReason(groups.map(({ audit }) => audit.alignment))
        const noShift = sharedReason(groups.map(({ audit }) => audit.rewardShift))
        return (
          <>
            {choice}
            <NumberTable
              label="Breakdown"
              columns={[cutting?.title ?? '', 'Resistance', 'Pairs', 'Mean shift']}
            >
              {groups.map(({ key, where, pairs, audit: { alignment, rewardShift } }) => {
                const condition: Condition = JSON.parse(where)
                const slice = { title: sliceTitle(key, condition, dataset), conditions: [condition] }
                return (
                  <tr key={where}>
                    <SliceHead {...slice} share={alignment?.resistance ?? null} tone="resistance" />
                    <td class="number">
                      {share(alignment?.resistance)}
                      <IntervalNote
                        bounds={resistanceInterval(alignment?.confidenceInterval ?? null)}
                        format={share}
                        reason={noResistance ? null : alignment?.reason}
                      />
                      {alignment && <SampleSize {...alignment} all={pairs} />}
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
            {groups.length === LARGEST && <p class="about">The {LARGEST} most frequent values.</p>}
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
