import { useEffect, useState } from 'preact/hooks'
import { degrees, reward } from '../../format/numbers.ts'
import { PREFERENCES, REGIMES } from '../../format/titles.ts'
import type { PairsQuery } from '../../generated/documents.ts'
import { TableHead } from '../../parts/number-table.tsx'
import { usePage } from '../../state/page-context.ts'
import { PairTexts } from './pair-texts.tsx'

type Data = NonNullable<PairsQuery['dataset']>
type Pair = NonNullable<Data['pairs']>['edges'][number]['node']
type Audit = Data['audit']

/** What one model gives a pair, as far as it has scored it. */
type Rewards = { title: string; model: string; chosen: number | undefined; rejected: number | undefined }

/** The rewards of a pair: those of the audit's two models first. */
const rewardsOf = ({ chosen, rejected }: Pair, { pre, post }: Audit): Rewards[] => {
  const models = [
    ...(pre ? [{ title: 'before', model: pre.name }] : []),
    ...(post ? [{ title: 'after', model: post.name }] : []),
  ]
  for (const { model } of [chosen, rejected].flatMap(({ rewards }) => rewards ?? []))
    if (model && !models.some((one) => one.model === model.name))
      models.push({ title: model.name, model: model.name })
  const scoreOf = ({ rewards }: Pair['chosen'], name: string) =>
    rewards?.find(({ model }) => model?.name === name)?.score
  return models.map(({ title, model }) => ({
    title,
    model,
    chosen: scoreOf(chosen, model),
    rejected: scoreOf(rejected, model),
  }))
}

const marginOf = ({ chosen, rejected }: Rewards) =>
  chosen === undefined || rejected === undefined ? undefined : chosen - rejected

const RewardsRow = (rewards: Rewards) => (
  <tr>
    <th scope="row" title={rewards.model}>
      {rewards.title}
    </th>
    <td class="number">{reward(rewards.chosen)}</td>
    <td class="number">{reward(rewards.rejected)}</td>
    <td class="number">{reward(marginOf(rewards))}</td>
  </tr>
)

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

export const PairCard = ({ pair, audit, open }: { pair: Pair; audit: Audit; open: boolean }) => {
  const { href } = usePage()
  const [shown, setShown] = useState(open)
  useEffect(() => setShown(open), [open])
  const { rowId, subset, group, tie, siblings, alignmentRegime, preference, rewardShift } = pair
  const rows = rewardsOf(pair, audit)
  const id = `texts-${rowId}`
  return (
    <li class="pair">
      <div class="pair-head">
        <h3>
          <a href={href({ pairs: 'all', where: { rowId: { gte: rowId, lte: rowId } } })}>Row {rowId}</a>
        </h3>
        <ul>
          {subset && <li>{subset}</li>}
          {tie ? (
            <li>tie: the human had no preference</li>
          ) : (
            <li class={alignmentRegime?.toLowerCase().replace('_', '-')}>
              {describeAlignment(alignmentRegime, rows)}
            </li>
          )}
          <li>
            {preference
              ? `labeler ${PREFERENCES[preference]}`
              : audit.labeler
                ? 'labeler’s preference unknown'
                : 'no labels'}
          </li>
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
      {rows.length > 0 && (
        <table class="rewards">
          <TableHead columns={['Reward', 'chosen', 'rejected', 'margin']} />
          <tbody>
            {rows.map((row) => (
              <RewardsRow key={row.model} {...row} />
            ))}
          </tbody>
        </table>
      )}
      <div id={id}>{shown && <PairTexts rowId={rowId} />}</div>
    </li>
  )
}
