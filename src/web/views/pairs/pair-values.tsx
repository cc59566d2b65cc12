import { rounded } from '../../format/numbers.ts'
import type { Side, TextsQuery } from '../../generated/documents.ts'

type Pair = NonNullable<NonNullable<TextsQuery['dataset']>['pair']>
type Value = { key: string; title: string; side: Side | null; value: string }

const YES_OR_NO = (value: boolean) => (value ? 'yes' : 'no')

const attributesOf = ({ attributes }: Pair): Value[] =>
  attributes.map(({ name, side, text, number, boolean }) => ({
    ...{ key: `attribute ${name}`, title: name, side },
    value: text ?? (number === null ? YES_OR_NO(boolean === true) : `${rounded(number)}`),
  }))

const measuresOf = ({ side, measures }: Pair['chosen']): Value[] =>
  measures.map(({ feature: { name, title, kind }, value }) => ({
    ...{ key: `measure ${name}`, title, side },
    value: kind === 'BOOLEAN' ? YES_OR_NO(value === 1) : `${rounded(value)}`,
  }))

/** What came with a pair and its entries, and what its answers are measured in. */
export const PairValues = ({ pair }: { pair: Pair }) => {
  const values = [...attributesOf(pair), ...[pair.chosen, pair.rejected].flatMap(measuresOf)]
  const rows = [...new Set(values.map(({ key }) => key))].map((key) =>
    values.filter((one) => one.key === key),
  )
  if (rows.length === 0) return null
  return (
    <details>
      <summary>Attributes and measures</summary>
      <table class="rewards values">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">chosen</th>
            <th scope="col">rejected</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]?.key}>
              <th scope="row">{row[0]?.title}</th>
              {row[0]?.side === null ? (
                <td colSpan={2}>{row[0].value}</td>
              ) : (
                (['CHOSEN', 'REJECTED'] as const).map((side) => (
                  <td key={side}>{row.find((one) => one.side === side)?.value}</td>
                ))
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
