import { useEffect, useState } from 'preact/hooks'
import { degrees, reward } from './format.ts'
import type { PairsQuery } from './generated/documents.ts'
import { PairTexts } from './pair-texts.tsx'
import { useHere } from './place.ts'
import { PREFERENCES, REGIMES } from './words.ts'

type Pair = NonNullable<NonNullable<PairsQuery['dataset']>['pairs']>['edges'][number]['node']
type Vector = { chosen: number; rejected: number }

const Rewards = ({ when, of }: { when: string; of: Vector | undefined }) => (
  <tr>
    <th scope="row">{when}</th>
    <td class="number">{reward(of?.chosen)}</td>
    <td class="number">{reward(of?.rejected)}</td>
    <td class="number">{of && reward(of.chosen - of.rejected)}</td>
  </tr>
)

export const PairCard = ({ pair, open }: { pair: Pair; open: boolean }) => {
  const { href } = useHere()
  const [shown, setShown] = useState(open)
  useEffect(() => setShown(open), [open])
  const { rowId, subset, alignmentRegime, preference, rewardShift } = pair
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
            {alignmentRegime ? REGIMES[alignmentRegime] : 'not scored by both models'}
          </li>
          <li>{preference ? `labeler ${PREFERENCES[preference]}` : 'not labeled'}</li>
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
          <Rewards when="before" of={rewardShift?.pre} />
          <Rewards when="after" of={rewardShift?.post} />
        </tbody>
      </table>
      <div id={id}>{shown && <PairTexts rowId={rowId} />}</div>
    </li>
  )
}
