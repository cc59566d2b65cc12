import { clipped } from '../../format/clipped.ts'
import { Explained } from '../../parts/explained.tsx'
import { usePage } from '../../state/page-context.ts'
import type { Column } from './pair-numbers.tsx'

/** What of attributes and measures the pairs are shown with. */
export const PairColumns = ({ columns }: { columns: readonly Column[] }) => {
  const { place, go } = usePage()
  if (columns.length === 0) return null
  const toggle = (name: string, isShown: boolean) =>
    go({
      after: place.after,
      columns: isShown ? [...place.columns, name] : place.columns.filter((one) => one !== name),
    })
  return (
    <details class="narrow">
      <summary>Columns</summary>
      <fieldset class="checks">
        <legend>
          Show of each pair, of its <Explained title="attributes" /> and <Explained title="measures" />
        </legend>
        {columns.map(({ name, title }) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={place.columns.includes(name)}
              onChange={(event) => toggle(name, event.currentTarget.checked)}
            />
            {clipped(title)}
          </label>
        ))}
      </fieldset>
    </details>
  )
}
