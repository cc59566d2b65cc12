import { useState } from 'preact/hooks'
import { counted, promptsAndTies } from '../../format/counts.ts'
import { titlesOf } from '../../format/titles.ts'
import { pairs } from '../../generated/documents.ts'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { Section } from '../../parts/section.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { addConditions } from '../../slice/conditions.ts'
import { defaultStage } from '../../state/default-stage.ts'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'
import { PairCard } from './pair-card.tsx'
import { isPairList, missingReason, PAIR_LISTS } from './pair-lists.ts'

const TITLES = titlesOf(PAIR_LISTS)

/** The pairs behind the numbers. */
export const Pairs = () => {
  const page = usePage()
  const { place, href } = page
  const [open, setOpen] = useState(false)
  const name = isPairList(place.pairs) ? place.pairs : 'all'
  const { about, conditions, orderBy, needs } = PAIR_LISTS[name]
  const byMargin = { by: `${defaultStage(page)}_MARGIN` as const, direction: 'ASC' as const }
  return (
    <Section
      title="Pairs"
      about={`${about} Texts are folded: they may offend.`}
      document={pairs}
      variables={{
        ...auditVariables(place),
        where: addConditions(place.where, [...conditions]),
        orderBy: name === 'against' ? byMargin : orderBy,
        after: place.after,
      }}
      controls={
        <Tabs label="Lists of pairs" titles={TITLES} current={name} href={(list) => href({ pairs: list })} />
      }
    >
      {({ pairs, audit, slice: { coverage } }) => {
        const reason = missingReason(needs, audit)
        if (reason) return <EmptyReason reason={reason} />
        if (!pairs) return null
        const { totalCount, pageInfo, edges } = pairs
        return (
          <>
            <div class="row">
              <p class="total">
                {[counted(totalCount, 'pair'), ...(coverage ? promptsAndTies(coverage) : [])].join(', ')}
              </p>
              {edges.length > 0 && (
                <button type="button" aria-pressed={open} onClick={() => setOpen(!open)}>
                  {open ? 'Hide all texts' : 'Show all texts'}
                </button>
              )}
            </div>
            <ol class="pairs">
              {edges.map(({ node }) => (
                <PairCard key={node.rowId} pair={node} audit={audit} open={open} />
              ))}
            </ol>
            <nav class="row" aria-label="Pages of pairs">
              {place.after && (
                <a class="button" href={href({ after: null })}>
                  First page
                </a>
              )}
              {pageInfo.hasNextPage && (
                <a class="button" href={href({ after: pageInfo.endCursor })}>
                  Next page
                </a>
              )}
            </nav>
          </>
        )
      }}
    </Section>
  )
}
