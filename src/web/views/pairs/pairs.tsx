import { useRef, useState } from 'preact/hooks'
import { tableFile } from '../../client/files.ts'
import { counted, promptsAndTies } from '../../format/counts.ts'
import { titlesOf } from '../../format/titles.ts'
import { pairs } from '../../generated/documents.ts'
import { Missing, NoPairs } from '../../parts/missing.tsx'
import { unmet } from '../../parts/missing-commands.ts'
import { Section } from '../../parts/section.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { addConditions } from '../../slice/conditions.ts'
import { defaultStage } from '../../state/default-stage.ts'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'
import { PairCard } from './pair-card.tsx'
import { PairColumns } from './pair-columns.tsx'
import { PAIR_LISTS, pairListOf } from './pair-lists.ts'
import type { Column } from './pair-numbers.tsx'
import { isPairOrder, PAIR_ORDERS, type PairOrderName } from './pair-orders.ts'
import { usePairKeys } from './use-pair-keys.ts'

const TITLES = titlesOf(PAIR_LISTS)

/** How the pairs are sorted. */
const SortField = ({ order }: { order: PairOrderName }) => {
  const { go } = usePage()
  return (
    <label>
      Sort by
      <select value={order} onChange={(event) => go({ sort: event.currentTarget.value })}>
        {Object.entries(PAIR_ORDERS).map(([name, { title }]) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}

/** The pairs behind the numbers. */
export const Pairs = () => {
  const page = usePage()
  const { place, dataset, href } = page
  const [open, setOpen] = useState(false)
  const top = useRef<HTMLParagraphElement>(null)
  const rows = useRef<HTMLOListElement>(null)
  usePairKeys(rows)
  const name = pairListOf(place.pairs)
  const { about, conditions, needs, order: ownOrder } = PAIR_LISTS[name]
  const order = isPairOrder(place.sort) ? place.sort : ownOrder
  const sorted = PAIR_ORDERS[order]
  const shown = { ...auditVariables(place), where: addConditions(place.where, [...conditions]) }
  const toTop = () => {
    rows.current?.focus({ preventScroll: true })
    top.current?.scrollIntoView()
  }
  return (
    <Section
      title="Pairs"
      about={`${about} ${sorted.about} Texts are folded: they may offend.`}
      document={pairs}
      variables={{
        ...shown,
        orderBy: sorted.orderBy(defaultStage(page)),
        after: place.after,
        withValues: place.columns.length > 0,
      }}
      files={[tableFile('pairs', shown), tableFile('pairs', { ...shown, texts: true }, 'CSV with texts')]}
      controls={
        <Tabs
          label="Lists of pairs"
          titles={TITLES}
          current={name}
          href={(list) => href({ pairs: list, sort: null })}
        />
      }
    >
      {({ attributes, pairs, audit, slice: { coverage } }) => {
        const lacking = unmet([...needs, ...sorted.needs], place)
        const columns: Column[] = [
          ...attributes.map(({ name }) => ({ name: `attribute:${name}`, title: name })),
          ...dataset.features
            .filter(({ source }) => source !== 'LABELER')
            .map(({ name, title }) => ({ name: `feature:${name}`, title })),
        ]
        const controls = (
          <form class="choices" aria-label="Order of pairs">
            <SortField order={order} />
          </form>
        )
        if (lacking.length > 0)
          return (
            <>
              {controls}
              <Missing needs={lacking} />
            </>
          )
        if (!pairs) return null
        const { totalCount, pageInfo, edges } = pairs
        return (
          <>
            {controls}
            <PairColumns columns={columns} />
            <div class="row">
              <p class="total" ref={top}>
                {[counted(totalCount, 'pair'), ...(coverage ? promptsAndTies(coverage) : [])].join(', ')}
              </p>
              {edges.length > 0 && (
                <button type="button" aria-pressed={open} onClick={() => setOpen(!open)}>
                  {open ? 'Hide all texts' : 'Show all texts'}
                </button>
              )}
            </div>
            {edges.length > 0 && (
              <p class="about keys">
                Keys: <kbd>j</kbd> and <kbd>k</kbd>, or the arrows, go to the next and the previous pair;{' '}
                <kbd>Enter</kbd> shows its texts, <kbd>Esc</kbd> hides them.
              </p>
            )}
            {edges.length === 0 && (
              <Missing needs={[]}>
                <NoPairs />
              </Missing>
            )}
            <ol class="pairs" ref={rows} tabIndex={-1}>
              {edges.map(({ node }) => (
                <PairCard
                  key={node.rowId}
                  pair={node}
                  audit={audit}
                  columns={columns.filter(({ name }) => place.columns.includes(name))}
                  open={open}
                />
              ))}
            </ol>
            <nav class="row" aria-label="Pages of pairs">
              {place.after && (
                <a class="button" href={href({ after: null })} onClick={toTop}>
                  First page
                </a>
              )}
              {pageInfo.hasNextPage && (
                <a class="button" href={href({ after: pageInfo.endCursor })} onClick={toTop}>
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
