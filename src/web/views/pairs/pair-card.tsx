import { useEffect, useState } from 'preact/hooks'
import { degrees, reward } from '../../format/numbers.ts'
import { PREFERENCES, REGIMES } from '../../format/titles.ts'
import { usePage } from '../../state/page-context.ts'
import { type Column, PairNumbers } from './pair-numbers.tsx'
import { PairTexts } from './pair-texts.tsx'
import { valuesOf } from './pair-value.ts'
import { type Audit, marginOf, type Pair, type Rewards, rewardsOf } from './rewards.ts'

const WHEN: Record<string, string> = { before: 'before training', after: 'after training' }

/** What training did to a pair's alignment; where that is unknown, its alignment by each model that has scored it. */
const describeAlignment = (regime: Pair['alignmentRegime'], rows: readonly Rewards[]): string => {
  if (regime) return REGIMES[regime]
  const alignments = rows.flatMap((rewards) => {
    const margin = marginOf(rewards)
    const when = WHEN[rewards.title] ?? `by ${rewards.title}`
    return margin === undefined ? [] : [`${margin > 0 ? 'aligned' : 'misaligned'} ${when}`]
  })
  return alignments.length > 0 ? alignments.join(', ') : 'not scored'
}

type Card = { pair: Pair; audit: Audit; columns: readonly Column[]; open: boolean }

export const PairCard = ({ pair, audit, columns, open }: Card) => {
  const { href } = usePage()
  const [shown, setShown] = useState(open)
  useEffect(() => setShown(open), [open])
  const { rowId, subset, group, tie, siblings, alignmentRegime, preference, marginChange, rewardShift } = pair
  const rows = rewardsOf(pair, audit)
  const id = `texts-${rowId}`
  return (
    <li class="pair" tabIndex={-1}>
      <div class="pair-head">
        <h3>
          <a href={href({ pairs: 'all', where: { rowId: { gte: rowId, lte: rowId } } })}>Row {rowId}</a>
        </h3>
        <ul>
          {subset && <li>{subset}</li>}
          {tie ? (
            <li>tie: people had no preference</li>
          ) : (
            <li class={alignmentRegime?.toLowerCase().replace('_', '-')}>
              {describeAlignment(alignmentRegime, rows)}
            </li>
          )}
          {audit.labeler && (
            <li>{preference ? `labeler ${PREFERENCES[preference]}` : 'labeler’s preference unknown'}</li>
          )}
          {marginChange !== null && (
            <li>
              margin {marginChange < 0 ? 'fell' : 'rose'} by {reward(Math.abs(marginChange))}
            </li>
          )}
          {rewardShift && <li>shift {degrees(rewardShift.degrees)}</li>}
          {siblings && siblings.length > 0 && (
            <li>
              <a href={href({ pairs: 'all', where: { group: [group] } })}>all pairs of this prompt</a>
            </li>
          )}
        </ul>
        <button
          type="button"
          aria-expanded={shown}
          aria-controls={id}
          aria-label={`${shown ? 'Hide' : 'Show'} texts of row ${rowId}`}
          onClick={() => setShown(!shown)}
        >
          {shown ? 'Hide texts' : 'Show texts'}
        </button>
      </div>
      <PairNumbers rewards={rows} change={marginChange} columns={columns} values={valuesOf(pair)} />
      <div id={id}>{shown && <PairTexts rowId={rowId} />}</div>
    </li>
  )
}
