import { useEffect, useState } from 'preact/hooks'
import { degrees, reward } from './format.ts'
import type { PairsQuery } from './generated/documents.ts'
import { PairTexts } from './pair-texts.tsx'
import { useHere } from './place.ts'
import { PREFERENCES, REGIMES } from './words.ts'

type Answer = NonNullable<PairsQuery['dataset']>
type Pair = NonNullable<Answer['pairs']>['edges'][number]['node']
/** Whose rewards and labels are shown. */
type Audited = Answer['audit']

/** What one model gives a pair: each reward that there is. */
type Scored = { model: string; chosen: number | undefined; rejected: number | undefined }

const scoredBy = (pair: Pair, model: string): Scored => {
  const of = ({ rewards }: Pair['chosen']) => rewards?.find((reward) => reward.model?.name === model)?.score
  return { model, chosen: of(pair.chosen), rejected: of(pair.rejected) }
}

/** The audit's two models in front of whichever others have scored the pair. */
const rowsOf = (pair: Pair, { pre, post }: Audited): { when: string; of: Scored }[] => {
  const own = [
    { when: 'before', name: pre?.name },
    { when: 'after', name: post?.name },
  ].flatMap(({ when, name }) => (name === undefined ? [] : [{ when, of: scoredBy(pair, name) }]))
  const known = own.map(({ of }) => of.model)
  const all = [pair.chosen, pair.rejected].flatMap(
    ({ rewards }) => rewards?.map(({ model }) => model?.name) ?? [],
  )
  const others = [...new Set(all)].flatMap((name) =>
    name === undefined || known.includes(name) ? [] : [name],
  )
  return [...own, ...others.map((name) => ({ when: name, of: scoredBy(pair, name) }))]
}

const marginOf = ({ chosen, rejected }: Scored) =>
  chosen === undefined || rejected === undefined ? undefined : chosen - rejected

const Rewards = ({ when, of }: { when: string; of: Scored }) => (
  <tr>
    <th scope="row" title={of.model}>
      {when}
    </th>
    <td class="number">{reward(of.chosen)}</td>
    <td class="number">{reward(of.rejected)}</td>
    <td class="number">{reward(marginOf(of))}</td>
  </tr>
)

/** What is known of a pair's alignment: by both models, by one of them, or nothing. */
const alignmentIn = (
  regime: Pair['alignmentRegime'],
  rows: readonly { when: string; of: Scored }[],
): string => {
  if (regime) return REGIMES[regime]
  const said = rows.flatMap(({ when, of }) => {
    const margin = marginOf(of)
    const words = { before: ' before training', after: ' after training' }[when] ?? ` by ${when}`
    return margin === undefined ? [] : [`${margin > 0 ? 'aligned' : 'misaligned'}${words}`]
  })
  return said.length > 0 ? said.join(', ') : 'not scored'
}

export const PairCard = ({ pair, audit, open }: { pair: Pair; audit: Audited; open: boolean }) => {
  const { href } = useHere()
  const [shown, setShown] = useState(open)
  useEffect(() => setShown(open), [open])
  const { rowId, subset, alignmentRegime, preference, rewardShift } = pair
  const rows = rowsOf(pair, audit)
  const id = `texts-${rowId}`
  return (
    <li class="pair">
      <div class="pair-head">
        <h3>
          <a href={href({ pairs: 'all', where: { rowId: { gte: rowId, lte: rowId } } })}>Row {rowId}</a>
        </h3>
        <ul>
          {subset && <li>{subset}</li>}
          <li class={alignmentRegime?.toLowerCase().replace('_', '-')}>
            {alignmentIn(alignmentRegime, rows)}
          </li>
          <li>
            {preference
              ? `labeler ${PREFERENCES[preference]}`
              : audit.labeler
                ? 'labeler’s preference unknown'
                : 'no labels'}
          </li>
          {rewardShift && <li>shift {degrees(rewardShift.degrees)}</li>}
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
          <thead>
            <tr>
              <th scope="col">Reward</th>
              <th scope="col" class="number">
                chosen
              </th>
              <th scope="col" class="number">
                rejected
              </th>
              <th scope="col" class="number">
                margin
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ when, of }) => (
              <Rewards key={of.model} when={when} of={of} />
            ))}
          </tbody>
        </table>
      )}
      <div id={id}>{shown && <PairTexts rowId={rowId} />}</div>
    </li>
  )
}
