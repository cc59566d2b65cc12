import type { TextsQuery } from '../../generated/documents.ts'
import { valuesOf } from './pair-value.ts'

type Pair = NonNullable<NonNullable<TextsQuery['dataset']>['pair']>

/** What came with a pair and its entries, and what its answers are measured in. */
export const PairValues = ({ pair }: { pair: Pair }) => {
  const values = valuesOf(pair)
  const rows = [...new Set(values.map(({ name }) => name))].map((name) =>
    values.filter((one) => one.name === name),
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
            <tr key={row[0]?.name}>
              <th scope="row">{row[0]?.title}</th>
              {row[0]?.side === null ? (
                <td colSpan={2}>{row[0].text}</td>
              ) : (
                (['CHOSEN', 'REJECTED'] as const).map((side) => (
                  <td key={side}>{row.find((one) => one.side === side)?.text}</td>
                ))
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
