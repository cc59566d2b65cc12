import { clipped } from '../../format/clipped.ts'
import { reward, rounded } from '../../format/numbers.ts'
import type { Side } from '../../generated/documents.ts'
import { Explained } from '../../parts/explained.tsx'
import { Scrolling } from '../../parts/scrolling.tsx'
import type { Value } from './pair-value.ts'
import { marginOf, type Rewards } from './rewards.ts'

/** What is shown of pairs besides rewards. */
export type Column = { name: string; title: string }

/** Empty where there is none: of the pair itself, or of words. */
const difference = (values: readonly Value[]): string => {
  const [chosen, rejected] = (['CHOSEN', 'REJECTED'] as const).map(
    (side) => values.find((one) => one.side === side)?.number ?? null,
  )
  return chosen == null || rejected == null ? '' : `${rounded(chosen - rejected)}`.replace('-', '−')
}

const ROWS = ['CHOSEN', 'REJECTED', 'difference'] as const
const TITLES = { CHOSEN: 'chosen', REJECTED: 'rejected', difference: 'chosen − rejected' }

const rewardIn = (rewards: Rewards, row: Side | 'difference') =>
  row === 'difference' ? marginOf(rewards) : row === 'CHOSEN' ? rewards.chosen : rewards.rejected

type Numbers = {
  rewards: readonly Rewards[]
  /** Of the margin by training; null: unknown. */
  change: number | null
  columns: readonly Column[]
  values: readonly Value[]
}

/** A pair's rewards and chosen values: a row for each entry, and one for their difference. */
export const PairNumbers = ({ rewards, change, columns, values }: Numbers) => {
  if (rewards.length + columns.length === 0) return null
  const shown = columns.map(({ name, title }) => {
    const own = values.filter((one) => one.name === name)
    return { name, title, own, ofPair: own.find(({ side }) => side === null) }
  })
  return (
    <Scrolling label="Rewards and chosen columns">
      <table class="rewards">
        <thead>
          <tr>
            <td />
            {rewards.map(({ title, model }) => (
              <th key={model} scope="col" class="number" title={model}>
                {title}
              </th>
            ))}
            {change !== null && (
              <th scope="col" class="number">
                <Explained title="change of margin" />
              </th>
            )}
            {shown.map(({ name, title }) => (
              <th key={name} scope="col" class="number">
                {clipped(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROWS.map((row, at) => (
            <tr key={row}>
              <th scope="row">{TITLES[row]}</th>
              {rewards.map((one) => (
                <td key={one.model} class="number">
                  {reward(rewardIn(one, row))}
                </td>
              ))}
              {change !== null && <td class="number">{row === 'difference' && reward(change)}</td>}
              {shown.map(({ name, own, ofPair }) =>
                ofPair ? (
                  at === 0 && (
                    <td key={name} class="value" rowSpan={ROWS.length}>
                      {clipped(ofPair.text)}
                    </td>
                  )
                ) : (
                  <td key={name} class="value">
                    {row === 'difference'
                      ? difference(own)
                      : clipped(own.find(({ side }) => side === row)?.text ?? '–')}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  )
}
