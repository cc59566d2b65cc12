import { pValue, share } from '../../format/numbers.ts'
import { isSignificant } from '../../format/significance.ts'
import { weakSlices as document, type WeakSlicesQuery } from '../../generated/documents.ts'
import { IntervalNote, Reason } from '../../parts/number-notes.tsx'
import { NumberTable } from '../../parts/number-table.tsx'
import { PairsLink } from '../../parts/pairs-link.tsx'
import { Section } from '../../parts/section.tsx'
import { SliceHead } from '../../parts/slice-head.tsx'
import { conditionsOf } from '../../slice/conditions.ts'
import { sliceTitle } from '../../slice/slice-by.ts'
import { defaultStage } from '../../state/default-stage.ts'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'
import { WEAK_SLICES } from './section-ids.ts'

const WORST = 8

const COLUMNS = ['Where', 'Sides with people', 'Elsewhere', 'Pairs', 'Adjusted p'] as const

type WeakSlice = NonNullable<NonNullable<WeakSlicesQuery['dataset']>['audit']['weakSlices']>[number]

const Row = ({ slice }: { slice: WeakSlice }) => {
  const { by, ofChosen, key, where, alignment, rest, adjustedPValue, reason } = slice
  const conditions = conditionsOf(JSON.parse(where))
  const title = `${by}: ${sliceTitle(key, conditions[0] ?? {}, usePage().dataset)}${ofChosen ? ' (chosen)' : ''}`
  const isShown = isSignificant(slice)
  return (
    <tr class={isShown ? 'significant' : ''}>
      <SliceHead
        title={title}
        conditions={conditions}
        share={alignment.score}
        tone={isShown ? '' : 'hollow'}
      />
      <td class="number">
        {share(alignment.score)}
        <IntervalNote bounds={alignment.confidenceInterval} format={share} />
      </td>
      <td class="number">{share(rest.score)}</td>
      <td class="number">
        <PairsLink title={title} conditions={conditions} pairs={alignment.pairs} />
      </td>
      <td class="number">
        {pValue(adjustedPValue)}
        <Reason reason={reason} />
      </td>
    </tr>
  )
}

/** The slices on which the model does worst. */
export const WeakSlices = () => {
  const page = usePage()
  return (
    <Section
      title="Where does it go wrong?"
      id={WEAK_SLICES}
      about="Of all that pairs can be told apart by, where the model sides with people less often than on the other pairs. Slices can share pairs: a short response has few sentences, too. Filled bars: hardly chance (adjusted p below 0.05). Click one to see its pairs alone."
      document={document}
      variables={{ ...auditVariables(page.place), stage: defaultStage(page), first: WORST }}
    >
      {({ audit }) =>
        audit.weakSlices && audit.weakSlices.length > 0 ? (
          <NumberTable label="Where it goes wrong" columns={COLUMNS}>
            {audit.weakSlices.map((slice) => (
              <Row key={slice.where} slice={slice} />
            ))}
          </NumberTable>
        ) : (
          <p>
            {page.place.where === null
              ? 'Nothing is found on which it does worse than elsewhere.'
              : 'Nothing is found in this slice on which it does worse than elsewhere. In a slice that was itself chosen by rewards, this is not looked for.'}
          </p>
        )
      }
    </Section>
  )
}
