import { useState } from 'preact/hooks'
import { count } from './format.ts'
import { pairs } from './generated/documents.ts'
import { Missing } from './missing.tsx'
import type { DatasetChoice } from './page.tsx'
import { PairCard } from './pair-card.tsx'
import { lackOf, PAIR_LISTS, type PairList } from './pair-lists.ts'
import { auditVariables, useHere } from './place.ts'
import { Section } from './section.tsx'
import { narrowed } from './slice.ts'
import { stageOf } from './stage-of.ts'
import { Tabs } from './tabs.tsx'
import { useAnswer } from './use-answer.ts'

const TITLES = Object.fromEntries(Object.entries(PAIR_LISTS).map(([name, { title }]) => [name, title]))

/** The pairs behind the numbers. */
export const Pairs = ({ of }: { of: DatasetChoice }) => {
  const { place, heard, href } = useHere()
  const [open, setOpen] = useState(false)
  const name: PairList = Object.hasOwn(PAIR_LISTS, place.pairs) ? place.pairs : 'all'
  const { about, conditions, orderBy, needs } = PAIR_LISTS[name]
  const byMargin = { by: `${stageOf(of, place)}_MARGIN` as const, direction: 'ASC' as const }
  const variables = {
    ...auditVariables(place),
    where: narrowed(place.where, [...conditions]),
    orderBy: name === 'against' ? byMargin : orderBy,
    after: place.after,
  }
  const answered = useAnswer(pairs, variables, heard)
  return (
    <Section
      title="Pairs"
      about={`${about} Texts are folded: they may offend.`}
      document={pairs}
      variables={variables}
      answered={answered}
      controls={
        <Tabs
          label="Lists of pairs"
          titles={TITLES}
          now={name}
          href={(to) => href({ pairs: to as PairList })}
        />
      }
    >
      {({ pairs, audit }) => {
        const lack = lackOf(needs, audit)
        if (lack) return <Missing why={lack} />
        if (!pairs) return null
        const { totalCount, pageInfo, edges } = pairs
        return (
          <>
            <div class="row">
              <p class="total">{count(totalCount)} pairs</p>
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
